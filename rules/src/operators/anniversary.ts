import { z } from "zod";
import { type Env, todayOf } from "../env.ts";
import { type Operator, operator } from "./operator.ts";

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

/** Anniversaries of dates that are past: the first comes a year after the day itself. */
export const anniversaryOperators: readonly Operator[] = [
  operator<{ days: number }>({
    id: "anniversary-within",
    label: "has its anniversary within",
    types: ["date"],
    editor: "days",
    value,
    usesClock: true,
    sql(operand, { days }, scope) {
      const monthDay = `(extract(month FROM ${operand.sql})::int * 100 + extract(day FROM ${operand.sql})::int)`;
      const today = scope.param(todayOf(scope.env).toString(), "date");
      return `${operand.sql} < ${today} AND ${monthDay} = ANY(${scope.param(monthDays(days, scope.env), "int[]")})`;
    },
    evaluate(seen, { days }, env) {
      if (!(seen instanceof Temporal.PlainDate)) throw new TypeError("A date was expected.");
      const isPast = Temporal.PlainDate.compare(seen, todayOf(env)) < 0;
      return isPast && monthDays(days, env).includes(seen.month * 100 + seen.day);
    },
    describe: (subject, { days }) =>
      `${subject} has its anniversary within ${days} ${days === 1 ? "day" : "days"}`,
  }),
];
