import type { HealthGroup, HealthMeasure, HealthModel } from "@perennial/contract";

/** Weights as shares of what they stand beside, in percent: any positive numbers add up to 100. */
export function sharesOf(parts: readonly { weight: number }[]): number[] {
  const total = parts.reduce((sum, part) => sum + part.weight, 0);
  return parts.map((part) => (total === 0 ? 0 : (part.weight / total) * 100));
}

/** The model with one of its groups replaced. */
export function withGroup(model: HealthModel, at: number, group: HealthGroup): HealthModel {
  return { ...model, groups: model.groups.map((each, index) => (index === at ? group : each)) };
}

/** The group with one of its measures replaced. */
export function withMeasure(group: HealthGroup, at: number, measure: HealthMeasure): HealthGroup {
  return { ...group, measures: group.measures.map((each, index) => (index === at ? measure : each)) };
}
