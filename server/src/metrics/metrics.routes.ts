import {
  archiveMetric,
  createMetric as createMetricEndpoint,
  getMetric,
  getMetricSeries,
  type ListedMetric,
  listMetrics,
  previewMetric as previewMetricEndpoint,
  recordMetricValues as recordMetricValuesEndpoint,
  restoreMetric,
  updateMetric as updateMetricEndpoint,
} from "@perennial/contract";
import type { App } from "../kernel/app.ts";
import { assertPermitted, execute } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import { type Route, route } from "../kernel/http/route.ts";
import { isId } from "../kernel/ids.ts";
import { ask } from "../kernel/query.ts";
import { withPasses } from "./metric-list.view.ts";
import { metricSeries } from "./metric-series.view.ts";
import { previewMetric } from "./preview-metric.ts";
import { readMetric, readMetrics } from "./read-metrics.ts";
import { recordMetricValues } from "./record-metric-values.ts";
import { createMetric, setMetricArchived, updateMetric } from "./write-metrics.ts";

/** A metric is named by its slug or its id. */
function named(slugOrId: string): { id: string } | { slug: string } {
  return isId(slugOrId) ? { id: slugOrId } : { slug: slugOrId };
}

/** The id of a metric to be written. Whoever may not write is told so before being told whether it exists. */
async function idOf(app: App, ctx: Context, slugOrId: string): Promise<string> {
  assertPermitted(ctx, "metrics.write");
  return (await readMetric(app.db, named(slugOrId))).id;
}

async function shown(app: App, by: { id: string } | { slug: string }): Promise<ListedMetric> {
  const [metric] = await withPasses(app, [await readMetric(app.db, by)]);
  if (!metric) throw new Error("A metric went while it was read.");
  return metric;
}

export const metricRoutes: readonly Route[] = [
  route(listMetrics, async ({ app, ctx, query }) => {
    assertPermitted(ctx, "metrics.read");
    const isArchived = query.archived === "true";
    const metrics = (await readMetrics(app.db)).filter((each) => (each.archivedAt !== null) === isArchived);
    return { items: await withPasses(app, metrics), nextCursor: null };
  }),
  route(previewMetricEndpoint, ({ app, ctx, body }) => ask(app, ctx, previewMetric, body)),
  route(getMetric, async ({ app, ctx, params }) => {
    assertPermitted(ctx, "metrics.read");
    return shown(app, named(params.slug));
  }),
  route(createMetricEndpoint, async ({ app, ctx, body }) =>
    shown(app, await execute(app, ctx, createMetric, body)),
  ),
  route(updateMetricEndpoint, async ({ app, ctx, params, body }) =>
    shown(app, await execute(app, ctx, updateMetric, { id: await idOf(app, ctx, params.slug), patch: body })),
  ),
  route(archiveMetric, async ({ app, ctx, params }) =>
    shown(
      app,
      await execute(app, ctx, setMetricArchived, { id: await idOf(app, ctx, params.slug), isArchived: true }),
    ),
  ),
  route(restoreMetric, async ({ app, ctx, params }) =>
    shown(
      app,
      await execute(app, ctx, setMetricArchived, {
        id: await idOf(app, ctx, params.slug),
        isArchived: false,
      }),
    ),
  ),
  route(getMetricSeries, ({ app, ctx, params, query }) =>
    ask(app, ctx, metricSeries, { ...query, ...params }),
  ),
  route(recordMetricValuesEndpoint, async ({ app, ctx, body }) => {
    const results = await execute(app, ctx, recordMetricValues, body);
    const count = (...statuses: string[]) => results.filter((row) => statuses.includes(row.status)).length;
    return {
      recorded: count("created", "updated"),
      unchanged: count("unchanged"),
      rejected: count("rejected"),
      results,
    };
  }),
];
