import type { Metric, MetricDenominator } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import { metricColumn } from "./metric-column.ts";

/** A metric's value and that of the window before, as expressions over accounts `a` and the parts of a statement. */
export type MetricExpressions = { value: RawBuilder<unknown>; previous: RawBuilder<unknown> };

/** How many contacts the account `a` has now. */
export const contactCount = sql`(
  select count(*) from account_contacts l where l.account_id = a.id and l.until is null)`;

const denominators: Record<MetricDenominator, RawBuilder<unknown>> = {
  seat: sql`a.seats_licensed`,
  contact: contactCount,
};

function divided(value: RawBuilder<unknown>, per: MetricDenominator | null): RawBuilder<unknown> {
  return per === null ? value : sql`round((${value})::numeric / nullif(${denominators[per]}, 0), 4)`;
}

/**
 * All columns of these metrics over accounts `a` and what `from` joins to them: value, previous, and what follows from
 * the two. Change % is missing where there was nothing before.
 */
export function selectMetrics(
  metrics: readonly { metric: Metric; expressions: MetricExpressions }[],
  more: readonly RawBuilder<unknown>[],
  from: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const values = metrics.flatMap(({ metric, expressions }) => [
    sql`${divided(expressions.value, metric.per)} as ${sql.id(metricColumn(metric.slug))}`,
    sql`${divided(expressions.previous, metric.per)} as ${sql.id(`${metricColumn(metric.slug)}_prev`)}`,
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

/** Columns of a grouped sub-select under an alias, each worked out once, and what stands for them around it. */
export function columnsOf(alias: string) {
  const wanted: RawBuilder<unknown>[] = [];
  return {
    add(aggregate: RawBuilder<unknown>): RawBuilder<unknown> {
      wanted.push(aggregate);
      return sql`${sql.id(alias, `v${wanted.length}`)}`;
    },
    list: () =>
      wanted.length === 0
        ? sql`null`
        : sql.join(wanted.map((aggregate, index) => sql`${aggregate} as ${sql.id(`v${index + 1}`)}`)),
  };
}
