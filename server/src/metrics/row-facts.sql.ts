import type { Metric } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import { overBoth } from "./event-buckets.sql.ts";
import { columnsOf, selectMetrics } from "./metric-parts.sql.ts";
import { beforeAllFacts, type DaySpan, spanOver, spansOf, startOf } from "./metric-windows.ts";
import {
  type Asked,
  daysSince,
  eachDay,
  type Point,
  rollingContacts,
  rollingSum,
  startOfWindow,
  withWindow,
} from "./series.ts";
import type { SelectArguments } from "./source-kind.ts";

/** How rows that each tell of one or more happenings become a value. */
export type RowAggregate =
  | "count"
  | "distinct"
  | "days"
  | "days-since"
  | "sum"
  | "mean"
  | "min"
  | "max"
  | "latest";

/** Rows of facts of accounts, or of contacts, as expressions over whatever they are selected from. */
export type RowFacts = {
  /** What is selected from. */
  from: RawBuilder<unknown>;
  /** Whose each row is: the account, or the contact. */
  ownerId: RawBuilder<unknown>;
  /** The rows that count. */
  fits: RawBuilder<unknown>;
  /** When it happened: a calendar date, or an instant. */
  at: RawBuilder<unknown>;
  isDate: boolean;
  /** For how many happenings a row stands. */
  weight: RawBuilder<unknown>;
  /** What is summed or compared; null where a row does not have it. */
  number: RawBuilder<unknown>;
  /** What distinct values are counted of. */
  distinct: RawBuilder<unknown>;
};

const zeroWhenNone: readonly RowAggregate[] = ["count", "distinct", "days", "sum"];
const whole: readonly RowAggregate[] = ["count", "distinct", "days", "days-since"];

export function isWholeRowValue(aggregate: RowAggregate): boolean {
  return whole.includes(aggregate);
}

/** The calendar day of a row. */
export function dayOf({ at, isDate }: RowFacts, timeZone: string): RawBuilder<unknown> {
  return isDate ? at : sql`(${at} at time zone ${timeZone})::date`;
}

/** Rows from the beginning of a span's first day to the end of its last. */
export function isWithin(
  { at, isDate }: RowFacts,
  { from, to }: DaySpan,
  timeZone: string,
): RawBuilder<unknown> {
  return isDate
    ? sql`${at} between ${from.toString()}::date and ${to.toString()}::date`
    : sql`${at} >= ${startOf(from, timeZone)}::timestamptz and ${at} < ${startOf(to.add({ days: 1 }), timeZone)}::timestamptz`;
}

/** One value of the rows of a span, as an aggregate of a statement grouped by account. */
export function rowAggregate(
  aggregate: RowAggregate,
  facts: RowFacts,
  span: DaySpan,
  timeZone: string,
): RawBuilder<unknown> {
  const { number, weight } = facts;
  const fits = sql`${isWithin(facts, span, timeZone)} and (${facts.fits})`;
  const filter = sql`filter (where ${fits})`;
  switch (aggregate) {
    case "count":
      return sql`sum(${weight}) ${filter}`;
    case "distinct":
      return sql`count(distinct ${facts.distinct}) ${filter}`;
    case "days":
      return sql`count(distinct ${dayOf(facts, timeZone)}) ${filter}`;
    case "days-since":
      return sql`${span.to.toString()}::date - max(${dayOf(facts, timeZone)})
        filter (where ${isWithin(facts, { from: beforeAllFacts, to: span.to }, timeZone)} and (${facts.fits}))`;
    case "sum":
      return sql`sum(${number} * ${weight}) ${filter}`;
    case "mean":
      return sql`sum(${number} * ${weight}) ${filter} / nullif(sum(case when ${number} is not null then ${weight} end) ${filter}, 0)`;
    case "min":
      return sql`min(${number}) ${filter}`;
    case "max":
      return sql`max(${number}) ${filter}`;
    case "latest":
      // Of several at one instant the greatest, whichever came first.
      return sql`(array_agg(${number} order by ${facts.at} desc, ${number} desc) filter (where ${fits} and ${number} is not null))[1]`;
  }
}

/** The value as it is stored, where the aggregate stands as a column of the statement around. */
export function shownRowValue(aggregate: RowAggregate, value: RawBuilder<unknown>): RawBuilder<unknown> {
  const counted = zeroWhenNone.includes(aggregate) ? sql`coalesce(${value}, 0)` : value;
  return whole.includes(aggregate) ? sql`(${counted})::bigint` : sql`round(${counted}, 4)`;
}

type Day = {
  day: string;
  occurrences: number;
  /** Occurrences that have the number. */
  measured: number;
  sum: number | null;
  min: number | null;
  max: number | null;
  latest: number | null;
};

