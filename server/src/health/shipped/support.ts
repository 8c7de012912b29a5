import type { RuleJson } from "@perennial/rules";
import { byBands, byRule } from "./measures.ts";
import type { ShippedScore } from "./shipped-score.ts";

const isOpen: RuleJson = { subject: "solvedAt", op: "is-empty" };

export const support: ShippedScore = {
  slug: "support",
  name: "Support",
  philosophy:
    "They get help in time. Asking is no bad sign; an urgent request that waits, one that drags on for weeks, or answers that do not satisfy are.",
  minimumCoveragePct: 30,
  measures: [
    byRule(
      "no_urgent",
      "No urgent ticket is open",
      60,
      {
        related: "tickets",
        quantifier: { kind: "none" },
        where: { all: [isOpen, { subject: "priority", op: "is", value: "urgent" }] },
      },
      10,
    ),
    byRule(
      "nothing_drags",
      "No ticket has been open for 14 days",
      40,
      {
        related: "tickets",
        quantifier: { kind: "none" },
        where: {
          all: [isOpen, { subject: "openedAt", op: "more-than-ago", value: { count: 14, unit: "days" } }],
        },
      },
      20,
    ),
    byBands("csat", "Satisfaction with tickets, 90 d", 20, "metric:ticket_csat_90d", [
      [2, 0],
      [3, 30],
      [4, 70],
      [null, 100],
    ]),
  ],
};
