import { byPulse, byTrend } from "./measures.ts";
import type { ShippedScore } from "./shipped-score.ts";

export const customerValue: ShippedScore = {
  slug: "customer_value",
  name: "Customer value",
  philosophy:
    "They get what they bought it for, and can say so. Heavy use without an outcome is a risk that usage hides: business done through the product, goals reached and what people say of it tell more than clicks.",
  minimumCoveragePct: 30,
  measures: [
    byTrend("volume_trend", "Change of business volume", 60, "role:business-volume", {
      none: -30,
      full: 0,
    }),
    byPulse(40),
  ],
};
