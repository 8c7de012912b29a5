import { z } from "zod";
import type { FieldType } from "../catalog.ts";
import { type Env, todayOf } from "../env.ts";
import {
  type DayRange,
  dateIsIn,
  dateText,
  instantIsIn,
  instantText,
  startOfDay,
} from "../values/day-range.ts";
import { type Period, periodRange, periods } from "../values/period.ts";
import { type Operator, operator, type Seen, type SqlOperand, type SqlScope } from "./operator.ts";
import { type Duration, dateRangeValue, dateValue, durationValue } from "./value-schemas.ts";

const types: readonly FieldType[] = ["date", "instant"];

/**
 * Every comparison of dates and instants is a range of whole days. Its bounds are computed here, once for both interpreters
 * (daylight saving included), and SQL only compares with them.
 */
interface DayTest<Value> extends Pick<Operator<Value>, "id" | "label" | "editor" | "usesClock" | "describe"> {
  value?: z.ZodType<Value>;
  range(value: Value, env: Env): DayRange;
}

function rangeSql(operand: SqlOperand, range: DayRange, scope: SqlScope): string {
  const bound = (date: Temporal.PlainDate): string =>
    operand.type === "date"
      ? scope.param(dateText(date), "date")
      : scope.param(instantText(startOfDay(date, scope.env)), "timestamptz");
  const tests: string[] = [];
  if (range.from !== undefined) tests.push(`${operand.sql} >= ${bound(range.from)}`);
  if (range.until !== undefined) tests.push(`${operand.sql} < ${bound(range.until)}`);
  return tests.join(" AND ");
}

function isIn(seen: Seen, range: DayRange, env: Env): boolean {
  if (seen instanceof Temporal.PlainDate) return dateIsIn(seen, range);
  if (seen instanceof Temporal.Instant) return instantIsIn(seen, range, env);
  throw new TypeError("A date or an instant was expected.");
}

function dayOperator<Value>(test: DayTest<Value>): Operator {
  const { range, ...known } = test;
  return operator<Value>({
    ...known,
    types,
    sql: (operand, value, scope) => rangeSql(operand, range(value, scope.env), scope),
    evaluate: (seen, value, env) => isIn(seen, range(value, env), env),
  });
}

/** Today and the date so far from it; a month ends on its last day where the day is absent. */
function away(duration: Duration, direction: 1 | -1, env: Env): Temporal.PlainDate {
  const count = duration.count * direction;
  const unit = duration.unit === "quarters" ? "months" : duration.unit;
  return todayOf(env).add({ [unit]: duration.unit === "quarters" ? count * 3 : count });
}

function readable({ count, unit }: Duration): string {
  return `${count} ${count === 1 ? unit.slice(0, -1) : unit}`;
}

const nextDay = (date: string): Temporal.PlainDate => Temporal.PlainDate.from(date).add({ days: 1 });
const plain = (date: string): Temporal.PlainDate => Temporal.PlainDate.from(date);

const absolute = (id: string, label: string, range: (date: string) => DayRange): Operator =>
  dayOperator<string>({
    id,
    label,
    editor: "date",
    value: dateValue,
    range,
    describe: (subject, date) => `${subject} ${label} ${date}`,
  });

const relative = (
  id: string,
  words: [string, string],
  range: (duration: Duration, env: Env) => DayRange,
): Operator =>
  dayOperator<Duration>({
    id,
    label: words.join(" … ").trim(),
    editor: "duration",
    value: durationValue,
    usesClock: true,
    range,
    describe: (subject, duration) => `${subject} ${words[0]} ${readable(duration)} ${words[1]}`.trim(),
  });

const period = z.strictObject(
  {
    which: z.enum(["last", "this", "next"], { error: "Use last, this or next." }),
    period: z.enum(periods, { error: `Use ${periods.join(", ")}.` }),
  },
  { error: "Give {which, period}, such as {“which”: “this”, “period”: “quarter”}." },
);
const offsets = { last: -1, this: 0, next: 1 };

/** Comparisons of dates and instants. */
export const dayOperators: readonly Operator[] = [
  absolute("on", "is on", (date) => ({ from: plain(date), until: nextDay(date) })),
  absolute("before", "is before", (date) => ({ until: plain(date) })),
  absolute("on-or-before", "is on or before", (date) => ({ until: nextDay(date) })),
  absolute("after", "is after", (date) => ({ from: nextDay(date) })),
  absolute("on-or-after", "is on or after", (date) => ({ from: plain(date) })),
  dayOperator<{ from: string; to: string }>({
    id: "between",
    label: "is between",
    editor: "date-range",
    value: dateRangeValue,
    range: ({ from, to }) => ({ from: plain(from), until: nextDay(to) }),
    describe: (subject, { from, to }) => `${subject} is between ${from} and ${to}`,
  }),
  relative("in-the-next", ["is in the next", ""], (duration, env) => ({
    from: todayOf(env),
    until: away(duration, 1, env).add({ days: 1 }),
  })),
  relative("in-the-last", ["is in the last", ""], (duration, env) => ({
    from: away(duration, -1, env),
    until: todayOf(env).add({ days: 1 }),
  })),
  relative("more-than-ago", ["is more than", "ago"], (duration, env) => ({ until: away(duration, -1, env) })),
  relative("more-than-from-now", ["is more than", "from now"], (duration, env) => ({
    from: away(duration, 1, env).add({ days: 1 }),
  })),
  dayOperator<{ which: "last" | "this" | "next"; period: Period }>({
    id: "in-period",
    label: "is in",
    editor: "period",
    value: period,
    usesClock: true,
    range: ({ which, period }, env) => periodRange(period, offsets[which], env),
    describe: (subject, { which, period }) => `${subject} is in ${which} ${period.replace("-", " ")}`,
  }),
];
