import type { HealthGroup, HealthModel, Transform, TransformKind } from "@perennial/contract";
import { slugOf } from "../../api/slug.ts";

/** A transform to begin with; its borders and points are then drawn in the model. */
export function firstTransform(
  kind: TransformKind,
  isHigherBetter: boolean,
  segments: string[] = [],
): Transform {
  const [low, high] = isHigherBetter ? [0, 100] : [100, 0];
  switch (kind) {
    case "truth":
      return { kind, whenTrue: high, whenFalse: low };
    case "linear":
      return { kind, from: { value: 0, points: low }, to: { value: 100, points: high } };
    case "trend":
      return {
        kind,
        by: "percent",
        from: { value: isHigherBetter ? -50 : 0, points: low },
        to: { value: isHigherBetter ? 0 : 50, points: high },
      };
    case "deviation":
      return {
        kind,
        segments,
        from: { value: isHigherBetter ? -3 : 0, points: low },
        to: { value: isHigherBetter ? 0 : 3, points: high },
      };
    case "percentile":
      return { kind, segments, better: isHigherBetter ? "higher" : "lower" };
    case "pulse":
      return { kind, points: [0, 25, 50, 80, 100] };
    case "bands":
      return {
        kind,
        bands: [
          { from: null, to: 10, points: low },
          { from: 10, to: 50, points: 50 },
          { from: 50, to: null, points: high },
        ],
      };
  }
}

/** A slug for a name that nothing in these models (the draft and the versions before) has. */
export function freeSlug(models: readonly HealthModel[], name: string, more: readonly string[] = []): string {
  const groups = models.flatMap((model) => [model, ...(model.variants ?? [])]).flatMap((each) => each.groups);
  const taken = new Set([...groups.flatMap(slugsOf), ...more]);
  const wanted = slugOf(name).slice(0, 36);
  for (let number = 1; ; number++) {
    const slug = number === 1 ? wanted : `${wanted}_${number}`;
    if (!taken.has(slug)) return slug;
  }
}

function slugsOf(group: HealthGroup): string[] {
  const inner = (group.groups ?? []).flatMap(slugsOf);
  return [group.slug, ...group.measures.map((measure) => measure.slug), ...inner];
}

/** The first group that has nothing in it, however deep: a model with one cannot be worked out. */
export function emptyGroupIn(groups: readonly HealthGroup[]): HealthGroup | undefined {
  for (const group of groups) {
    const inner = group.groups ?? [];
    if (group.measures.length + inner.length === 0) return group;
    const found = emptyGroupIn(inner);
    if (found) return found;
  }
  return undefined;
}

/** Whether points rise or fall with what is seen. */
export const directions = [
  { value: "higher", label: "More is better" },
  { value: "lower", label: "Less is better" },
] as const;
export type Direction = (typeof directions)[number]["value"];
