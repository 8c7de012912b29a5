import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { announce } from "../announce.tsx";
import { formatCount } from "../format.ts";
import { toast } from "../toast.tsx";
import { checkValue, plainText } from "./cell-text.ts";
import { type CellValue, cellValue, type GridColumn, storedValue } from "./column.ts";
import {
  type CellEdit,
  type CellPlace,
  type CellResult,
  emptyStack,
  forget,
  type Gesture,
  placeKey,
  redo,
  remember,
  type UndoStack,
  undo,
} from "./edit.ts";
import { choicesIn } from "./multi-value.ts";
import {
  dropFresh,
  emptyOverlay,
  failedCells,
  giveUp,
  type Overlay,
  settleEdits,
  showEdits,
  showRefusals,
} from "./overlay.ts";

export type Commit = (edits: CellEdit[]) => Promise<readonly CellResult[] | undefined> | Promise<void>;

type Wanted = Omit<CellEdit, "previous">;
/** A value, or a text that nobody could understand, and why its cell does not take it. */
export type Refusal = Wanted & { error: string };
/** What became of a gesture, by numbers of cells. */
type Done = { gesture: number; written: number; same: number; refused: number };

type EditsInput<Row> = {
  rows: readonly Row[];
  rowId: (row: Row) => string;
  columns: readonly GridColumn<Row>[];
  onCommit: Commit | undefined;
};

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : "It could not be saved. Try again.";
}

/** Everything about writing in the grid: values shown at once, sent, refused, taken back. */
export function useGridEdits<Row>({ rows, rowId, columns, onCommit }: EditsInput<Row>) {
  const [overlay, setOverlay] = useState<Overlay>(emptyOverlay);
  const stack = useRef<UndoStack>(emptyStack);
  const attempts = useRef(0);
  const byId = useMemo(() => new Map(rows.map((row) => [rowId(row), row])), [rows, rowId]);
  const latest = useRef({ byId, columns, onCommit, overlay });
  latest.current = { byId, columns, onCommit, overlay };

  const rowOf = useCallback((id: string): unknown => latest.current.byId.get(id), []);
  const valueIn = useCallback((id: string, columnId: string): CellValue => {
    const row = latest.current.byId.get(id);
    const column = latest.current.columns.find((one) => one.id === columnId);
    return row && column ? cellValue(column, row) : null;
  }, []);

  useEffect(() => {
    setOverlay((shown) => (shown.size ? dropFresh(shown, rowOf, valueIn) : shown));
  }, [byId]);

  /** What the cell shows: what was written last, else what the row says. */
  const shownValue = useCallback(
    (id: string, columnId: string): CellValue => {
      const pending = latest.current.overlay.get(id)?.get(columnId);
      return pending ? pending.value : valueIn(id, columnId);
    },
    [valueIn],
  );

  const send = useCallback(
    async (edits: readonly CellEdit[]): Promise<readonly CellResult[]> => {
      attempts.current += 1;
      const attempt = attempts.current;
      const sent = (edit: CellEdit): CellEdit => {
        const column = latest.current.columns.find(({ id }) => id === edit.columnId);
        return column?.type === "multiSelect" ? { ...edit, choices: choicesIn(edit.value) } : edit;
      };
      setOverlay((shown) => showEdits(shown, edits, attempt, rowOf));
      const results = await Promise.resolve(latest.current.onCommit?.(edits.map(sent))).then(
        (answer) => answer ?? [],
        (error: unknown) =>
          edits.map(({ rowId: id, columnId }) => ({ rowId: id, columnId, error: reasonOf(error) })),
      );
      setOverlay((shown) => dropFresh(settleEdits(shown, edits, results, attempt, rowOf), rowOf, valueIn));
      const refused = results.filter((result) => result.error);
      if (refused.length) announce(`${refused.length} not saved: ${refused[0]?.error}`);
      return refused;
    },
    [rowOf, valueIn],
  );

  /** What the cell comes back to: what was written last and not refused, else what the row keeps. */
  const standingValue = useCallback((id: string, columnId: string): CellValue => {
    const pending = latest.current.overlay.get(id)?.get(columnId);
    if (pending && pending.status !== "failed") return pending.value;
    const row = latest.current.byId.get(id);
    const column = latest.current.columns.find((one) => one.id === columnId);
    return row && column ? storedValue(column, row) : null;
  }, []);

  /**
   * Writes cells as one gesture. Values that break their column's rules, and texts that nobody could understand
   * (`refused`), stay in their cells with the reason and are not sent.
   */
  const write = useCallback(
    async (wanted: readonly Wanted[], refused: readonly Refusal[] = []): Promise<Done> => {
      const [good, wrong]: [CellEdit[], Refusal[]] = [[], [...refused]];
      const same: CellPlace[] = [];
      for (const one of wanted) {
        const row = latest.current.byId.get(one.rowId);
        const column = latest.current.columns.find((candidate) => candidate.id === one.columnId);
        if (!row || !column) continue;
        const error = checkValue(column, row, one.value);
        const previous = standingValue(one.rowId, one.columnId);
        if (error) wrong.push({ ...one, error });
        else if (plainText(column, previous) === plainText(column, one.value)) same.push(one);
        else good.push({ ...one, previous });
      }
      attempts.current += 1;
      const attempt = attempts.current;
      setOverlay((shown) => giveUp(showRefusals(shown, wrong, attempt), same));
      const gesture: Gesture = { id: attempt, edits: good, refused: wrong };
      stack.current = remember(stack.current, gesture);
      const failed = good.length === 0 ? [] : await send(good);
      stack.current = forget(stack.current, gesture, failed);
      return {
        gesture: attempt,
        written: good.length - failed.length,
        same: same.length,
        refused: wrong.length + failed.length,
      };
    },
    [send, standingValue],
  );

  const giveUpCells = useCallback(
    (cells: readonly CellPlace[]) => setOverlay((shown) => giveUp(shown, cells)),
    [],
  );

  /** Takes the last gesture back; of a given gesture, only while nothing was written since. */
  const stepBack = useCallback(
    (only?: number) => {
      const step = undo(stack.current);
      if (!step) return announce("Nothing to undo");
      if (only !== undefined && step.gesture.id !== only) {
        return toast({ title: "Something else was written since. Take that back first.", tone: "warn" });
      }
      stack.current = step.stack;
      const { edits, refused } = step.gesture;
      setOverlay((shown) => {
        const failed = new Set(failedCells(shown).map(placeKey));
        return giveUp(
          shown,
          refused.filter((cell) => failed.has(placeKey(cell))),
        );
      });
      announce(`Undone: ${formatCount(edits.length, "cell")}`);
      if (edits.length > 0) void send(edits);
    },
    [send],
  );

  const stepForward = useCallback(() => {
    const step = redo(stack.current);
    if (!step) return announce("Nothing to redo");
    stack.current = step.stack;
    if (step.gesture.edits.length > 0) void send(step.gesture.edits);
  }, [send]);

  return { overlay, shownValue, write, giveUpCells, stepBack, stepForward };
}

export type GridEdits = ReturnType<typeof useGridEdits>;
