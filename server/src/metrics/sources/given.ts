import type { Metric } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import type { Db, Tx } from "../../kernel/db.ts";
import { columnsOf, missing, selectMetrics } from "../metric-parts.sql.ts";
import { spansOf } from "../metric-windows.ts";
import { ofAccount } from "../series.sql.ts";
import {
  type Asked,
  both,
  eachDay,
  mean,
  type Point,
  rollingSum,
  startOfWindow,
  withWindow,
} from "../series.ts";
import { type MetricStatement, type SourceOf, sourceKind } from "../source-kind.ts";

type Source = SourceOf<"given">;

const aggregates: Record<Source["aggregate"], (where: RawBuilder<unknown>) => RawBuilder<unknown>> = {
  sum: (where) => sql`sum(value) filter (where ${where})`,
  mean: (where) => sql`round(avg(value) filter (where ${where}), 4)`,
  min: (where) => sql`min(value) filter (where ${where})`,
  max: (where) => sql`max(value) filter (where ${where})`,
  latest: (where) => sql`(array_agg(value order by "on" desc) filter (where ${where}))[1]`,
};

/**
 * Values that come already counted. Those by the day have windows of days up to today. Those by the month have as many whole
 * months as the window is long, up to the last month that has ended and has values: a month that is running or not yet
 * delivered would look like a fall.
 */
export const givenKind = sourceKind<"given">({
  kind: "given",
  isWhole: () => false,
  statement: () => givenStatement,
  series: givenSeries,
  lastKnown: ({ id }, { today }) => sql`(
    select max(v."on") from metric_values v
     where v.account_id = r.id and v.metric_id = ${sql.lit(id)}::uuid and v."on" <= ${sql.lit(today.toString())}::date)`,
  hasStates: true,
  facts: async ({ ownerId, metric }) => sql`
    select "on" as day, null::timestamptz as at, case grain when 'month' then to_char("on", 'FMMonth YYYY') else "on"::text end as label,
           to_jsonb(value) as seen, null as note, null::uuid as id
      from metric_values where account_id = ${ownerId}::uuid and metric_id = ${metric.id}::uuid`,
});

const givenStatement: MetricStatement = {
  key: "metrics:given",
  async select(metrics, { tx, ctx, env, scope }) {
    const lastMonths = await lastMonthsEnded(
      tx,
      metrics.map(({ metric }) => metric),
      ctx.today,
    );
    const columns = columnsOf("g");
    const expressions = metrics.map(({ metric }) => {
      const source = metric.source as Source;
      const { now, before } = givenSpans(
        metric,
        ctx.today,
        lastMonths.get(metric.id),
        env.fiscalYearStartsInMonth,
      );
      const aggregateOver = ({ from, to, grain }: GivenSpan) =>
        columns.add(
          aggregates[source.aggregate](
            sql`metric_id = ${metric.id}::uuid and grain = ${grain} and "on" between ${from}::date and ${to}::date`,
          ),
        );
      return {
        metric,
        expressions: { value: aggregateOver(now), previous: before ? aggregateOver(before) : missing },
      };
    });
    const from = sql`
      from accounts a left join (
        select account_id, ${columns.list()} from metric_values
         where account_id = ${scope} group by account_id) g on g.account_id = a.id
      where a.id = ${scope}`;
    return selectMetrics(expressions, [], from);
  },
};

type GivenSpan = { from: string; to: string; grain: "day" | "month" };

function givenSpans(
  { window }: Metric,
  today: Temporal.PlainDate,
  lastMonth: string | undefined,
  fiscalStartMonth: number | undefined,
): { now: GivenSpan; before: GivenSpan | null } {
  const spans = spansOf(window, today, fiscalStartMonth);
  if (lastMonth === undefined || window.kind !== "last") {
    const grain = lastMonth === undefined ? "day" : "month";
    const plain = ({ from, to }: { from: Temporal.PlainDate; to: Temporal.PlainDate }): GivenSpan => ({
      from: from.toString(),
      to: to.toString(),
      grain,
    });
    return { now: plain(spans.now), before: spans.before ? plain(spans.before) : null };
  }
  const days = window.count * { days: 1, weeks: 7, months: 30 }[window.unit];
  const months = Math.max(1, Math.round(days / 30));
  const endingBefore = (back: number): GivenSpan => {
    const to = Temporal.PlainDate.from(lastMonth).subtract({ months: back });
    return { from: to.subtract({ months: months - 1 }).toString(), to: to.toString(), grain: "month" };
  };
  return { now: endingBefore(0), before: endingBefore(months) };
}

/** Of each metric given by the month, the last month that has ended and for which any account has a value. */
async function lastMonthsEnded(
  tx: Db | Tx,
  metrics: readonly Metric[],
  today: Temporal.PlainDate,
): Promise<Map<string, string>> {
  const running = today.with({ day: 1 }).toString();
  // A greatest value of each, which an index gives at once, also from every part of a table that is spread by account.
  const lasts = metrics.map(
    ({ id }) => sql`
      select ${id}::uuid as metric_id, max("on") as month from metric_values
       where metric_id = ${id} and "on" < ${running}::date and grain = 'month'`,
  );
  if (lasts.length === 0) return new Map();
  const { rows } = await sql<{ metric_id: string; month: string | null }>`
    ${sql.join(lasts, sql` union all `)}
  `.execute(tx);
  return new Map(rows.flatMap((row) => (row.month === null ? [] : [[row.metric_id, row.month]])));
}

async function givenSeries(asked: Asked, { aggregate }: Source): Promise<Point[]> {
  const { first, last } = withWindow(asked);
  const { rows } = await sql<{ on: string; grain: string; value: number }>`
    select "on", grain, sum(value)::float8 as value from metric_values
     where metric_id = ${asked.metric.id}::uuid and "on" between ${first}::date and ${last}::date${ofAccount(asked.ownerId)}
     group by "on", grain order by "on"
  `.execute(asked.db);
  if (rows.every((row) => row.grain === "month") && rows.length > 0) {
    return rows
      .filter((row) => row.on >= asked.from.with({ day: 1 }).toString())
      .map((row) => ({ on: row.on, ...both(row.value) }));
  }
  const byDay = new Map(rows.map((row) => [row.on, row.value]));
  if (aggregate === "sum") return rollingSum(asked, byDay);
  return eachDay(asked, (on) => {
    const start = startOfWindow(asked, on);
    const values = rows.filter((row) => row.on >= start && row.on <= on).map((row) => row.value);
    return { value: byDay.get(on) ?? null, rolling: combined(aggregate, values) };
  });
}

function combined(aggregate: Source["aggregate"], values: readonly number[]): number | null {
  if (values.length === 0) return null;
  if (aggregate === "min") return Math.min(...values);
  if (aggregate === "max") return Math.max(...values);
  return aggregate === "latest" ? (values.at(-1) ?? null) : mean(values);
}
