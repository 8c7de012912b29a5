import { adoption } from "./adoption.ts";
import { commercial } from "./commercial.ts";
import { customerValue } from "./customer-value.ts";
import { overall } from "./overall.ts";
import { relationship } from "./relationship.ts";
import type { ShippedScore } from "./shipped-score.ts";
import { support } from "./support.ts";

export { shippedLabels } from "./shipped-labels.ts";
export type { ShippedScore } from "./shipped-score.ts";

/** Those over others come after them; Overall is the primary. */
export const shippedScores: readonly ShippedScore[] = [
  adoption,
  support,
  relationship,
  commercial,
  customerValue,
  overall,
];
