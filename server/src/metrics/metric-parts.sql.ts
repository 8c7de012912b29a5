import type { Metric } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import { metricColumn } from "./metric-columns.ts";

/** A metric's value and that of the window before, as expressions over the parts of a node's statement. */
export type MetricExpressions = {
  metric: Metric;
  value: RawBuilder<unknown>;
  previous: RawBuilder<unknown>;
};

/**
 * All columns of these metrics over accounts `a` and what `from` joins to them: value, previous, and what follows from
 * the two. Change % is missing where there was nothing before.
 */
export function selectMetrics(
  metrics: readonly MetricExpressions[],
  more: readonly RawBuilder<unknown>[],
  from: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const values = metrics.flatMap(({ metric, value, previous }) => [
    sql`${value} as ${sql.id(metricColumn(metric.slug))}`,
    sql`${previous} as ${sql.id(`${metricColumn(metric.slug)}_prev`)}`,
  ]);
  const derived = metrics.flatMap(({ metric }) => {
    const name = metricColumn(metric.slug);
    const [now, before] = [sql`x.${sql.id(name)}`, sql`x.${sql.id(`${name}_prev`)}`];
    return [
      sql`${now} - ${before} as ${sql.id(`${name}_change`)}`,
      sql`round(100.0 * (${now} - ${before}) / nullif(abs(${before}), 0), 1) as ${sql.id(`${name}_change_pct`)}`,
    ];
  });
  const inner = sql.join([sql`a.id as account_id`, ...more, ...values]);
  return sql`select ${sql.join([sql`x.*`, ...derived])} from (select ${inner} ${from}) x`;
}

/** `null` where a metric has no value of the kind. */
export const missing = sql`null::bigint`;
