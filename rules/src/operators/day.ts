import { z } from "zod";
import type { FieldType } from "../catalog.ts";
import { type Env, hourOf, todayOf } from "../env.ts";
import {
  dateIsIn,
  dateText,
  dayOf,
  instantIsIn,
  instantText,
  startOf,
  type TimeRange,
} from "../values/day-range.ts";
import { type Period, periodRange, periods } from "../values/period.ts";
import { type Operator, operator, type Seen, type SqlOperand, type SqlScope } from "./operator.ts";
import {
  type Duration,
  dateRangeValue,
  dateValue,
  durationValue,
  hoursOrDurationValue,
} from "./value-schemas.ts";

const types: readonly FieldType[] = ["date", "instant"];

/**
 * Every comparison of dates and instants is a range of whole days, or of whole hours. Its bounds are computed here, once for both interpreters
 * (daylight saving included), and SQL only compares with them.
 */
interface DayTest<Value>
  extends Pick<Operator<Value>, "id" | "label" | "editor" | "usesClock" | "countsHours" | "describe"> {
  types?: readonly FieldType[];
  value?: z.ZodType<Value>;
  range(value: Value, env: Env): TimeRange;
}

function rangeSql(operand: SqlOperand, range: TimeRange, scope: SqlScope): string {
  const bound = (moment: Moment): string =>
    operand.type === "date"
      ? scope.param(dateText(dayOf(moment)), "date")
      : scope.param(instantText(startOf(moment, scope.env)), "timestamptz");
  const tests: string[] = [];
  if (range.from !== undefined) tests.push(`${operand.sql} >= ${bound(range.from)}`);
  if (range.until !== undefined) tests.push(`${operand.sql} < ${bound(range.until)}`);
  return tests.join(" AND ");
}

function isIn(seen: Seen, range: TimeRange, env: Env): boolean {
  if (seen instanceof Temporal.PlainDate) return dateIsIn(seen, range);
  if (seen instanceof Temporal.Instant) return instantIsIn(seen, range, env);
  throw new TypeError("A date or an instant was expected.");
}

function dayOperator<Value>(test: DayTest<Value>): Operator {
  const { range, ...known } = test;
  return operator<Value>({
    types,
    ...known,
    sql: (operand, value, scope) => rangeSql(operand, range(value, scope.env), scope),
    evaluate: (seen, value, env) => isIn(seen, range(value, env), env),
  });
}

/** A day, or an hour by its beginning. */
type Moment = Temporal.PlainDate | Temporal.Instant;

/** Today; of hours the present one. */
function presentOf({ unit }: Duration, env: Env): Moment {
  return unit === "hours" ? hourOf(env) : todayOf(env);
}

function nextOf(moment: Moment): Moment {
  return moment instanceof Temporal.Instant ? moment.add({ hours: 1 }) : moment.add({ days: 1 });
}

/** The day or hour so far from the present one; a month ends on its last day where the day is absent. */
function away(duration: Duration, direction: 1 | -1, env: Env): Moment {
  const count = duration.count * direction;
  if (duration.unit === "hours") return hourOf(env).add({ hours: count });
  const unit = duration.unit === "quarters" ? "months" : duration.unit;
  return todayOf(env).add({ [unit]: duration.unit === "quarters" ? count * 3 : count });
}

function readable({ count, unit }: Duration): string {
  return `${count} ${count === 1 ? unit.slice(0, -1) : unit}`;
}

const nextDay = (date: string): Temporal.PlainDate => Temporal.PlainDate.from(date).add({ days: 1 });
const plain = (date: string): Temporal.PlainDate => Temporal.PlainDate.from(date);

const absolute = (id: string, label: string, range: (date: string) => TimeRange): Operator =>
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
  range: (duration: Duration, env: Env) => TimeRange,
): Operator[] => {
  const known = {
    id,
    label: words.join(" … ").trim(),
    usesClock: true,
    range,
    describe: (subject: string, duration: Duration) =>
      `${subject} ${words[0]} ${readable(duration)} ${words[1]}`.trim(),
  };
  return [
    dayOperator<Duration>({ ...known, types: ["date"], editor: "duration", value: durationValue }),
    dayOperator<Duration>({
      ...known,
      types: ["instant"],
      editor: "duration-or-hours",
      value: hoursOrDurationValue,
      countsHours: ({ unit }) => unit === "hours",
    }),
  ];
};

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
  ...relative("in-the-next", ["is in the next", ""], (duration, env) => ({
    from: presentOf(duration, env),
    until: nextOf(away(duration, 1, env)),
  })),
  ...relative("in-the-last", ["is in the last", ""], (duration, env) => ({
    from: away(duration, -1, env),
    until: nextOf(presentOf(duration, env)),
  })),
  ...relative("more-than-ago", ["is more than", "ago"], (duration, env) => ({
    until: away(duration, -1, env),
  })),
  ...relative("more-than-from-now", ["is more than", "from now"], (duration, env) => ({
    from: nextOf(away(duration, 1, env)),
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
