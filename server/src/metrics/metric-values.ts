import type { Metric } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import { metricColumn } from "./metric-column.ts";
import type { SelectArguments } from "./source-kind.ts";
import { planned } from "./sources/source-kinds.ts";

export type MetricValues = {
  value: number | null;
  previous: number | null;
  change: number | null;
  changePct: number | null;
};

/** A metric worked out anew for the accounts in scope, by the statement that the engine runs: `account_id` and its columns. */
export async function selectValues(metric: Metric, at: SelectArguments): Promise<RawBuilder<unknown>> {
  const plan = planned(metric);
  return plan.kind.statement(metric.source).select([plan], at);
}

/** Its values for one account as they are now. */
export async function valuesOf(
  metric: Metric,
  at: Omit<SelectArguments, "scope">,
  ownerId: string,
): Promise<MetricValues> {
  const select = await selectValues(metric, { ...at, scope: sql`${ownerId}::uuid` });
  const column = (suffix: string) => sql`x.${sql.id(`${metricColumn(metric.slug)}${suffix}`)}::float8`;
  const { rows } = await sql<MetricValues>`
    select ${column("")} as value, ${column("_prev")} as previous, ${column("_change")} as change, ${column("_change_pct")} as "changePct"
      from (${select}) x
  `.execute(at.tx);
  return rows[0] ?? { value: null, previous: null, change: null, changePct: null };
}
