import type { Metric } from "@perennial/contract";
import { asksInHours } from "@perennial/rules";
import type { DerivedNode, NodeSource } from "../engine/index.ts";
import { asOfDay } from "./as-of-day.sql.ts";
import { eventBuckets } from "./event-buckets.sql.ts";
import { featureColumns } from "./features/feature-columns.ts";
import { readLiveFeatures } from "./features/feature-rows.ts";
import { derivedColumns } from "./metric-columns.ts";
import { readLiveMetrics } from "./read-metrics.ts";
import type { MetricStatement } from "./source-kind.ts";
import { featuresStatement } from "./sources/features.ts";
import { kindOf, planned } from "./sources/source-kinds.ts";

/** The node that works a metric out. */
export function nodeKeyOf(metric: Pick<Metric, "object" | "source">): string {
  return kindOf(metric).statement(metric.source).key;
}

/** One node for each statement that metrics need, however many metrics there are. */
export const metricNodes: NodeSource = async (db) => {
  const metrics = await readLiveMetrics(db);
  const statements = new Map<string, { statement: MetricStatement; metrics: Metric[] }>();
  // When accounts were seen is kept true with or without metrics.
  statements.set(eventBuckets.key, { statement: eventBuckets, metrics: [] });
  const features = await readLiveFeatures(db);
  if (features.length > 0) {
    const statement = { ...featuresStatement, columns: featureColumns(features) };
    statements.set(statement.key, { statement, metrics: [] });
  }
  for (const metric of metrics) {
    const statement = kindOf(metric).statement(metric.source);
    const known = statements.get(statement.key) ?? { statement, metrics: [] };
    known.metrics.push(metric);
    statements.set(statement.key, known);
  }
  return [...statements.values()].map(nodeOf);
};

function nodeOf({
  statement,
  metrics,
}: {
  statement: MetricStatement;
  metrics: readonly Metric[];
}): DerivedNode {
  const { key, columns = [], reads, rebuild, select } = statement;
  return {
    kind: "source",
    key,
    columns: [...columns, ...metrics.flatMap(derivedColumns)],
    reads: reads ? reads(metrics) : [],
    changesHourly: asksInHours(metrics.map(({ source }) => source)),
    ...(rebuild ? { rebuild } : {}),
    select: async (at) => asOfDay(await select(metrics.map(planned), at), at),
  };
}
