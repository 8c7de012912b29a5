import type { CellValue } from "./column.ts";

/** One cell changed by hand: what it shall be and what it was. */
export type CellEdit = { rowId: string; columnId: string; value: CellValue; previous: CellValue };

/** What became of an edit. A cell that is not mentioned was saved. */
export type CellResult = { rowId: string; columnId: string; error?: string };

/** Edits that can be taken back and done again; each step is one gesture, of many cells perhaps. */
export type UndoStack = { past: readonly (readonly CellEdit[])[]; future: readonly (readonly CellEdit[])[] };

export const emptyStack: UndoStack = { past: [], future: [] };
const deepest = 100;

/** The edits that bring back what was, last first. */
export function inverse(edits: readonly CellEdit[]): CellEdit[] {
  return edits.map((edit) => ({ ...edit, value: edit.previous, previous: edit.value })).toReversed();
}

/** Remembers a gesture; what had been undone before can no longer be done again. */
export function remember(stack: UndoStack, edits: readonly CellEdit[]): UndoStack {
  if (edits.length === 0) return stack;
  return { past: [...stack.past, edits].slice(-deepest), future: [] };
}

/** Takes the last gesture back: the edits to make, or null when there is none. */
export function undo(stack: UndoStack): { stack: UndoStack; edits: CellEdit[] } | null {
  const last = stack.past.at(-1);
  if (!last) return null;
  return { stack: { past: stack.past.slice(0, -1), future: [last, ...stack.future] }, edits: inverse(last) };
}

/** Does again what was taken back last. */
export function redo(stack: UndoStack): { stack: UndoStack; edits: readonly CellEdit[] } | null {
  const [next, ...rest] = stack.future;
  if (!next) return null;
  return { stack: { past: [...stack.past, next], future: rest }, edits: next };
}

/** Forgets the edits of cells that were refused: there is nothing to take back. */
export function forget(
  stack: UndoStack,
  gesture: readonly CellEdit[],
  refused: readonly CellResult[],
): UndoStack {
  if (refused.length === 0) return stack;
  const isRefused = (edit: CellEdit) =>
    refused.some((result) => result.rowId === edit.rowId && result.columnId === edit.columnId);
  const past = stack.past.flatMap((edits) => {
    if (edits !== gesture) return [edits];
    const kept = edits.filter((edit) => !isRefused(edit));
    return kept.length ? [kept] : [];
  });
  return { ...stack, past };
}
