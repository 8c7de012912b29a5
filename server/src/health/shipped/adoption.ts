import { byBands, byTrend, everSeen } from "./measures.ts";
import type { ShippedScore } from "./shipped-score.ts";

export const adoption: ShippedScore = {
  slug: "adoption",
  name: "Adoption",
  philosophy:
    "People use what their company pays for: often, lately, on many of the seats, and no less than before. Usage that falls is the earliest sign that a customer leaves.",
  minimumCoveragePct: 30,
  measures: [
    byBands("last_seen", "Days since last seen", 30, "metric:days_since_last_seen", [
      [7, 100],
      [14, 75],
      [30, 40],
      [null, 0],
    ]),
    byBands(
      "active_days",
      "Active days, 30 d",
      25,
      "metric:active_days_30d",
      [
        [2, 0],
        [6, 35],
        [12, 70],
        [null, 100],
      ],
      everSeen,
    ),
    byBands(
      "seats_used",
      "Seat utilisation",
      25,
      "role:seats-used",
      [
        [20, 0],
        [40, 40],
        [60, 70],
        [null, 100],
      ],
      everSeen,
    ),
    byTrend("usage_trend", "Change of usage", 20, "role:usage", { none: -50, full: -5 }),
    byBands("breadth_of_use", "Features adopted, %", 15, "role:breadth", [
      [20, 0],
      [40, 40],
      [60, 75],
      [null, 100],
    ]),
  ],
};
