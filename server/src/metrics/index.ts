import { fieldsOfNodes } from "../engine/index.ts";
import type { Slice } from "../kernel/slice.ts";
import { contactMetricFields, contactMetricNodes, pastOfContactMetrics } from "./contact-metrics.ts";
import { metricExplainer } from "./explain-metric.ts";
import { featureRoutes } from "./features/features.routes.ts";
import { metricNodes } from "./metric-nodes.ts";
import { metricQuality } from "./metric-quality.ts";
import { metricRoutes } from "./metrics.routes.ts";
import { restatedMetrics } from "./restated-metrics.ts";
import { restatedTickets } from "./restated-tickets.ts";
import { ensureShippedMetrics } from "./shipped-metrics.ts";

export { createFeature, setFeatureArchived } from "./features/write-features.ts";
export { type KnownDay, readKnownDays } from "./known-days.ts";
export { meetingStatusThen } from "./meeting-status-then.sql.ts";
export { npsOf } from "./nps.sql.ts";
export { type MetricValuesRow, recordMetricValues } from "./record-metric-values.ts";
export { createMetric } from "./write-metrics.ts";

/** Metrics: numbers per account over rolling windows, kept true by the live engine. */
export const metricsSlice: Slice = {
  name: "metrics",
  routes: [...metricRoutes, ...featureRoutes],
  ensureShipped: ensureShippedMetrics,
  contributes: {
    nodeSources: [metricNodes, contactMetricNodes],
    fieldSources: [fieldsOfNodes(metricNodes), contactMetricFields],
    explainers: [metricExplainer],
    pastSources: [pastOfContactMetrics],
    qualityChecks: metricQuality,
    restatedSources: [restatedMetrics, restatedTickets],
  },
};
