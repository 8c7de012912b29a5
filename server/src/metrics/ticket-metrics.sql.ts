import type { Metric } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import { type MetricExpressions, selectMetrics } from "./metric-parts.sql.ts";
import { type DaySpan, windowBefore, windowOf } from "./metric-windows.ts";

type TicketSource = Extract<Metric["source"], { kind: "tickets" }>;
type Scope = { today: Temporal.PlainDate; timeZone: string; scope: RawBuilder<unknown> };

/** Every metric over tickets, for the accounts in scope, in one pass. */
export function selectTicketMetrics(metrics: readonly Metric[], at: Scope): RawBuilder<unknown> {
  const columns: RawBuilder<unknown>[] = [];
  const add = (aggregate: RawBuilder<unknown>) => {
    columns.push(sql`${aggregate} as ${sql.id(`v${columns.length + 1}`)}`);
    return sql`${sql.id("t", `v${columns.length}`)}`;
  };
  const expressions = metrics.map((metric): MetricExpressions => {
    const source = metric.source as TicketSource;
    const [value, previous] = [
      windowOf(at.today, metric.windowDays),
      windowBefore(at.today, metric.windowDays),
    ].map((span) => expressionOf(source, span, at.timeZone, add)) as [
      RawBuilder<unknown>,
      RawBuilder<unknown>,
    ];
    return { metric, value, previous };
  });
  const from = sql`
    from accounts a left join (
      select account_id, ${sql.join(columns)} from tickets
       where account_id = ${at.scope} and archived_at is null group by account_id) t on t.account_id = a.id
    where a.id = ${at.scope}`;
  return selectMetrics(expressions, [], from);
}

function expressionOf(
  { aggregate, priority }: TicketSource,
  span: DaySpan,
  timeZone: string,
  add: (aggregate: RawBuilder<unknown>) => RawBuilder<unknown>,
): RawBuilder<unknown> {
  const from = startOf(span.from, timeZone);
  const until = startOf(span.to.add({ days: 1 }), timeZone);
  const wanted = priority ? sql` and priority = ${priority}` : sql``;
  const isSolved = sql`solved_at >= ${from}::timestamptz and solved_at < ${until}::timestamptz${wanted}`;
  // As it was at the end of the span: a ticket without its instant of solution counts as it stands.
  const isOpen = sql`opened_at < ${until}::timestamptz
    and (solved_at >= ${until}::timestamptz or (solved_at is null and status <> 'solved'))${wanted}`;
  switch (aggregate) {
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

function startOf(day: Temporal.PlainDate, timeZone: string): string {
  return day.toZonedDateTime(timeZone).toInstant().toString();
}
