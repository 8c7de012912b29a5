import { page } from "../page.ts";

export const settingsRisksRoute = page({
  path: "/settings/risks",
  title: "Risk process",
  load: async () => (await import("../../features/risks/risk-process-page.tsx")).RiskProcessPage,
});
