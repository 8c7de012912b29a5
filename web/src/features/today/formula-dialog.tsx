import { getToday, type PriorityFormula, putTodayFormula } from "@perennial/contract";
import { useState } from "react";
import { useMay } from "../../api/me.ts";
import { useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Form } from "../../ui/field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { toast } from "../../ui/toast.tsx";

const chances: readonly { key: keyof PriorityFormula["chances"]; label: string }[] = [
  { key: "indicatorHigh", label: "Indicator, high" },
  { key: "indicatorMedium", label: "Indicator, medium" },
  { key: "indicatorLow", label: "Indicator, low" },
  { key: "risk", label: "Risk" },
  { key: "renewal", label: "Renewal" },
  { key: "conversation", label: "Unanswered conversation" },
  { key: "meeting", label: "Meeting" },
  { key: "task", label: "Task" },
];
const urgencies: readonly { key: keyof PriorityFormula["urgency"]; label: string }[] = [
  { key: "overdue", label: "Overdue" },
  { key: "today", label: "Due today" },
  { key: "week", label: "Due in 7 days, or on no day" },
  { key: "later", label: "Due later" },
  { key: "laterDays", label: "Later begins, days from now" },
];

/** The formula by which the queue is ranked; who may, changes it for everybody. */
export function FormulaDialog({ formula, onClose }: { formula: PriorityFormula; onClose: () => void }) {
  const mayEdit = useMay("today.configure");
  const [draft, setDraft] = useState(() => textsOf(formula));
  const save = useWrite(putTodayFormula, {
    refreshes: [getToday],
    onSuccess: () => {
      toast({ title: "The queue is ranked anew" });
      onClose();
    },
  });
  const field = (path: string, label: string) => (
    <TextField
      key={path}
      label={label}
      path={path}
      inputMode="decimal"
      readOnly={!mayEdit}
      value={draft[path] ?? ""}
      onChange={(text) => setDraft({ ...draft, [path]: text })}
    />
  );
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title="Priority = ARR at stake × chance × urgency"
      description="Chance: how often acting now changes the outcome, from 0 to 1. Urgency: a factor by the days left, which falls evenly from one to the next."
    >
      <Form
        onSubmit={() => save.mutate({ body: formulaOf(draft) })}
        error={save.error?.message}
        fieldErrors={save.error?.fields}
        actions={
          <>
            <Button onClick={onClose}>{mayEdit ? "Cancel" : "Close"}</Button>
            {mayEdit && (
              <Button variant="primary" type="submit" busy={save.isPending}>
                Save for everybody
              </Button>
            )}
          </>
        }
      >
        <div className="grid gap-3 sm:grid-cols-2">
          {chances.map(({ key, label }) => field(`chances.${key}`, `Chance: ${label}`))}
          {urgencies.map(({ key, label }) =>
            field(`urgency.${key}`, key === "laterDays" ? label : `Urgency: ${label}`),
          )}
          {field("arrFloor", "ARR counted at least")}
        </div>
      </Form>
    </Dialog>
  );
}

type Texts = Record<string, string>;

function textsOf(formula: PriorityFormula): Texts {
  const of = (prefix: string, values: Record<string, number>) =>
    Object.entries(values).map(([key, value]) => [`${prefix}.${key}`, String(value)] as const);
  return Object.fromEntries([
    ...of("chances", formula.chances),
    ...of("urgency", formula.urgency),
    ["arrFloor", String(formula.arrFloor)],
  ]);
}

function formulaOf(texts: Texts): PriorityFormula {
  const group = <K extends string>(prefix: string, keys: readonly { key: K }[]) =>
    Object.fromEntries(keys.map(({ key }) => [key, Number(texts[`${prefix}.${key}`])])) as Record<K, number>;
  return {
    chances: group("chances", chances),
    urgency: group("urgency", urgencies),
    arrFloor: Number(texts.arrFloor),
  };
}
