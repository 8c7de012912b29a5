import { page } from "../page.ts";

export const riskReportRoute = page({
  path: "/risks/report",
  title: "Report of risks",
  load: async () => (await import("../../features/risks/report/risk-report-page.tsx")).RiskReportPage,
});
