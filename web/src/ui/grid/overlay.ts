import type { CellValue } from "./column.ts";
import { type CellEdit, type CellPlace, type CellResult, placeKey } from "./edit.ts";

/**
 * What the teammate wrote and the rows do not say yet. A saved value stays until fresh rows arrive, so that it
 * never flickers back; a refused one stays with its error until it is corrected or given up.
 */
export type PendingCell = {
  value: CellValue;
  status: "saving" | "saved" | "failed";
  error?: string;
  /** The row it was saved over: once another row object stands there, the rows are fresh. */
  over: unknown;
  /** Counts writes of this grid; an answer to an older write of the same cell says nothing about a newer. */
  attempt: number;
};
export type RowOverlay = ReadonlyMap<string, PendingCell>;
export type Overlay = ReadonlyMap<string, RowOverlay>;

export const emptyOverlay: Overlay = new Map();

type CellPut = { rowId: string; columnId: string; cell: PendingCell | null };

/** Copies every row it changes once, whatever the number of its cells: hundreds of rows are pasted at a time. */
function put(overlay: Overlay, puts: readonly CellPut[]): Overlay {
  if (puts.length === 0) return overlay;
  const next = new Map(overlay);
  for (const [rowId, ofRow] of Map.groupBy(puts, (one) => one.rowId)) {
    const row = new Map(next.get(rowId));
    for (const { columnId, cell } of ofRow) {
      if (cell) row.set(columnId, cell);
      else row.delete(columnId);
    }
    if (row.size) next.set(rowId, row);
    else next.delete(rowId);
  }
  return next;
}

/** Shows edits at once, as being saved. */
export function showEdits(
  overlay: Overlay,
  edits: readonly CellEdit[],
  attempt: number,
  rowOf: (id: string) => unknown,
): Overlay {
  return put(
    overlay,
    edits.map(({ rowId, columnId, value }) => ({
      rowId,
      columnId,
      cell: { value, status: "saving", over: rowOf(rowId), attempt },
    })),
  );
}

/** Shows values that were refused before they were sent. */
export function showRefusals(
  overlay: Overlay,
  refusals: readonly (Omit<CellEdit, "previous"> & { error: string })[],
  attempt: number,
): Overlay {
  return put(
    overlay,
    refusals.map(({ rowId, columnId, value, error }) => ({
      rowId,
      columnId,
      cell: { value, status: "failed", error, over: null, attempt },
    })),
  );
}

/** Takes in what became of a write. */
export function settleEdits(
  overlay: Overlay,
  edits: readonly CellEdit[],
  results: readonly CellResult[],
  attempt: number,
  rowOf: (id: string) => unknown,
): Overlay {
  const errors = new Map(results.map((result) => [placeKey(result), result.error]));
  const settled = edits.flatMap((edit): CellPut[] => {
    const cell = overlay.get(edit.rowId)?.get(edit.columnId);
    if (!cell || cell.attempt !== attempt) return [];
    const { rowId, columnId } = edit;
    const error = errors.get(placeKey(edit));
    if (error) return [{ rowId, columnId, cell: { ...cell, status: "failed", error } }];
    // Rows that came while saving may be from before or after the write: wait for one more change.
    const isFresh = rowOf(rowId) !== cell.over;
    const over = isFresh ? rowOf(rowId) : cell.over;
    return [{ rowId, columnId, cell: { ...cell, status: "saved", over } }];
  });
  return put(overlay, settled);
}

/** Lets go of saved values over which fresh rows have arrived, or which the rows say themselves. */
export function dropFresh(
  overlay: Overlay,
  rowOf: (id: string) => unknown,
  valueIn: (rowId: string, columnId: string) => CellValue,
): Overlay {
  const fresh: CellPut[] = [];
  for (const [rowId, row] of overlay) {
    for (const [columnId, cell] of row) {
      if (cell.status !== "saved") continue;
      if (rowOf(rowId) !== cell.over || valueIn(rowId, columnId) === cell.value)
        fresh.push({ rowId, columnId, cell: null });
    }
  }
  return put(overlay, fresh);
}

/** Gives up the values of cells: the rows' own show again. */
export function giveUp(overlay: Overlay, cells: readonly CellPlace[]): Overlay {
  const shown = cells.filter(({ rowId, columnId }) => overlay.get(rowId)?.has(columnId));
  return put(
    overlay,
    shown.map(({ rowId, columnId }) => ({ rowId, columnId, cell: null })),
  );
}

/** The cells that show what was not taken. */
export function failedCells(overlay: Overlay): CellPlace[] {
  const cells = [...overlay].flatMap(([rowId, row]) => [...row].map((one) => [rowId, ...one] as const));
  return cells.flatMap(([rowId, columnId, { status }]) => (status === "failed" ? [{ rowId, columnId }] : []));
}
