import { safeCellText } from "@perennial/contract";
import { plainText } from "./cell-text.ts";
import { cellValue, type GridColumn, isNumeric } from "./column.ts";

type Cell = string | number | boolean | null;

/** A column's values as a file has them: numbers as numbers, choices and people by their names, dates as `YYYY-MM-DD`. */
function cellOf<Row>(column: GridColumn<Row>, row: Row): Cell {
  const value = cellValue(column, row);
  if (value === null || value === "") return null;
  if (isNumeric(column.type)) return Number(value);
  if (typeof value === "number" || typeof value === "boolean" || column.type === "date") return value;
  return plainText(column, value);
}

/** Header and rows of a table. A column without a title of its own (a button) is left out. */
export function tableOf<Row>(
  columns: readonly GridColumn<Row>[],
  rows: readonly Row[],
): { header: string[]; rows: Cell[][] } {
  const shown = columns.filter(({ title }) => title !== "");
  return {
    header: shown.map(({ title }) => title),
    rows: rows.map((row) => shown.map((column) => cellOf(column, row))),
  };
}

/** CSV by RFC 4180, with the mark by which Excel knows UTF-8; no text of it is taken for a formula. */
export function csvOf({ header, rows }: ReturnType<typeof tableOf>): string {
  const field = (cell: Cell): string => {
    if (cell === null) return "";
    if (typeof cell === "boolean") return cell ? "yes" : "no";
    if (typeof cell === "number") return String(cell);
    const text = safeCellText(cell);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `\uFEFF${[header, ...rows].map((row) => row.map(field).join(",")).join("\r\n")}\r\n`;
}

/** An Excel workbook of one sheet. The writer is loaded when first asked for. */
async function xlsxOf(name: string, { header, rows }: ReturnType<typeof tableOf>): Promise<Blob> {
  const { writeXlsxStream } = await import("hucre/xlsx");
  const stream = writeXlsxStream(
    (async function* () {
      yield* rows;
    })(),
    { name: name.slice(0, 31), columns: header.map((title) => ({ header: title })), freezePane: { rows: 1 } },
  );
  return new Response(stream as ReadableStream).blob();
}

/** The table as a file to keep. */
export async function tableFile(
  name: string,
  table: ReturnType<typeof tableOf>,
  format: "csv" | "xlsx",
): Promise<Blob> {
  return format === "csv"
    ? new Blob([csvOf(table)], { type: "text/csv;charset=utf-8" })
    : xlsxOf(name, table);
}
