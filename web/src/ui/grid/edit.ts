import type { CellValue } from "./column.ts";

/** One cell changed by hand: what it shall be and what it was. */
export type CellEdit = {
  rowId: string;
  columnId: string;
  value: CellValue;
  previous: CellValue;
  /** What `value` holds, in a cell of several choices: given when it is sent. */
  choices?: readonly string[];
};

/** What became of an edit. A cell that is not mentioned was saved. */
export type CellResult = { rowId: string; columnId: string; error?: string };

/** What was done at once: cells written, and cells that could not be taken and show their text with the reason. */
export type Gesture = { id: number; edits: readonly CellEdit[]; refused: readonly CellPlace[] };
export type CellPlace = { rowId: string; columnId: string };

/** Gestures that can be taken back and done again. */
export type UndoStack = { past: readonly Gesture[]; future: readonly Gesture[] };

export const emptyStack: UndoStack = { past: [], future: [] };
const deepest = 100;

/** One word for a cell's place, to look it up by. */
export const placeKey = ({ rowId, columnId }: CellPlace): string => JSON.stringify([rowId, columnId]);

/** The edits that bring back what was, last first. */
export function inverse(edits: readonly CellEdit[]): CellEdit[] {
  return edits.map((edit) => ({ ...edit, value: edit.previous, previous: edit.value })).toReversed();
}

/** Remembers a gesture; what had been undone before can no longer be done again. */
export function remember(stack: UndoStack, gesture: Gesture): UndoStack {
  if (gesture.edits.length === 0 && gesture.refused.length === 0) return stack;
  return { past: [...stack.past, gesture].slice(-deepest), future: [] };
}

/** Takes the last gesture back: the edits to make and the refused cells to give up, or null when there is none. */
export function undo(stack: UndoStack): { stack: UndoStack; gesture: Gesture } | null {
  const last = stack.past.at(-1);
  if (!last) return null;
  return {
    stack: { past: stack.past.slice(0, -1), future: [last, ...stack.future] },
    gesture: { ...last, edits: inverse(last.edits) },
  };
}

/** Does again what was taken back last. */
export function redo(stack: UndoStack): { stack: UndoStack; gesture: Gesture } | null {
  const [next, ...rest] = stack.future;
  if (!next) return null;
  return { stack: { past: [...stack.past, next], future: rest }, gesture: next };
}

/** Cells of a gesture that were refused after all: there is nothing to write back, only their text to give up. */
export function forget(stack: UndoStack, gesture: Gesture, refused: readonly CellPlace[]): UndoStack {
  if (refused.length === 0) return stack;
  const places = new Set(refused.map(placeKey));
  const settle = (one: Gesture): Gesture =>
    one === gesture
      ? {
          ...one,
          edits: one.edits.filter((edit) => !places.has(placeKey(edit))),
          refused: [...one.refused, ...refused],
        }
      : one;
  return { past: stack.past.map(settle), future: stack.future.map(settle) };
}
