import { page } from "../page.ts";

export const riskReviewRoute = page({
  path: "/risks/review",
  title: "Weekly review of risks",
  load: async () => (await import("../../features/risks/risk-review-page.tsx")).RiskReviewPage,
});
