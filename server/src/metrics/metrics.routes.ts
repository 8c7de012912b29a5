import {
  archiveMetric,
  createMetric as createMetricEndpoint,
  getMetric,
  getMetricSeries,
  listMetrics,
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
import { metricSeries } from "./metric-series.view.ts";
import { readLiveMetrics, readMetric } from "./read-metrics.ts";
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

export const metricRoutes: readonly Route[] = [
  route(listMetrics, async ({ app, ctx }) => {
    assertPermitted(ctx, "metrics.read");
    return { items: await readLiveMetrics(app.db), nextCursor: null };
  }),
  route(getMetric, async ({ app, ctx, params }) => {
    assertPermitted(ctx, "metrics.read");
    return readMetric(app.db, named(params.slug));
  }),
  route(createMetricEndpoint, async ({ app, ctx, body }) =>
    readMetric(app.db, await execute(app, ctx, createMetric, body)),
  ),
  route(updateMetricEndpoint, async ({ app, ctx, params, body }) =>
    readMetric(
      app.db,
      await execute(app, ctx, updateMetric, { id: await idOf(app, ctx, params.slug), patch: body }),
    ),
  ),
  route(archiveMetric, async ({ app, ctx, params }) =>
    readMetric(
      app.db,
      await execute(app, ctx, setMetricArchived, { id: await idOf(app, ctx, params.slug), isArchived: true }),
    ),
  ),
  route(restoreMetric, async ({ app, ctx, params }) =>
    readMetric(
      app.db,
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
