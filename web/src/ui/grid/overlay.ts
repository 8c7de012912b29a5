import type { CellValue } from "./column.ts";
import type { CellEdit, CellResult } from "./edit.ts";

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

function put(overlay: Overlay, rowId: string, columnId: string, cell: PendingCell | null): Overlay {
  const row = new Map(overlay.get(rowId));
  if (cell) row.set(columnId, cell);
  else row.delete(columnId);
  const next = new Map(overlay);
  if (row.size) next.set(rowId, row);
  else next.delete(rowId);
  return next;
}

/** Shows edits at once, as being saved. */
export function showEdits(
  overlay: Overlay,
  edits: readonly CellEdit[],
  attempt: number,
  rowOf: (id: string) => unknown,
): Overlay {
  return edits.reduce(
    (shown, edit) =>
      put(shown, edit.rowId, edit.columnId, {
        value: edit.value,
        status: "saving",
        over: rowOf(edit.rowId),
        attempt,
      }),
    overlay,
  );
}

/** Shows a value that was refused before it was sent. */
export function showRefusal(overlay: Overlay, edit: CellEdit, error: string, attempt: number): Overlay {
  return put(overlay, edit.rowId, edit.columnId, {
    value: edit.value,
    status: "failed",
    error,
    over: null,
    attempt,
  });
}

/** Takes in what became of a write. */
export function settleEdits(
  overlay: Overlay,
  edits: readonly CellEdit[],
  results: readonly CellResult[],
  attempt: number,
  rowOf: (id: string) => unknown,
): Overlay {
  let settled = overlay;
  for (const edit of edits) {
    const cell = settled.get(edit.rowId)?.get(edit.columnId);
    if (!cell || cell.attempt !== attempt) continue;
    const error = results.find((one) => one.rowId === edit.rowId && one.columnId === edit.columnId)?.error;
    const isFresh = rowOf(edit.rowId) !== cell.over;
    if (error) settled = put(settled, edit.rowId, edit.columnId, { ...cell, status: "failed", error });
    // Rows that came while saving may be from before or after the write: wait for one more change.
    else
      settled = put(settled, edit.rowId, edit.columnId, {
        ...cell,
        status: "saved",
        over: isFresh ? rowOf(edit.rowId) : cell.over,
      });
  }
  return settled;
}

/** Lets go of saved values over which fresh rows have arrived, or which the rows say themselves. */
export function dropFresh(
  overlay: Overlay,
  rowOf: (id: string) => unknown,
  valueIn: (rowId: string, columnId: string) => CellValue,
): Overlay {
  let kept = overlay;
  for (const [rowId, row] of overlay) {
    for (const [columnId, cell] of row) {
      if (cell.status !== "saved") continue;
      if (rowOf(rowId) !== cell.over || valueIn(rowId, columnId) === cell.value)
        kept = put(kept, rowId, columnId, null);
    }
  }
  return kept;
}

/** Gives up one cell's value: the row's own shows again. */
export function giveUp(overlay: Overlay, rowId: string, columnId: string): Overlay {
  return overlay.get(rowId)?.has(columnId) ? put(overlay, rowId, columnId, null) : overlay;
}
