import type { WorkItem } from "@perennial/contract";
import { Button } from "../../ui/button.tsx";
import { formatCount } from "../../ui/format.ts";
import { rowVerbs } from "./row-verbs.ts";
import { canDoTogether, type WorkVerb } from "./work-verbs.ts";

type BarProps = {
  items: readonly WorkItem[];
  onVerb: (verb: WorkVerb, items: readonly WorkItem[]) => void;
  onClear: () => void;
};

const together: readonly WorkVerb[] = ["done", "snooze", "reassign", "note"];

/** What is done to all selected rows at once. Kinds that a verb does not suit are left as they are, and counted out. */
export function BulkBar({ items, onVerb, onClear }: BarProps) {
  return (
    <section
      aria-label="Selected rows"
      className="sticky bottom-3 z-10 mt-2 flex flex-wrap items-center gap-2 rounded-card border border-line bg-surface px-3 py-2 shadow-lift"
    >
      <span className="mr-2 font-medium">{formatCount(items.length, "row")} selected</span>
      {rowVerbs.map(({ verb, label, icon }) => {
        const isBulk = together.find((each) => each === verb);
        if (!isBulk) return null;
        const suited = items.filter(({ kind }) => canDoTogether(kind, isBulk));
        const count = suited.length < items.length ? ` (${suited.length})` : "";
        return (
          <Button
            key={verb}
            icon={icon}
            disabled={suited.length === 0}
            onClick={() => onVerb(isBulk, suited)}
          >
            {`${label}${count}`}
          </Button>
        );
      })}
      <Button variant="quiet" onClick={onClear}>
        Clear
      </Button>
    </section>
  );
}
