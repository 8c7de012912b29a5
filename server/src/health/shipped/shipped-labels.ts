import type { HealthModel } from "@perennial/contract";

/** The ranges by which scores are read unless a company draws others. */
export const shippedLabels: HealthModel["labels"] = [
  { value: "at_risk", label: "At risk", from: 0, tone: "bad" },
  { value: "concerning", label: "Concerning", from: 40, tone: "warn" },
  { value: "healthy", label: "Healthy", from: 70, tone: "good" },
];
