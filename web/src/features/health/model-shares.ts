import type { HealthGroup, HealthMeasure } from "@perennial/contract";

/** Weights as shares of what they stand beside, in percent: any positive numbers add up to 100. */
export function sharesOf(parts: readonly { weight: number }[]): number[] {
  const total = parts.reduce((sum, part) => sum + part.weight, 0);
  return parts.map((part) => (total === 0 ? 0 : (part.weight / total) * 100));
}

/** The group with one of its measures replaced. */
export function withMeasure(group: HealthGroup, at: number, measure: HealthMeasure): HealthGroup {
  return { ...group, measures: group.measures.map((each, index) => (index === at ? measure : each)) };
}
