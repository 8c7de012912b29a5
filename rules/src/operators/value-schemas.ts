import { z } from "zod";
import type { FieldType } from "../catalog.ts";
import { limits } from "../limits.ts";
import { compareDecimals, isDecimal } from "../values/decimal.ts";

/** Types that hold one text. */
export const textTypes: readonly FieldType[] = ["text", "long-text", "url", "email"];
/** Types that hold one number. */
export const numberTypes: readonly FieldType[] = ["number", "integer", "currency", "percentage", "score"];

const control = "\u0000";

/** Text that PostgreSQL can hold: no NUL, no half of a surrogate pair. */
export const textValue = z
  .string({ error: "Give a text." })
  .min(1, "Give a text; to ask for a missing value use “is-empty”.")
  .max(limits.textLength, `Give at most ${limits.textLength} characters.`)
  .refine(
    (text) => !text.includes(control) && text.isWellFormed(),
    "Remove the characters that are not text.",
  );

export const textListValue = z
  .array(textValue, { error: "Give a list of texts." })
  .min(1, "Give at least one value.")
  .max(limits.listLength, `Give at most ${limits.listLength} values.`);

/** A number, or a decimal string where a float would round (`"1240000.10"`). */
export const decimalValue = z
  .union(
    [z.number(), z.string().regex(/^-?\d{1,30}(\.\d{1,20})?$/, "Give a number, such as 1200 or “1200.50”.")],
    {
      error: "Give a number, such as 1200 or “1200.50”.",
    },
  )
  .refine(isDecimal, "Give a finite number.");

export const decimalRangeValue = z
  .strictObject({ from: decimalValue, to: decimalValue }, { error: "Give {from, to}." })
  .refine(({ from, to }) => !isDecimal(from) || !isDecimal(to) || compareDecimals(from, to) <= 0, {
    error: "“from” must not be above “to”.",
  });

/** A calendar date of the years 1 to 9999. */
export const dateValue = z
  .string({ error: "Give a date as YYYY-MM-DD." })
  .regex(/^\d{4}-\d{2}-\d{2}$/, "Give a date as YYYY-MM-DD.")
  .refine(isCalendarDate, "Give a date that exists, as YYYY-MM-DD.");

export const dateRangeValue = z
  .strictObject({ from: dateValue, to: dateValue }, { error: "Give {from, to}." })
  .refine(({ from, to }) => from <= to, { error: "“from” must not be after “to”." });

const dayUnits = ["days", "weeks", "months", "quarters"] as const;
const mostOfUnit = { hours: limits.windowHours, days: 36_500, weeks: 5_200, months: 1_200, quarters: 400 };

export type Duration = { count: number; unit: keyof typeof mostOfUnit };

const durationIn = <Unit extends Duration["unit"]>(unit: z.ZodType<Unit>) =>
  z
    .strictObject(
      { count: z.int({ error: "Give a whole number." }).min(0, "Give a number that is not negative."), unit },
      { error: "Give {count, unit}, such as {“count”: 90, “unit”: “days”}." },
    )
    .refine(({ count, unit }) => count <= mostOfUnit[unit], {
      error: ({ input }) =>
        (input as Duration).unit === "hours"
          ? `Give at most ${limits.windowHours} hours; what reaches further back is asked in days.`
          : "Give at most 100 years.",
    });

/** So many days, weeks, months or quarters. */
export const durationValue: z.ZodType<Duration> = durationIn(
  z.enum(dayUnits, {
    error: ({ input }) =>
      input === "hours"
        ? "A calendar date has no hour, so only instants are asked about in hours. Use days, weeks, months or quarters."
        : "Use days, weeks, months or quarters.",
  }),
);

/** The same, or so many hours. */
export const hoursOrDurationValue: z.ZodType<Duration> = durationIn(
  z.enum(["hours", ...dayUnits], { error: "Use hours, days, weeks, months or quarters." }),
);

/** The identity of a record: a UUID in lower case. */
export const referenceValue = z
  .string()
  .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, "Give the record's id.")
  .transform((id) => id.toLowerCase());

export const referenceListValue = z
  .array(referenceValue, { error: "Choose at least one: a list of ids." })
  .min(1, "Give at least one id.")
  .max(limits.listLength, `Give at most ${limits.listLength} values.`);

function isCalendarDate(text: string): boolean {
  try {
    return Temporal.PlainDate.from(text, { overflow: "reject" }).year > 0;
  } catch {
    return false;
  }
}
