import { page } from "../page.ts";

export const healthRoute = page({
  path: "/health",
  title: "Health",
  load: async () => (await import("../../features/health/health-page.tsx")).HealthPage,
});
