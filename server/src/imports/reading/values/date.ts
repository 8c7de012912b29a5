import {
  afterDate,
  type DateParts,
  type DatePattern,
  monthOfName,
  type WrittenParts,
  writtenParts,
} from "./date-pattern.ts";
import type { Parsed } from "./parsed.ts";

/** Whether a column writes 3/4/2024 with the day or the month first; `mixed` when its values contradict each other. */
export type DateOrder = "dmy" | "mdy" | "mixed";

/** How a column's dates are read: by the map's pattern if there is one, else by the order its values showed. */
export type DateReading = { order: DateOrder; pattern?: DatePattern };

/** What one date says about its column: `same` is 3/3/2024, which reads alike both ways. */
export type DateEvidence = "clear" | "dmy" | "mdy" | "same" | "unclear";

const yearFirst = new RegExp(
  `^(?<year>\\d{4})(?<mark>[-/.])(?<month>\\d{1,2})\\k<mark>(?<day>\\d{1,2})${afterDate}`,
  "i",
);
const compact = /^(?<year>(?:19|20|21)\d{2})(?<month>\d{2})(?<day>\d{2})$/;
const yearLast = new RegExp(
  `^(?<a>\\d{1,2})(?<mark>[-/.])(?<b>\\d{1,2})\\k<mark>(?<year>\\d{4}|\\d{2})${afterDate}`,
  "i",
);
const dayName = "(?:\\p{L}+\\.?,?\\s+)?";
const dayMonthName = new RegExp(
  `^${dayName}(?<day>\\d{1,2})(?:st|nd|rd|th)?[-\\s.]+(?<monthName>\\p{L}+)\\.?[-\\s,]+(?<year>\\d{4}|\\d{2})${afterDate}`,
  "iu",
);
const monthNameDay = new RegExp(
  `^${dayName}(?<monthName>\\p{L}+)\\.?\\s+(?<day>\\d{1,2})(?:st|nd|rd|th)?,?\\s+(?<year>\\d{4})${afterDate}`,
  "iu",
);
/** Days since 1899-12-30, as Excel counts them: five digits are the years 1927 to 2173. */
const serial = /^(?<days>[1-9]\d{4})(?:\.(?<part>\d+))?$/;

/** A date as it is written, and what it says about its column. */
export type WrittenDate = WrittenParts & { evidence: DateEvidence };

/** What a date's own digits say about the order of day and month. Undefined when it is no date. */
export function dateEvidence(raw: string): DateEvidence | undefined {
  return writtenDate(raw, "mixed")?.evidence;
}

/** Excel's day number, or nothing; asked only where a date is expected, for it looks like any number. */
export function excelSerialParts(raw: string): DateParts | undefined {
  const groups = serial.exec(raw.trim())?.groups;
  if (!groups) return undefined;
  const { year, month, day } = Temporal.PlainDate.from("1899-12-30").add({ days: Number(groups.days) });
  if (groups.part === undefined) return { year, month, day };
  const seconds = Math.round(Number(`0.${groups.part}`) * 86_400) % 86_400;
  return {
    year,
    month,
    day,
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
  };
}

/** Takes a written date apart; 3/4/2024 by the column's order, and in a `mixed` column only as evidence. */
export function writtenDate(raw: string, order: DateOrder): WrittenDate | undefined {
  const text = raw.trim();
  const clear = (yearFirst.exec(text) ?? compact.exec(text))?.groups;
  if (clear) return written(clear, { month: Number(clear.month), day: Number(clear.day) }, "clear");
  const named = (dayMonthName.exec(text) ?? monthNameDay.exec(text))?.groups;
  if (named) {
    const month = monthOfName(named.monthName ?? "");
    return month === undefined ? undefined : written(named, { month, day: Number(named.day) }, "clear");
  }
  const groups = yearLast.exec(text)?.groups;
  if (!groups) return undefined;
  const a = Number(groups.a);
  const b = Number(groups.b);
  const evidence = evidenceOf(a, b, groups.mark);
  if (!evidence) return undefined;
  const isDayFirst = order === "mixed" ? evidence !== "mdy" : order === "dmy";
  return written(groups, isDayFirst ? { day: a, month: b } : { day: b, month: a }, evidence);
}

/** Dots stand in dates of the day-first world only; otherwise a number above twelve tells. */
function evidenceOf(a: number, b: number, mark: string | undefined): DateEvidence | undefined {
  if (a > 31 || b > 31 || (a > 12 && b > 12)) return undefined;
  if (a > 12) return "dmy";
  if (b > 12) return "mdy";
  if (a === b) return "same";
  return mark === "." ? "dmy" : "unclear";
}

function written(
  groups: Record<string, string | undefined>,
  at: { month: number; day: number },
  evidence: DateEvidence,
): WrittenDate {
  return { ...writtenParts(groups, at), evidence };
}

/** Finds the written date in a text by the column's reading: the map's pattern, then clear forms, then the order. */
export function findDate(raw: string, { order, pattern }: DateReading): Parsed<WrittenDate> {
  const byPattern = pattern?.read(raw);
  if (byPattern) return { value: { ...byPattern, evidence: "clear" } };
  const serialParts = excelSerialParts(raw);
  if (serialParts) return { value: { parts: serialParts, evidence: "clear" } };
  const found = writtenDate(raw, order);
  if (!found) return { reason: "is not a date" };
  const { evidence } = found;
  if (evidence === "clear") return { value: found };
  if (pattern) return { reason: `is not written as ${pattern.format}` };
  if (order === "mixed" && evidence === "unclear") {
    return { reason: "is unclear: the column has both day and month first, and this could be either" };
  }
  if (order !== "mixed" && (evidence === "dmy" || evidence === "mdy") && evidence !== order) {
    return { reason: `does not fit the other dates of the column, which are written ${orderExample[order]}` };
  }
  return { value: found };
}

export const orderExample = { dmy: "dd/MM/yyyy", mdy: "MM/dd/yyyy" } as const;

/** Reads a calendar date (`YYYY-MM-DD`). A time behind it is left out; a day that does not exist is refused. */
export function readDate(raw: string, reading: DateReading): Parsed<string> {
  const found = findDate(raw, reading);
  if ("reason" in found) return found;
  const { year, month, day } = found.value.parts;
  return plainDate({ year, month, day });
}

/** The date of three numbers, or why there is none. Years outside 1900–2199 are taken for slips of the pen. */
export function plainDate(parts: { year: number; month: number; day: number }): Parsed<string> {
  if (parts.year < 1900 || parts.year > 2199)
    return { reason: `has the year ${parts.year}, which looks mistyped` };
  try {
    return { value: Temporal.PlainDate.from(parts, { overflow: "reject" }).toString() };
  } catch {
    return { reason: "is a day that does not exist" };
  }
}
