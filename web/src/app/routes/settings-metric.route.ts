import { page } from "../page.ts";

export const settingsMetricRoute = page({
  path: "/settings/metrics/$slug",
  title: "Metric",
  load: async () => (await import("../../features/metrics/metric-page.tsx")).MetricPage,
});
