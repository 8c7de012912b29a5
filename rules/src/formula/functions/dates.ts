import { type Env, todayOf } from "../../env.ts";
import { dateText } from "../../values/day-range.ts";
import { Exact, truncate } from "../exact.ts";
import type { FormulaFunction, FormulaNode, SqlCall } from "../formula.ts";
import type { FormulaValue } from "../formula-value.ts";
import { areOf } from "./arguments.ts";

const units = ["hours", "days", "weeks", "months", "quarters", "years"] as const;
type Unit = (typeof units)[number];

/** `"days"`, `"day"`, as it is written. */
function unitOf(node: FormulaNode | undefined): Unit | undefined {
  if (node?.kind !== "literal" || typeof node.value !== "string") return undefined;
  const word = node.value.toLowerCase();
  return units.find((unit) => unit === word || unit === `${word}s`);
}

/** The calendar date; of an instant, in the company's time zone. */
function dateOf(value: FormulaValue, env: Env): Temporal.PlainDate | null {
  if (value instanceof Temporal.PlainDate) return value;
  return value instanceof Temporal.Instant ? value.toZonedDateTimeISO(env.timeZone).toPlainDate() : null;
}

function dateSql(sql: string, node: FormulaNode | undefined, { env, param }: SqlCall): string {
  return node?.type === "instant" ? `((${sql}) AT TIME ZONE ${param(env.timeZone, "text")})::date` : sql;
}

/** Months of a unit that is counted in months. */
const monthsIn: Partial<Record<Unit, number>> = { months: 1, quarters: 3, years: 12 };

/**
 * Whole months from a to b: the difference of the calendar months, one nearer to zero when the day of the month is not
 * reached yet. From 31 January to 28 February there are none.
 */
function monthsBetween(a: Temporal.PlainDate, b: Temporal.PlainDate): number {
  const months = (b.year - a.year) * 12 + b.month - a.month;
  if (months > 0 && b.day < a.day) return months - 1;
  return months < 0 && b.day > a.day ? months + 1 : months;
}

/** The same in SQL; the sub-query names the dates once, and OFFSET 0 keeps the planner from copying them. */
function monthsBetweenSql(a: string, b: string): string {
  const difference =
    "(extract(year FROM d.b) - extract(year FROM d.a)) * 12 + extract(month FROM d.b) - extract(month FROM d.a)";
  return `(SELECT m.months - CASE WHEN m.months > 0 AND m.day_b < m.day_a THEN 1 WHEN m.months < 0 AND m.day_b > m.day_a THEN -1 ELSE 0 END
    FROM (SELECT (${difference})::integer AS months, extract(day FROM d.a) AS day_a, extract(day FROM d.b) AS day_b
      FROM (SELECT ${a} AS a, ${b} AS b OFFSET 0) d OFFSET 0) m)`;
}

/** Microseconds, as PostgreSQL keeps them. */
const microsecondsInHour = 3_600_000_000n;
const microsecondsOf = (instant: Temporal.Instant): bigint => {
  const nanoseconds = instant.epochNanoseconds;
  return nanoseconds / 1000n - (nanoseconds % 1000n < 0n ? 1n : 0n);
};

function difference(unit: Unit, a: FormulaValue, b: FormulaValue, env: Env): bigint | null {
  if (unit === "hours") {
    if (!(a instanceof Temporal.Instant) || !(b instanceof Temporal.Instant)) return null;
    return (microsecondsOf(b) - microsecondsOf(a)) / microsecondsInHour;
  }
  const [from, to] = [dateOf(a, env), dateOf(b, env)];
  if (from === null || to === null) return null;
  const months = monthsIn[unit];
  if (months !== undefined) return BigInt(Math.trunc(monthsBetween(from, to) / months));
  const days = from.until(to, { largestUnit: "days" }).days;
  return BigInt(Math.trunc(unit === "weeks" ? days / 7 : days));
}

const firstDate = "0001-01-01";
/** Days from the first to the last date that can be written with four digits of the year. */
const lastDay = 3_652_058n;

