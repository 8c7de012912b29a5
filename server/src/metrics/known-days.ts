import type { RawBuilder } from "kysely";
import type { Context } from "../kernel/context.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { metricParts, slugsOfRole } from "./metric-columns.ts";
import { readLiveMetrics } from "./read-metrics.ts";
import { kindOf } from "./sources/source-kinds.ts";

/** The day on which the facts of a metric were last known, over `r` (accounts) and `r_d`. */
export type KnownDay = (ctx: Context) => RawBuilder<unknown>;

/** By the fields that read them, the metrics whose facts come in from outside; all others are of today. */
export async function readKnownDays(db: Db | Tx): Promise<ReadonlyMap<string, KnownDay>> {
  const found = new Map<string, KnownDay>();
  for (const metric of await readLiveMetrics(db)) {
    const { lastKnown } = kindOf(metric);
    if (!lastKnown) continue;
    const slugs = metricParts.map(({ part }) => `metric:${metric.slug}${part}`);
    for (const slug of metric.role ? [...slugs, ...slugsOfRole(metric.role)] : slugs) {
      found.set(slug, (ctx) => lastKnown(metric, ctx));
    }
  }
  return found;
}
