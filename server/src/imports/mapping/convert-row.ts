import type { ValueType } from "../fields/import-field.ts";
import { plainWord, translateWord, type Words } from "../fields/words.ts";
import { isAbsent } from "../reading/values/absent.ts";
import { readBoolean } from "../reading/values/boolean.ts";
import { readDate } from "../reading/values/date.ts";
import { readNumber } from "../reading/values/decimal.ts";
import { readInstant } from "../reading/values/instant.ts";
import { readMonth } from "../reading/values/month.ts";
import type { Parsed } from "../reading/values/parsed.ts";
import { type ColumnPlan, type ImportPlan, targetName, targetType } from "./import-plan.ts";

/**
 * A value as commands take it: numbers as exact decimal strings, dates `YYYY-MM-DD`, months as their first day, instants
 * RFC 3339 in UTC; null where the cell is empty.
 */
export type Cell = string | boolean | string[] | null;

/** A cell that could not be read: where, what stands there, and why. */
export type CellProblem = { column: string; field: string; value: string; reason: string };

/** A row by fields, and by slugs of traits, properties or metrics. A row with problems must not be imported. */
export type ConvertedRow = {
  fields: Record<string, Cell>;
  others: Record<string, Cell>;
  problems: CellProblem[];
};

/** Constants are written by whoever writes the map: plainly. */
const plainReading: Pick<ColumnPlan, "dates" | "numbers"> = { dates: { order: "dmy" }, numbers: "point" };

/** Reads every cell of a row by the plan. `timeZone` is the company's, for instants without a zone. */
export function convertRow(plan: ImportPlan, values: readonly string[], timeZone: string): ConvertedRow {
  const row: ConvertedRow = { fields: {}, others: {}, problems: [] };
  for (const { field, value } of plan.constants) {
    const { type, words } = field;
    const cell = readCell({ type, value, ...plainReading, timeZone, ...(words && { words }) });
    if ("value" in cell) row.fields[field.field] = cell.value;
    else row.problems.push({ column: "", field: field.field, value, reason: cell.reason });
  }
  for (const column of plan.columns) {
    const raw = values[column.at] ?? "";
    const name = targetName(column.target);
    const cell = readColumnCell(column, raw, timeZone);
    if ("reason" in cell) {
      row.problems.push({ column: column.column, field: name, value: raw, reason: cell.reason });
    } else if (column.target.kind === "other") {
      row.others[name] = cell.value;
    } else if (cell.value !== null || row.fields[name] === undefined) {
      row.fields[name] = cell.value;
    }
  }
  return row;
}

function readColumnCell(column: ColumnPlan, raw: string, timeZone: string): Parsed<Cell> {
  const { target, dates, numbers, words } = column;
  const translated = words.size === 0 ? undefined : words.get(plainWord(raw));
  if (translated === null) return { value: null };
  const type = targetType(target);
  const own = target.kind === "field" ? target.field.words : undefined;
  return readCell({ type, value: translated ?? raw, dates, numbers, timeZone, ...(own && { words: own }) });
}

const wordy: readonly ValueType[] = ["text", "long-text", "text-list", "url"];

type Reading = Pick<ColumnPlan, "dates" | "numbers"> & {
  type: ValueType;
  value: string;
  timeZone: string;
  words?: Words;
};

function readCell({ type, value, dates, numbers, timeZone, words }: Reading): Parsed<Cell> {
  const text = value.trim();
  if (text === "" || (!wordy.includes(type) && isAbsent(text))) return { value: null };
  switch (type) {
    case "number":
    case "currency":
    case "percentage":
    case "integer":
      return numberCell(text, numbers, type === "integer");
    case "boolean":
      return readBoolean(text);
    case "date":
      return readDate(text, dates);
    case "month":
      return readMonth(text, dates);
    case "instant":
      return readInstant(text, dates, timeZone);
    case "email":
      return /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(text)
        ? { value: text.toLowerCase() }
        : { reason: "is not an e-mail address" };
    case "text-list":
      return { value: text.split(/[,;\n|]/).flatMap((part) => part.trim() || []) };
    case "select":
      return words ? wordCell(text, words) : { value: text };
    default:
      return { value: text };
  }
}

function numberCell(text: string, format: ColumnPlan["numbers"], isWhole: boolean): Parsed<string> {
  const read = readNumber(text, format);
  if ("reason" in read) return read;
  if (isWhole && read.value.decimal.includes(".")) return { reason: "is not a whole number" };
  return { value: read.value.decimal };
}

function wordCell(text: string, words: Words): Parsed<string> {
  const own = translateWord(words, text);
  if (own !== undefined) return { value: own };
  return {
    reason: `is none of ${Object.keys(words).join(", ")}; say which it means under “values” in the map`,
  };
}
