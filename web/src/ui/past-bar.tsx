import { History, Lock } from "lucide-react";
import { Button } from "./button.tsx";
import { formatDate } from "./format.ts";
import { usePast } from "./past.ts";
import { PastPicker, useGoToDay } from "./past-picker.tsx";

/** Says that the past is read, of which day, and why nothing can be edited; one click leads back to now. */
export function PastBar({ day }: { day: string }) {
  const { isOffered } = usePast();
  const goTo = useGoToDay();
  return (
    <section
      aria-label="Reading the past"
      className="mb-3.5 flex flex-wrap items-center gap-x-3 gap-y-1.5 rounded-card border border-warn bg-warn-soft px-3 py-2 text-m"
    >
      <p role="status" className="flex min-w-0 grow items-start gap-2">
        <History size={15} aria-hidden className="mt-0.5 shrink-0 text-warn" />
        <span>
          <b className="font-semibold">As of {formatDate(day)} – read only.</b>{" "}
          {isOffered ? (
            "What is shown stood when that day was over. The past is not edited: go back to now to change something."
          ) : (
            <>
              <Lock size={13} aria-hidden className="mr-1 inline" />
              This page cannot be read as of a day: it shows now. Editing is off until you go back to now.
            </>
          )}
        </span>
      </p>
      <PastPicker label="Another day" />
      <Button variant="primary" onClick={() => goTo(undefined)}>
        Back to now
      </Button>
    </section>
  );
}