/** Functions of dates. An instant counts as the date it falls on where the company is. */
export const dateFunctions: readonly FormulaFunction[] = [
  {
    name: "today",
    group: "Dates",
    usage: "today()",
    description: "Today's date where the company is.",
    arity: [0, 0],
    usesClock: true,
    check: () => "date",
    sql: (_, { env, param }) => param(dateText(todayOf(env)), "date"),
    evaluate: (_, { env }) => todayOf(env),
  },
  {
    name: "date",
    group: "Dates",
    usage: "date(instant)",
    description: 'The date an instant falls on; also of a text: date("2027-01-31").',
    arity: [1, 1],
    check: (args, refuse) => (areOf(args, ["instant", "date"], refuse) ? "date" : undefined),
    sql: ([a = ""], call) => dateSql(a, call.nodes[0], call),
    evaluate: ([a = null], { env }) => dateOf(a, env),
  },
  {
    name: "date_diff",
    group: "Dates",
    usage: 'date_diff("days", from, to)',
    description: `Whole ${units.join(", ")} from one date to another; negative when it lies before.`,
    arity: [3, 3],
    settings: [0],
    check(args, refuse) {
      const unit = unitOf(args[0]);
      if (unit === undefined)
        return refuse(0, `Write one of ${units.map((each) => `"${each}"`).join(", ")}.`);
      const places = args.slice(1);
      const fromSecond: typeof refuse = (index, message) =>
        refuse(index === undefined ? undefined : index + 1, message);
      const types = unit === "hours" ? (["instant"] as const) : (["date", "instant"] as const);
      return areOf(places, types, fromSecond) ? "number" : undefined;
    },
    sql([, a = "", b = ""], call) {
      const unit = unitOf(call.nodes[0]) ?? "days";
      if (unit === "hours") return `div(extract(epoch FROM (${b}) - (${a})), 3600)`;
      const [from, to] = [dateSql(a, call.nodes[1], call), dateSql(b, call.nodes[2], call)];
      const months = monthsIn[unit];
      const whole =
        months === undefined
          ? `((${to} - ${from})${unit === "weeks" ? " / 7" : ""})`
          : `(${monthsBetweenSql(from, to)} / ${months})`;
      return `${whole}::numeric`;
    },
    evaluate([, a = null, b = null], { env, nodes }) {
      const whole = difference(unitOf(nodes[0]) ?? "days", a, b, env);
      return whole === null ? null : new Exact(whole);
    },
  },
  {
    name: "add_days",
    group: "Dates",
    usage: "add_days(date, days)",
    description: "The date so many days later, or earlier when negative; fractions are cut off.",
    arity: [2, 2],
    check(args, refuse) {
      const [date, days] = args;
      if (date === undefined || !areOf([date], ["date", "instant"], refuse)) return undefined;
      if (days?.type === "number") return "date";
      return refuse(1, "Write how many days, as a number.");
    },
    sql([a = "", days = ""], call) {
      const day = `((${dateSql(a, call.nodes[0], call)} - date '${firstDate}')::numeric + trunc(${days}))`;
      const kept = `nullif(nullif(least(greatest(${day}, -1), ${lastDay + 1n}), -1), ${lastDay + 1n})`;
      return `(date '${firstDate}' + (${kept})::integer)`;
    },
    evaluate([a = null, days = null], { env }) {
      const date = dateOf(a, env);
      if (date === null || !(days instanceof Exact)) return null;
      const first = Temporal.PlainDate.from(firstDate);
      const day = BigInt(first.until(date, { largestUnit: "days" }).days) + truncate(days);
      return day < 0n || day > lastDay ? null : first.add({ days: Number(day) });
    },
  },
  ...(["year", "month"] as const).map(
    (part): FormulaFunction => ({
      name: part,
      group: "Dates",
      usage: `${part}(date)`,
      description: part === "year" ? "The year of a date." : "The month of a date, 1 to 12.",
      arity: [1, 1],
      check: (args, refuse) => (areOf(args, ["date", "instant"], refuse) ? "number" : undefined),
      sql: ([a = ""], call) => `extract(${part} FROM ${dateSql(a, call.nodes[0], call)})`,
      evaluate([a = null], { env }) {
        const date = dateOf(a, env);
        return date === null ? null : new Exact(BigInt(date[part]));
      },
    }),
  ),
];
