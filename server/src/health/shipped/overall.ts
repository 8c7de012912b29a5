import { byScore } from "./measures.ts";
import type { ShippedScore } from "./shipped-score.ts";

export const overall: ShippedScore = {
  slug: "overall",
  name: "Overall",
  philosophy:
    "A healthy customer uses what it pays for, gets help in time, knows us by name, has no loose commercial ends and gets what it bought us for.",
  minimumCoveragePct: 30,
  measures: [
    byScore("adoption", "Adoption", 40),
    byScore("support", "Support", 20),
    byScore("relationship", "Relationship", 20),
    byScore("commercial", "Commercial", 15),
    byScore("customer_value", "Customer value", 15),
  ],
};
