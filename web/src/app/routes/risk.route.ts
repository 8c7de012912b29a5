import { page } from "../page.ts";

export const riskRoute = page({
  path: "/risks/$id",
  title: "Risk",
  readsPast: true,
  load: async () => (await import("../../features/risks/risk-page.tsx")).RiskPage,
});
