import { byBands, byLine, byTrend, everSeen } from "./measures.ts";
import type { ShippedScore } from "./shipped-score.ts";

export const adoption: ShippedScore = {
  slug: "adoption",
  name: "Adoption",
  philosophy:
    "People use what their company pays for: often, lately, on many of the seats, and no less than before. Usage that falls is the earliest sign that a customer leaves.",
  minimumCoveragePct: 30,
  measures: [
    // A month has some 21 working days; who has not come for one has gone.
    byLine("active_days", "Active days, 30 d", 30, "metric:active_days_30d", { none: 0, full: 20 }, everSeen),
    byLine("seats_used", "Seat utilisation", 30, "role:seats-used", { none: 0, full: 80 }, everSeen),
    byTrend("usage_trend", "Change of usage", 15, "role:usage", { none: -50, full: -5 }),
    byTrend("people_trend", "Change of the people who use it", 10, "role:active-contacts", {
      none: -40,
      full: 0,
    }),
    byLine("last_seen", "Days since last seen", 15, "metric:days_since_last_seen", { none: 30, full: 0 }),
    byBands("breadth_of_use", "Features adopted, %", 15, "role:breadth", [
      [20, 0],
      [40, 40],
      [60, 75],
      [null, 100],
    ]),
  ],
};
