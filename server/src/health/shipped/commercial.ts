import { byBands, byRule } from "./measures.ts";
import type { ShippedScore } from "./shipped-score.ts";

export const commercial: ShippedScore = {
  slug: "commercial",
  name: "Commercial",
  philosophy:
    "No loose ends: no renewal is overdue, the next one is not in doubt, and bills are paid. What is rated by people is read here, and nowhere else.",
  minimumCoveragePct: 30,
  measures: [
    byBands("renewals_overdue", "Renewals overdue", 100, "overdueRenewalCount", [
      [1, 100],
      [null, 0],
    ]),
    byRule(
      "no_open_risk",
      "No risk is open",
      60,
      {
        related: "risks",
        quantifier: { kind: "none" },
        where: { subject: "status", op: "is-any-of", value: ["open", "monitoring"] },
      },
      20,
    ),
    byBands("overdue_payments", "Days of the oldest unpaid bill", 40, "metric:overdue_payment_days", [
      [1, 100],
      [30, 50],
      [null, 0],
    ]),
  ],
};
