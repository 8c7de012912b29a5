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
import { assertPermitted, execute } from "../kernel/command.ts";
import { type Route, route } from "../kernel/http/route.ts";
import { ask } from "../kernel/query.ts";
import { metricSeries } from "./metric-series.view.ts";
import { readLiveMetrics, readMetric } from "./read-metrics.ts";
import { recordMetricValues } from "./record-metric-values.ts";
import { createMetric, setMetricArchived, updateMetric } from "./write-metrics.ts";

export const metricRoutes: readonly Route[] = [
  route(listMetrics, async ({ app, ctx }) => {
    assertPermitted(ctx, "metrics.read");
    return { items: await readLiveMetrics(app.db), nextCursor: null };
  }),
  route(getMetric, async ({ app, ctx, params }) => {
    assertPermitted(ctx, "metrics.read");
    return readMetric(app.db, { id: params.id });
  }),
  route(createMetricEndpoint, async ({ app, ctx, body }) =>
    readMetric(app.db, await execute(app, ctx, createMetric, body)),
  ),
  route(updateMetricEndpoint, async ({ app, ctx, params, body }) =>
    readMetric(app.db, await execute(app, ctx, updateMetric, { id: params.id, patch: body })),
  ),
  route(archiveMetric, async ({ app, ctx, params }) =>
    readMetric(app.db, await execute(app, ctx, setMetricArchived, { id: params.id, isArchived: true })),
  ),
  route(restoreMetric, async ({ app, ctx, params }) =>
    readMetric(app.db, await execute(app, ctx, setMetricArchived, { id: params.id, isArchived: false })),
  ),
  route(getMetricSeries, ({ app, ctx, params, query }) =>
    ask(app, ctx, metricSeries, { ...query, slug: params.id }),
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
