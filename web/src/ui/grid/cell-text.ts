import { timeZone } from "../clock.ts";
import type { Option } from "../option-list.tsx";
import { type CellValue, currencyOf, type GridColumn } from "./column.ts";
import { parseDate } from "./date-text.ts";
import { instantText, parseInstant } from "./instant-text.ts";
import { choicesIn, joinChoices } from "./multi-value.ts";

/** What was typed or pasted, understood; or why not. */
export type Parsed = { value: CellValue } | { error: string };

const factors: Record<string, bigint> = { "": 1n, k: 1_000n, m: 1_000_000n, b: 1_000_000_000n };

/**
 * `$96,000`, `96k`, `1.2M`, `(500)`, `−500`, `1.234,56` → a plain decimal string. Undefined when it is no number. One point is
 * a decimal point, one comma before three digits parts thousands.
 */
export function parseDecimal(text: string): string | undefined {
  const plain = text
    .replaceAll("−", "-")
    .replace(/[\s\u00a0\u202f'’$€£¥]/g, "")
    .replace(/^[A-Za-z]{3}(?=[\d.-])|(?<=\d)[A-Z]{3}$/g, "");
  const negative = /^\(.*\)$/.test(plain);
  const pointed = plain.replace(/[\d.,]*[.,][\d.,]*/, withPoint);
  const match = /^([+-]?)(\d*)(?:\.(\d*))?([kmb]?)$/i.exec(negative ? pointed.slice(1, -1) : pointed);
  if (!match || (!match[2] && !match[3])) return undefined;
  const fraction = match[3] ?? "";
  const factor = factors[(match[4] ?? "").toLowerCase()] ?? 1n;
  const digits = BigInt(`${match[2] || "0"}${fraction}`) * factor;
  const padded = String(digits).padStart(fraction.length + 1, "0");
  const whole = fraction ? padded.slice(0, -fraction.length) : padded;
  const rest = fraction ? padded.slice(-fraction.length).replace(/0+$/, "") : "";
  const sign = (negative || match[1] === "-") && digits !== 0n ? "-" : "";
  return `${sign}${whole}${rest && `.${rest}`}`;
}

const thousands = /^[1-9]\d{0,2}(,\d{2,3})*,\d{3}(\.\d*)?$/;
const thousandsByPoints = /^[1-9]\d{0,2}(\.\d{3})*(,\d*)?$/;

/** Digits with a decimal point alone; as they are where it cannot be told what their commas and points mean. */
function withPoint(digits: string): string {
  if (thousands.test(digits)) return digits.replaceAll(",", "");
  const isByPoints = thousandsByPoints.test(digits) && /,|\..*\./.test(digits);
  if (isByPoints) return digits.replaceAll(".", "").replace(",", ".");
  return /^\d*,\d*$/.test(digits) ? digits.replace(",", ".") : digits;
}

const dollars = ["USD", "AUD", "CAD", "HKD", "MXN", "NZD", "SGD", "TWD", "BRL", "CLP", "COP", "ARS"];
const symbols: readonly [string, readonly string[]][] = [
  ["$", dollars],
  ["€", ["EUR"]],
  ["£", ["GBP"]],
  ["¥", ["JPY", "CNY"]],
];

/** The sign or code of a currency that an amount is written in and its column is not. */
function otherCurrency(text: string, currency: string): string | undefined {
  const code = /^([A-Za-z]{3})\s*[\d.(−-]|\d\s*([A-Z]{3})$/.exec(text);
  const named = (code?.[1] ?? code?.[2])?.toUpperCase();
  if (named !== undefined) return named === currency ? undefined : named;
  return symbols.find(([sign, codes]) => text.includes(sign) && !codes.includes(currency))?.[0];
}

function parseOption(options: readonly Option[], text: string): Parsed {
  const wanted = text.trim().toLowerCase();
  const found = options.find(
    (option) =>
      option.isOffered !== false &&
      (option.label.toLowerCase() === wanted || option.value.toLowerCase() === wanted),
  );
  return found ? { value: found.value } : { error: `“${text.trim()}” is not one of the choices` };
}

/** `Chat; Phone`, as several choices are copied, typed or kept in a spreadsheet. */
function parseChoices(options: readonly Option[], text: string): Parsed {
  const chosen: string[] = [];
  for (const part of text.split(/[;,\n]/)) {
    if (part.trim() === "") continue;
    const parsed = parseOption(options, part);
    if ("error" in parsed) return parsed;
    if (!chosen.includes(String(parsed.value))) chosen.push(String(parsed.value));
  }
  return { value: joinChoices(chosen) };
}

function parsePercent(text: string): Parsed {
  const hasSign = text.includes("%");
  const number = parseDecimal(text.replace("%", ""));
  if (number === undefined) return { error: "Write a percentage, such as 44 or 44 %" };
  // A bare fraction such as 0.44, as spreadsheets copy it, means 44 %; 44 and 44 % mean the same.
  const size = Number(number);
  return {
    value:
      !hasSign && Math.abs(size) <= 1 && number.includes(".") ? size : Number((size / 100).toPrecision(12)),
  };
}

/** Understands a text for a column, as typed or as another program copied it. */
export function parseText<Row>(column: GridColumn<Row>, text: string, today: Temporal.PlainDate): Parsed {
  if (column.type === "text" || column.type === "longText") return { value: text === "" ? null : text };
  const trimmed = text.trim();
  if (trimmed === "" || trimmed === "–") return { value: null };
  switch (column.type) {
    case "number": {
      const number = parseDecimal(trimmed);
      return number === undefined ? { error: "Write a number" } : { value: Number(number) };
    }
    case "money": {
      const other = typeof column.currency === "string" ? otherCurrency(trimmed, column.currency) : undefined;
      if (other !== undefined) return { error: `Write the amount in ${column.currency}, not in ${other}` };
      const amount = parseDecimal(trimmed);
      if (amount === undefined) return { error: "Write an amount, such as 96,000 or 96k" };
      return /^-?\d{1,15}(\.\d{1,4})?$/.test(amount)
        ? { value: amount }
        : { error: "Write an amount of at most 15 digits, with at most four after the point" };
    }
    case "percent":
      return parsePercent(trimmed);
    case "date": {
      const date = parseDate(trimmed, today);
      return date ? { value: date } : { error: "Write a date, such as 2027-03-12 or 12 Mar 2027" };
    }
    case "select":
    case "teammate":
      return parseOption(column.options, trimmed);
    case "multiSelect":
      return parseChoices(column.options, trimmed);
    case "instant": {
      const at = parseInstant(trimmed, today, timeZone());
      return at ? { value: at } : { error: "Write a day and a time, such as 2027-03-12 14:30" };
    }
    case "record": {
      const id = column.nameOf(trimmed) === undefined ? column.idOf(trimmed) : trimmed;
      return id ? { value: id } : { error: `Choose “${trimmed}” from the list: type a part of its name` };
    }
    case "boolean":
      return /^(true|yes|y|1|x|✓)$/i.test(trimmed)
        ? { value: true }
        : /^(false|no|n|0|-)$/i.test(trimmed)
          ? { value: false }
          : { error: "Write yes or no" };
    default:
      return { error: "This cell cannot be edited" };
  }
}

/** Understands a text and checks it against the column's own rules. */
export function checkText<Row>(
  column: GridColumn<Row>,
  row: Row,
  text: string,
  today: Temporal.PlainDate,
): Parsed {
  const ofRow = column.type === "money" ? { ...column, currency: currencyOf(column, row) } : column;
  const parsed = parseText(ofRow, text, today);
  if ("error" in parsed) return parsed;
  const error = checkValue(column, row, parsed.value);
  return error ? { error } : parsed;
}

/** What is wrong with a value in a cell, by the column's own rules. */
export function checkValue<Row>(column: GridColumn<Row>, row: Row, value: CellValue): string | undefined {
  if (column.required && (value === null || value === "")) return `${column.title} cannot be empty`;
  return column.validate?.(value, row);
}

/** A value as text for copying and for editing: exact, and read back by `parseText` to the same value. */
export function plainText<Row>(column: GridColumn<Row>, value: CellValue): string {
  if (value === null) return "";
  if (column.type === "percent" && !Number.isNaN(Number(value)))
    return `${Number((Number(value) * 100).toPrecision(12))}%`;
  if (column.type === "boolean") return value === true ? "TRUE" : "FALSE";
  if (column.type === "select" || column.type === "teammate") {
    return column.options.find((option) => option.value === value)?.label ?? String(value);
  }
  if (column.type === "multiSelect") {
    const chosen = choicesIn(value);
    const labels = chosen.map((one) => column.options.find(({ value: of }) => of === one)?.label ?? one);
    return chosen.length === 0 ? String(value) : labels.join("; ");
  }
  if (column.type === "record") return column.nameOf(String(value)) ?? String(value);
  if (column.type === "instant") return instantOr(String(value));
  if (column.type === "money") return String(value).replace(/\.0+$/, "");
  return String(value);
}

/** A text that was refused stays as it was typed. */
function instantOr(value: string): string {
  try {
    return instantText(value, timeZone());
  } catch {
    return value;
  }
}
