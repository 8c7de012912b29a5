import { type RawBuilder, sql } from "kysely";
import { daysBetween } from "../../kernel/calendar.ts";
import { overBoth } from "../event-buckets.sql.ts";
import { columnsOf, selectMetrics } from "../metric-parts.sql.ts";
import { type DaySpan, spansOf, startOf } from "../metric-windows.ts";
import { ofAccount } from "../series.sql.ts";
import {
  type Asked,
  both,
  eachDay,
  mean,
  median,
  type Point,
  rollingSum,
  startOfWindow,
  withWindow,
} from "../series.ts";
import { type MetricStatement, type SourceOf, sourceKind } from "../source-kind.ts";

type Source = SourceOf<"tickets">;

/** Tickets opened in the window, open at its end, and how those solved in it went. */
export const ticketsKind = sourceKind<"tickets">({
  kind: "tickets",
  isWhole: ({ aggregate }) => !["median-resolution-hours", "mean-csat"].includes(aggregate),
  statement: () => ticketStatement,
  series: ticketSeries,
  hasStates: true,
  facts: async ({ ownerId, timeZone }, source) => sql`
    select (opened_at at time zone ${timeZone})::date as day, opened_at as at, coalesce(subject, 'Ticket') as label,
           ${source.aggregate === "mean-csat" ? sql`to_jsonb(csat)` : sql`to_jsonb(status)`} as seen,
           case when solved_at is not null then 'solved ' || (solved_at at time zone ${timeZone})::date end as note, id
      from tickets
     where account_id = ${ownerId}::uuid and archived_at is null${ofPriority(source)}
       ${isStillAsked(source)}`,
});

/** Those that the metric looks at, whatever its window. */
function isStillAsked({ aggregate }: Source): RawBuilder<unknown> {
  if (aggregate === "opened") return sql``;
  return aggregate === "open" || aggregate === "oldest-open-days"
    ? sql` and solved_at is null and status <> 'solved'`
    : sql` and solved_at is not null`;
}

function ofPriority({ priority }: Source): RawBuilder<unknown> {
  return priority ? sql` and priority = ${priority}` : sql``;
}

const ticketStatement: MetricStatement = {
  key: "metrics:tickets",
  select(metrics, { ctx, env, scope }) {
    const columns = columnsOf("t");
    const expressions = metrics.map(({ metric }) => ({
      metric,
      expressions: overBoth(spansOf(metric.window, ctx.today, env.fiscalYearStartsInMonth), (span) =>
        expressionOf(metric.source as Source, span, ctx.timeZone, columns.add),
      ),
    }));
    const from = sql`
      from accounts a left join (
        select account_id, ${columns.list()} from tickets
         where account_id = ${scope} and archived_at is null group by account_id) t on t.account_id = a.id
      where a.id = ${scope}`;
    return selectMetrics(expressions, [], from);
  },
};

function expressionOf(
  source: Source,
  span: DaySpan,
  timeZone: string,
  add: (aggregate: RawBuilder<unknown>) => RawBuilder<unknown>,
): RawBuilder<unknown> {
  const from = startOf(span.from, timeZone);
  const until = startOf(span.to.add({ days: 1 }), timeZone);
  const wanted = ofPriority(source);
  const isSolved = sql`solved_at >= ${from}::timestamptz and solved_at < ${until}::timestamptz${wanted}`;
  // As it was at the end of the span: a ticket without its instant of solution counts as it stands.
  const isOpen = sql`opened_at < ${until}::timestamptz
    and (solved_at >= ${until}::timestamptz or (solved_at is null and status <> 'solved'))${wanted}`;
  switch (source.aggregate) {
    case "opened":
      return sql`coalesce(${add(
        sql`count(*) filter (where opened_at >= ${from}::timestamptz and opened_at < ${until}::timestamptz${wanted})`,
      )}, 0)`;
    case "open":
      return sql`coalesce(${add(sql`count(*) filter (where ${isOpen})`)}, 0)`;
    case "oldest-open-days":
      return add(
        sql`max(${span.to.toString()}::date - (opened_at at time zone ${timeZone})::date) filter (where ${isOpen})::bigint`,
      );
    case "median-resolution-hours":
      return add(sql`round(percentile_cont(0.5) within group (order by extract(epoch from solved_at - opened_at) / 3600)
        filter (where ${isSolved})::numeric, 1)`);
    case "mean-csat":
      return add(sql`round(avg(csat) filter (where ${isSolved}), 2)`);
  }
}

type Ticket = { opened: string; solved: string | null; hours: number | null; csat: number | null };

async function ticketSeries(asked: Asked, source: Source): Promise<Point[]> {
  if (source.aggregate === "opened") return openedSeries(asked, source);
  const tickets = await ticketsOf(asked, source);
  const { aggregate } = source;
  return eachDay(asked, (on) => {
    const open = tickets.filter((row) => row.opened <= on && (row.solved === null || row.solved > on));
    if (aggregate === "open") return both(open.length);
    if (aggregate === "oldest-open-days") {
      const oldest = open.map((row) => row.opened).sort()[0];
      return both(
        oldest === undefined
          ? null
          : daysBetween(Temporal.PlainDate.from(oldest), Temporal.PlainDate.from(on)),
      );
    }
    const start = startOfWindow(asked, on);
    const solved = tickets.filter((row) => row.solved !== null && row.solved >= start && row.solved <= on);
    if (aggregate === "median-resolution-hours") {
      return both(median(solved.flatMap((row) => (row.hours === null ? [] : [row.hours]))));
    }
    const csat = mean(solved.flatMap((row) => (row.csat === null ? [] : [row.csat])));
    return both(csat === null ? null : Math.round(100 * csat) / 100);
  });
}

async function ticketsOf(asked: Asked, source: Source): Promise<Ticket[]> {
  const { first, last } = withWindow(asked);
  const { rows } = await sql<Ticket>`
    select (opened_at at time zone ${asked.timeZone})::date as opened,
           (solved_at at time zone ${asked.timeZone})::date as solved,
           (extract(epoch from solved_at - opened_at) / 3600)::float8 as hours, csat::float8 as csat
      from tickets
     where archived_at is null and (opened_at at time zone ${asked.timeZone})::date <= ${last}::date
       and (solved_at is not null or status <> 'solved')
       and (solved_at is null or (solved_at at time zone ${asked.timeZone})::date >= ${first}::date)
       ${ofAccount(asked.ownerId)}${ofPriority(source)}
  `.execute(asked.db);
  return rows;
}

async function openedSeries(asked: Asked, source: Source): Promise<Point[]> {
  const { first, last } = withWindow(asked);
  const { rows } = await sql<{ day: string; count: number }>`
    select (opened_at at time zone ${asked.timeZone})::date as day, count(*) as count from tickets
     where archived_at is null and (opened_at at time zone ${asked.timeZone})::date between ${first}::date and ${last}::date
       ${ofAccount(asked.ownerId)}${ofPriority(source)}
     group by 1
  `.execute(asked.db);
  return rollingSum(asked, new Map(rows.map((row) => [row.day, row.count])));
}
