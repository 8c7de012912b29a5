import { page } from "../page.ts";

export const settingsMetricsRoute = page({
  path: "/settings/metrics",
  title: "Metrics",
  load: async () => (await import("../../features/metrics/metrics-page.tsx")).MetricsPage,
});
