import { CircleAlert } from "lucide-react";
import { Button } from "../button.tsx";
import { formatCount } from "../format.ts";
import type { CellPlace } from "./edit.ts";
import type { Cell } from "./range.ts";

type RefusedBarProps = {
  cells: readonly CellPlace[];
  /** Where a cell stands now; null when its row or column is not shown. */
  placeOf: (cell: CellPlace) => Cell | null;
  active: Cell | null;
  show: (cell: Cell) => void;
  giveUp: (cells: readonly CellPlace[]) => void;
};

/** Cells of a block that were not taken: most of them stand out of sight, and each is to be put right or given up. */
export function RefusedBar({ cells, placeOf, active, show, giveUp }: RefusedBarProps) {
  const places = cells
    .flatMap((cell) => placeOf(cell) ?? [])
    .toSorted((a, b) => a.row - b.row || a.column - b.column);
  if (places.length < 2) return null;
  const isAfter = (cell: Cell) =>
    !active || cell.row > active.row || (cell.row === active.row && cell.column > active.column);
  const next = places.find(isAfter) ?? places[0];
  return (
    <section
      aria-label="Cells not taken"
      className="fixed bottom-16 left-1/2 z-30 flex h-9 -translate-x-1/2 animate-rise items-center gap-3 rounded-card border border-line bg-surface pr-1 pl-3 text-s whitespace-nowrap text-ink-2 shadow-lift"
    >
      <CircleAlert size={14} aria-hidden className="text-bad" />
      <span>
        <b className="font-semibold text-ink">{formatCount(places.length, "cell")}</b> not taken
      </span>
      <Button onClick={() => next && show(next)}>Show next</Button>
      <Button variant="quiet" onClick={() => giveUp(cells)}>
        Take them back
      </Button>
    </section>
  );
}
