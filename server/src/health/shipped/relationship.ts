import { byBands, byLine, byPulse, byRule } from "./measures.ts";
import type { ShippedScore } from "./shipped-score.ts";

export const relationship: ShippedScore = {
  slug: "relationship",
  name: "Relationship",
  philosophy:
    "We know several people there, one of ours looks after them, the one who bought is still there and takes part, and those who talk with them find them happy.",
  minimumCoveragePct: 30,
  measures: [
    byRule("owned", "Somebody of ours owns the account", 10, { subject: "keyRole:csm", op: "is-set" }, 0),
    byRule(
      "contacts",
      "Two contacts or more are known",
      20,
      {
        related: "contacts",
        quantifier: { kind: "at-least", count: 2 },
        where: { subject: "deactivatedOn", op: "is-empty" },
      },
      20,
    ),
    byLine("sponsor_seen", "Days since the sponsor was seen", 60, "metric:days_since_sponsor_seen", {
      none: 90,
      full: 0,
    }),
    byPulse(40),
    byBands("nps", "NPS", 30, "metric:nps", [
      [0, 0],
      [30, 50],
      [50, 80],
      [null, 100],
    ]),
  ],
};
