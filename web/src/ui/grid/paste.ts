import { formatCount } from "../format.ts";
import { toast } from "../toast.tsx";
import { checkText, parseText, plainText } from "./cell-text.ts";
import { type CellValue, cellValue, type GridColumn, isEditable } from "./column.ts";
import type { Cell } from "./range.ts";
import type { Refusal } from "./use-grid-edits.ts";

type Place<Row> = { row: Row; id: string; column: GridColumn<Row> };
type TextsPlan = {
  values: { rowId: string; columnId: string; value: CellValue }[];
  refused: Refusal[];
  /** Cells of columns that nobody edits here: a block copied from the whole table brings them along. */
  left: number;
};

/** What becomes of texts in their cells: a value, a reason why not, or nothing where the column is only shown. */
export function planTexts<Row>(
  wanted: readonly { cell: Cell; text: string }[],
  at: (cell: Cell) => Place<Row> | null,
  today: Temporal.PlainDate,
): TextsPlan {
  const plan: TextsPlan = { values: [], refused: [], left: 0 };
  for (const { cell, text } of wanted) {
    const place = at(cell);
    if (!place) continue;
    const { row, id: rowId, column } = place;
    const isLocked = !isEditable(column, row);
    const lock = isLocked ? column.locked?.(row) : undefined;
    if (isLocked && (!lock || saysTheSame(column, row, text, today))) plan.left += 1;
    else {
      const read = lock ? { error: lock } : checkText(column, row, text, today);
      if ("error" in read) plan.refused.push({ rowId, columnId: column.id, value: text, error: read.error });
      else plan.values.push({ rowId, columnId: column.id, value: read.value });
    }
  }
  return plan;
}

/** Whether a text is what the cell says already: no loss when it is not written. */
function saysTheSame<Row>(
  column: GridColumn<Row>,
  row: Row,
  text: string,
  today: Temporal.PlainDate,
): boolean {
  const value = cellValue(column, row);
  const read = parseText(column, text, today);
  const said = "value" in read ? plainText(column, read.value) : text.trim();
  return said === plainText(column, value);
}

type Report = { gesture: number; written: number; same: number; refused: number; left: number };

/** What became of a gesture, in words. */
export function wordsOf({ written, same, refused, left }: Report): string[] {
  return [
    `${formatCount(written, "cell")} written`,
    ...(refused ? [`${formatCount(refused, "cell")} not taken, marked with the reason`] : []),
    ...(same ? [`${formatCount(same, "cell")} said so already`] : []),
    ...(left ? [`${formatCount(left, "cell")} cannot be edited here`] : []),
  ];
}

/** Tells what became of a pasted block; `rowsOver` of its rows reach past the end of the table. */
export function tellPaste(report: Report, rowsOver: number, undo: (gesture: number) => void): void {
  const [title = "", ...more] = wordsOf(report);
  const over =
    rowsOver > 0
      ? [`${formatCount(rowsOver, "row")} of the block reach past the end of the table and were left out`]
      : [];
  const detail = [...more, ...over].join(" · ");
  toast({
    title: `Pasted: ${title}`,
    tone: report.refused || over.length ? "warn" : "good",
    ...(detail ? { detail } : {}),
    ...(report.written || report.refused ? { undo: () => undo(report.gesture) } : {}),
  });
}
