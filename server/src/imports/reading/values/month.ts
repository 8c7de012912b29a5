import { type DateReading, readDate } from "./date.ts";
import { fullYear, monthOfName } from "./date-pattern.ts";
import type { Parsed } from "./parsed.ts";

const forms = [
  /^(?<year>\d{4})[-/.]?(?<month>\d{2})$/,
  /^(?<year>\d{4})[-/.](?<month>\d{1,2})$/,
  /^(?<month>\d{1,2})[-/.](?<year>\d{4})$/,
  /^(?<name>\p{L}+)\.?[-\s/,']*(?<year>\d{4}|\d{2})$/u,
  /^(?<year>\d{4})[-\s/,]*(?<name>\p{L}+)\.?$/u,
];

/** Reads a month as its first day: `2024-03`, `202403`, `03/2024`, `Mar 2024`, `March-24`, or any date within it. */
export function readMonth(raw: string, reading: DateReading): Parsed<string> {
  const parts = monthParts(raw.trim());
  if (parts) return { value: `${parts.year}-${String(parts.month).padStart(2, "0")}-01` };
  const date = readDate(raw, reading);
  if ("reason" in date) return { reason: date.reason === "is not a date" ? "is not a month" : date.reason };
  return { value: `${date.value.slice(0, 7)}-01` };
}

/** The year and month of a text that names a month and no day. */
export function monthParts(text: string): { year: number; month: number } | undefined {
  for (const form of forms) {
    const groups = form.exec(text)?.groups;
    if (!groups) continue;
    const year = fullYear(groups.year ?? "");
    const month = groups.name === undefined ? Number(groups.month) : monthOfName(groups.name);
    if (month !== undefined && month >= 1 && month <= 12 && year >= 1900 && year <= 2199)
      return { year, month };
  }
  return undefined;
}
