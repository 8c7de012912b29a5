import { X } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "../button.tsx";
import { formatCount, formatNumber } from "../format.ts";
import { aggregate } from "./aggregate.ts";
import type { CellValue } from "./column.ts";

type SelectionBarProps<Row> = {
  /** Values of the cells selected that are amounts or numbers. */
  values: { figures: readonly CellValue[]; cells: number };
  rows: readonly Row[];
  actions: ((rows: readonly Row[], clear: () => void) => ReactNode) | undefined;
  clear: () => void;
};

/** What is selected, what it adds up to, and what can be done with all of it. */
export function SelectionBar<Row>({ values, rows, actions, clear }: SelectionBarProps<Row>) {
  const { figures, cells } = values;
  return (
    <section
      aria-label="Selection"
      className="fixed bottom-4 left-1/2 z-30 flex h-9 -translate-x-1/2 animate-rise items-center gap-3 rounded-card border border-line bg-surface pr-1 pl-3 text-s whitespace-nowrap text-ink-2 shadow-lift"
    >
      <span>
        {formatCount(rows.length, "row")} · {formatCount(cells, "cell")}
      </span>
      {figures.length > 1 && (
        <>
          <span>
            sum <b className="font-semibold text-ink">{formatNumber(String(aggregate("sum", figures)))}</b>
          </span>
          <span>
            mean <b className="font-semibold text-ink">{formatNumber(String(aggregate("mean", figures)))}</b>
          </span>
        </>
      )}
      {actions?.(rows, clear)}
      <IconButton icon={X} label="Clear the selection" keys="escape" onClick={clear} />
    </section>
  );
}
