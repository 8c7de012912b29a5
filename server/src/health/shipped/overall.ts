import { byScore } from "./measures.ts";
import type { ShippedScore } from "./shipped-score.ts";

export const overall: ShippedScore = {
  slug: "overall",
  name: "Overall",
  philosophy:
    "A healthy customer uses what it pays for, gets help in time, knows us by name, has no loose commercial ends and gets what it bought us for.",
  // A company that has brought no usage yet still sees what its tickets and contracts tell; the coverage stands beside it.
  minimumCoveragePct: 20,
  measures: [
    byScore("adoption", "Adoption", 50),
    byScore("support", "Support", 15),
    byScore("relationship", "Relationship", 20),
    byScore("commercial", "Commercial", 10),
    byScore("customer_value", "Customer value", 15),
  ],
};