/** The rows day by day, and over the window that ends at each. */
export async function rowSeries(asked: Asked, aggregate: RowAggregate, facts: RowFacts): Promise<Point[]> {
  const { db, timeZone } = asked;
  if (aggregate === "days-since") {
    const { rows } = await sql<{ day: string }>`
      select distinct ${dayOf(facts, timeZone)} as day from ${facts.from} where ${askedRows(asked, facts, beforeAllFacts.toString())} order by 1
    `.execute(db);
    return daysSince(
      asked,
      rows.map((row) => row.day),
    );
  }
  const { first } = withWindow(asked);
  if (aggregate === "distinct") {
    const { rows } = await sql<{ contact_id: string; day: string }>`
      select distinct (${facts.distinct})::text as contact_id, ${dayOf(facts, timeZone)} as day from ${facts.from}
       where ${askedRows(asked, facts, first)} and (${facts.distinct}) is not null order by 1, 2
    `.execute(db);
    return rollingContacts(asked, rows);
  }
  const { rows } = await sql<Day>`
    select x.day, sum(x.weight)::float8 as occurrences,
           coalesce(sum(x.weight) filter (where x.v is not null), 0)::float8 as measured, sum(x.v * x.weight)::float8 as sum,
           min(x.v)::float8 as min, max(x.v)::float8 as max,
           ((array_agg(x.v order by x.at desc, x.v desc) filter (where x.v is not null))[1])::float8 as latest
      from (select ${dayOf(facts, timeZone)} as day, ${facts.at} as at, ${facts.weight} as weight,
                   ${facts.number} as v
              from ${facts.from} where ${askedRows(asked, facts, first)}) x
     group by 1 order by 1
  `.execute(db);
  return measured(asked, aggregate, rows);
}

function askedRows(asked: Asked, facts: RowFacts, first: string): RawBuilder<unknown> {
  const span = { from: Temporal.PlainDate.from(first), to: asked.to };
  const ofOwner = asked.ownerId === undefined ? sql`` : sql`${facts.ownerId} = ${asked.ownerId}::uuid and `;
  return sql`${ofOwner}${isWithin(facts, span, asked.timeZone)} and (${facts.fits})`;
}

const summed: { [Name in RowAggregate]?: (day: Day) => number } = {
  count: (day) => day.occurrences,
  days: () => 1,
  sum: (day) => day.sum ?? 0,
};

function measured(asked: Asked, aggregate: RowAggregate, days: readonly Day[]): Point[] {
  const numberOf = summed[aggregate];
  if (numberOf) return rollingSum(asked, new Map(days.map((day) => [day.day, numberOf(day)])));
  return eachDay(asked, (on) => {
    const start = startOfWindow(asked, on);
    const within = days.filter((day) => day.day >= start && day.day <= on && day.measured > 0);
    const own = within.filter((day) => day.day === on);
    return { value: combined(aggregate, own), rolling: combined(aggregate, within) };
  });
}

function combined(aggregate: RowAggregate, days: readonly Day[]): number | null {
  if (days.length === 0) return null;
  switch (aggregate) {
    case "min":
      return Math.min(...days.map((day) => day.min ?? Number.POSITIVE_INFINITY));
    case "max":
      return Math.max(...days.map((day) => day.max ?? Number.NEGATIVE_INFINITY));
    case "latest":
      return days.at(-1)?.latest ?? null;
    default: {
      const sum = days.reduce((all, day) => all + (day.sum ?? 0), 0);
      const count = days.reduce((all, day) => all + day.measured, 0);
      return Math.round((10_000 * sum) / count) / 10_000;
    }
  }
}

type RowMetric = {
  metric: Metric;
  aggregate: RowAggregate;
  facts: RowFacts;
  /** What becomes of a value where it is not shown as the aggregate gives it. */
  shown?: (value: RawBuilder<unknown>) => RawBuilder<unknown>;
};

/** Every metric over rows of one kind, for the accounts (or contacts) in scope, in one pass over those of the longest window. */
export function selectRowMetrics(
  metrics: readonly RowMetric[],
  at: SelectArguments,
  owners: "accounts" | "contacts" = "accounts",
): RawBuilder<unknown> {
  const { today, timeZone } = at.ctx;
  const columns = columnsOf("v");
  const spans = metrics.map(({ metric }) => spansOf(metric.window, today, at.env.fiscalYearStartsInMonth));
  const expressions = metrics.map(({ metric, aggregate, facts, shown }, index) => ({
    metric,
    expressions: overBoth(spans[index] ?? spansOf(metric.window, today), (span) => {
      const value = columns.add(rowAggregate(aggregate, facts, span, timeZone));
      return shown ? shown(value) : shownRowValue(aggregate, value);
    }),
  }));
  const [first] = metrics;
  if (!first) throw new Error("A statement without metrics.");
  const reachesBack = metrics.some(({ aggregate }) => aggregate === "days-since");
  const longest = spanOver(spans.flatMap(({ now, before }) => [now, before]));
  // Rows of one kind may be dated by fields of their own: then all are read.
  const isDatedAlike = metrics.every(({ facts }) => facts.at === first.facts.at);
  const bounds = reachesBack || !isDatedAlike ? sql`` : sql` and ${isWithin(first.facts, longest, timeZone)}`;
  const from = sql`
    from ${sql.table(owners)} a left join (
      select ${first.facts.ownerId} as account_id, ${columns.list()} from ${first.facts.from}
       where ${first.facts.ownerId} = ${at.scope}${bounds} group by ${first.facts.ownerId}) v on v.account_id = a.id
    where a.id = ${at.scope}`;
  return selectMetrics(expressions, [], from);
}
