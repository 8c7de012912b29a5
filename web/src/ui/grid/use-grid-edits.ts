import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { announce } from "../announce.tsx";
import { checkValue } from "./cell-text.ts";
import { type CellValue, cellValue, type GridColumn } from "./column.ts";
import {
  type CellEdit,
  type CellResult,
  emptyStack,
  forget,
  redo,
  remember,
  type UndoStack,
  undo,
} from "./edit.ts";
import {
  dropFresh,
  emptyOverlay,
  giveUp,
  type Overlay,
  settleEdits,
  showEdits,
  showRefusal,
} from "./overlay.ts";

export type Commit = (edits: CellEdit[]) => Promise<readonly CellResult[] | undefined> | Promise<void>;

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
      setOverlay((shown) => showEdits(shown, edits, attempt, rowOf));
      const results = await Promise.resolve(latest.current.onCommit?.([...edits])).then(
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

  /** Writes cells as one gesture. Values that break their column's rules stay in the cell with the reason and are not sent. */
  const write = useCallback(
    (wanted: readonly Omit<CellEdit, "previous">[]) => {
      const good: CellEdit[] = [];
      for (const one of wanted) {
        const row = latest.current.byId.get(one.rowId);
        const column = latest.current.columns.find((candidate) => candidate.id === one.columnId);
        if (!row || !column) continue;
        const edit = { ...one, previous: valueIn(one.rowId, one.columnId) };
        const error = checkValue(column, row, one.value);
        if (error) setOverlay((shown) => showRefusal(shown, edit, error, ++attempts.current));
        else if (shownValue(one.rowId, one.columnId) !== one.value) {
          good.push({ ...edit, previous: shownValue(one.rowId, one.columnId) });
        } else setOverlay((shown) => giveUp(shown, one.rowId, one.columnId));
      }
      if (good.length === 0) return;
      stack.current = remember(stack.current, good);
      void send(good).then((refused) => {
        stack.current = forget(stack.current, good, refused);
      });
    },
    [send, shownValue, valueIn],
  );

  /** Shows a text that cannot be understood in its cell, with the reason. */
  const refuse = useCallback(
    (id: string, columnId: string, text: string, error: string) => {
      const edit = { rowId: id, columnId, value: text, previous: valueIn(id, columnId) };
      setOverlay((shown) => showRefusal(shown, edit, error, ++attempts.current));
    },
    [valueIn],
  );

  const giveUpCell = useCallback(
    (id: string, columnId: string) => setOverlay((shown) => giveUp(shown, id, columnId)),
    [],
  );

  const stepBack = useCallback(() => {
    const step = undo(stack.current);
    if (!step) return announce("Nothing to undo");
    stack.current = step.stack;
    announce(`Undone: ${step.edits.length === 1 ? "1 cell" : `${step.edits.length} cells`}`);
    void send(step.edits);
  }, [send]);

  const stepForward = useCallback(() => {
    const step = redo(stack.current);
    if (!step) return announce("Nothing to redo");
    stack.current = step.stack;
    void send(step.edits);
  }, [send]);

  return { overlay, shownValue, write, refuse, giveUpCell, stepBack, stepForward };
}

export type GridEdits = ReturnType<typeof useGridEdits>;
