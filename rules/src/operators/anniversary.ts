import { z } from "zod";
import { type Env, todayOf } from "../env.ts";
import { type Operator, operator, type Seen } from "./operator.ts";

const value = z.strictObject(
  {
    days: z
      .int({ error: "Give a whole number of days." })
      .min(0, "Give a number that is not negative.")
      .max(365, "Give at most 365 days."),
  },
  { error: "Give {days}." },
);

/** Month × 100 + day of the days whose anniversary falls on today or the `days` after it. 29 February counts on the 28th of other years. */
function monthDays(days: number, env: Env): number[] {
  const today = todayOf(env);
  const found = new Set<number>();
  for (let offset = 0; offset <= days; offset++) {
    const date = today.add({ days: offset });
    found.add(date.month * 100 + date.day);
    if (date.month === 2 && date.day === 28 && !date.inLeapYear) found.add(229);
  }
  return [...found];
}

/** The date, or the day of the instant where the company is. */
function dayOf(seen: Seen, env: Env): Temporal.PlainDate {
  if (seen instanceof Temporal.PlainDate) return seen;
  if (seen instanceof Temporal.Instant) return seen.toZonedDateTimeISO(env.timeZone).toPlainDate();
  throw new TypeError("A date or an instant was expected.");
}

/** Anniversaries of days that are past: the first comes a year after the day itself. */
export const anniversaryOperators: readonly Operator[] = [
  operator<{ days: number }>({
    id: "anniversary-within",
    label: "has its anniversary within",
    types: ["date", "instant"],
    editor: "days",
    value,
    usesClock: true,
    sql(operand, { days }, scope) {
      const { type, sql } = operand;
      const zone = () => scope.param(scope.env.timeZone, "text");
      const day = type === "instant" ? `((${sql}) AT TIME ZONE ${zone()})::date` : sql;
      const monthDay = `(extract(month FROM ${day})::int * 100 + extract(day FROM ${day})::int)`;
      const today = scope.param(todayOf(scope.env).toString(), "date");
      return `${day} < ${today} AND ${monthDay} = ANY(${scope.param(monthDays(days, scope.env), "int[]")})`;
    },
    evaluate(seen, { days }, env) {
      const day = dayOf(seen, env);
      const isPast = Temporal.PlainDate.compare(day, todayOf(env)) < 0;
      return isPast && monthDays(days, env).includes(day.month * 100 + day.day);
    },
    describe: (subject, { days }) =>
      `${subject} has its anniversary within ${days} ${days === 1 ? "day" : "days"}`,
  }),
];
