import { useNavigate } from "@tanstack/react-router";
import { CalendarClock } from "lucide-react";
import { useState } from "react";
import { useAction } from "./actions.ts";
import { Button } from "./button.tsx";
import { presentDay } from "./clock.ts";
import { DateField } from "./date-field.tsx";
import { Form } from "./field.tsx";
import { usePast } from "./past.ts";
import { Popover } from "./popover.tsx";

/** The one way to choose the day as of which one reads. */
export function PastPicker({ label = "As of …" }: { label?: string }) {
  const { day } = usePast();
  const [isOpen, setOpen] = useState(false);
  useAction({ label: "Read as of a day", group: "This page", run: () => setOpen(true) });
  return (
    <Popover
      label="Read as of a day"
      open={isOpen}
      onOpenChange={setOpen}
      align="end"
      trigger={
        <Button variant="quiet" icon={CalendarClock}>
          {label}
        </Button>
      }
    >
      <DayForm day={day} onDone={() => setOpen(false)} />
    </Popover>
  );
}

function DayForm({ day, onDone }: { day: string | undefined; onDone: () => void }) {
  const goTo = useGoToDay();
  const yesterday = presentDay().subtract({ days: 1 }).toString();
  const [text, setText] = useState(day ?? yesterday);
  const [error, setError] = useState<string>();
  const submit = () => {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return setError("Choose a day.");
    if (text > yesterday) return setError("That day is not over yet: choose an earlier one.");
    goTo(text);
    onDone();
  };
  return (
    <Form
      className="gap-3 p-3"
      onSubmit={submit}
      fieldErrors={error ? [{ path: "asOf", message: error }] : []}
      actions={
        <Button type="submit" variant="primary">
          Read as of this day
        </Button>
      }
    >
      <DateField
        label="As of the end of"
        path="asOf"
        max={yesterday}
        value={text}
        onChange={setText}
        hint="Shows what stood then. Nothing can be edited meanwhile."
      />
    </Form>
  );
}

/** Goes to a day, or back to now, on the same page. */
export function useGoToDay(): (day: string | undefined) => void {
  const navigate = useNavigate();
  return (asOf) =>
    void navigate({ to: ".", search: ((before: object) => ({ ...before, asOf })) as never, replace: true });
}
