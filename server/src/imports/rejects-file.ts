import { sql } from "kysely";
import type { Db } from "../kernel/db.ts";
import type { StoredImport } from "./imports.sql.ts";

/** What stands before the original columns in a file of rejects. */
export const rejectColumns: readonly string[] = [
  "rejected line",
  "rejected column",
  "rejected value",
  "rejected because",
];

/** Whether a file is one of rejects that comes back repaired. */
export function isRejectsFile(columns: readonly string[]): boolean {
  return rejectColumns.every((name, at) => columns[at] === name);
}

type Stored = {
  line: number;
  problems: { column: string; value: string; reason: string }[];
  row_values: string[] | null;
  row_text: string | null;
};

const pageRows = 500;

/**
 * The rows an import refused as CSV, page by page: line, column, value, reason, then the original columns to repair. Cells
 * that a spreadsheet would take for a formula get an apostrophe in front, which importing the file again takes off.
 */
export async function* rejectsCsv(db: Db, stored: StoredImport): AsyncGenerator<string> {
  const columns = stored.inspection.columns
    .map(({ name }) => name)
    .filter((name) => !rejectColumns.includes(name));
  yield `${[...rejectColumns, ...columns].map(csvCell).join(",")}\r\n`;
  const skipped = stored.inspection.columns.length - columns.length;
  let after = 0;
  for (;;) {
    const { rows } = await sql<Stored>`
      select line, problems, row_values, row_text from import_rejects
       where import_id = ${stored.id} and line > ${after} order by line limit ${pageRows}
    `.execute(db);
    const last = rows.at(-1);
    if (!last) return;
    yield rows
      .map((row) => `${rejectCells(row, columns.length, skipped).map(csvCell).join(",")}\r\n`)
      .join("");
    after = last.line;
  }
}

function rejectCells(
  { line, problems, row_values, row_text }: Stored,
  width: number,
  skipped: number,
): string[] {
  const joined = (key: "column" | "value" | "reason") =>
    problems
      .map((problem) => problem[key])
      .filter(Boolean)
      .join("; ");
  const values = row_values?.slice(skipped) ?? Array.from({ length: width }, () => "");
  return [String(line), joined("column"), row_text ?? joined("value"), joined("reason"), ...values];
}

/** What a spreadsheet would run. A plain number with a sign is none. */
const formula = /^[=+\-@\t\r]/;
const signedNumber = /^[+-]?\d[\d.,]*%?$/;

/** A value as a cell of CSV that does no harm in a spreadsheet. */
export function csvCell(value: string): string {
  const safe = formula.test(value) && !signedNumber.test(value) ? `'${value}` : value;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The value that {@link csvCell} made harmless. */
export function fromSafeCell(value: string): string {
  return value.startsWith("'") && formula.test(value.slice(1)) ? value.slice(1) : value;
}
