import type { Metric } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import { type MetricExpressions, selectMetrics } from "./metric-parts.sql.ts";
import { windowBefore, windowOf } from "./metric-windows.ts";

type GivenSource = Extract<Metric["source"], { kind: "given" }>;
type Scope = {
  today: Temporal.PlainDate;
  scope: RawBuilder<unknown>;
  /** Metrics given by the month, each with the last month that has ended and for which any account has a value. */
  lastMonths: ReadonlyMap<string, string>;
};

const aggregates: Record<GivenSource["aggregate"], (where: RawBuilder<unknown>) => RawBuilder<unknown>> = {
  sum: (where) => sql`sum(value) filter (where ${where})`,
  mean: (where) => sql`round(avg(value) filter (where ${where}), 4)`,
  max: (where) => sql`max(value) filter (where ${where})`,
  latest: (where) => sql`(array_agg(value order by "on" desc) filter (where ${where}))[1]`,
};

/**
 * Metrics that come already counted, for the accounts in scope, in one pass over their values. Those by the day have
 * windows of days up to today. Those by the month have as many whole months as the window has thirty days, up to the last
 * month that has ended and has values: a month that is running or not yet delivered would look like a fall.
 */
export function selectGivenMetrics(metrics: readonly Metric[], at: Scope): RawBuilder<unknown> {
  const columns: RawBuilder<unknown>[] = [];
  const add = (aggregate: RawBuilder<unknown>) => {
    columns.push(sql`${aggregate} as ${sql.id(`v${columns.length + 1}`)}`);
    return sql`${sql.id("g", `v${columns.length}`)}`;
  };
  const expressions = metrics.map((metric): MetricExpressions => {
    const source = metric.source as GivenSource;
    const [value, previous] = spansOf(metric, at).map(({ from, to, grain }) =>
      add(
        aggregates[source.aggregate](
          sql`metric_id = ${metric.id}::uuid and grain = ${grain} and "on" between ${from}::date and ${to}::date`,
        ),
      ),
    ) as [RawBuilder<unknown>, RawBuilder<unknown>];
    return { metric, value, previous };
  });
  const from = sql`
    from accounts a left join (
      select account_id, ${sql.join(columns)} from metric_values
       where account_id = ${at.scope} group by account_id) g on g.account_id = a.id
    where a.id = ${at.scope}`;
  return selectMetrics(expressions, [], from);
}

function spansOf(metric: Metric, at: Scope): { from: string; to: string; grain: "day" | "month" }[] {
  const lastMonth = at.lastMonths.get(metric.id);
  if (lastMonth === undefined) {
    return [windowOf(at.today, metric.windowDays), windowBefore(at.today, metric.windowDays)].map((span) => ({
      from: span.from.toString(),
      to: span.to.toString(),
      grain: "day",
    }));
  }
  const months = Math.max(1, Math.round(metric.windowDays / 30));
  return [0, months].map((back) => {
    const to = Temporal.PlainDate.from(lastMonth).subtract({ months: back });
    return { from: to.subtract({ months: months - 1 }).toString(), to: to.toString(), grain: "month" };
  });
}
