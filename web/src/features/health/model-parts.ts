import type { HealthGroup, HealthMeasure, HealthModel, Transform } from "@perennial/contract";
import { slugOf } from "../../api/slug.ts";

export type TransformKind = Transform["kind"];

/** A transform to begin with; its borders and points are then drawn in the model. */
export function firstTransform(kind: TransformKind, isHigherBetter: boolean): Transform {
  const [low, high] = isHigherBetter ? [0, 100] : [100, 0];
  switch (kind) {
    case "truth":
      return { kind, whenTrue: high, whenFalse: low };
    case "linear":
      return { kind, from: { value: 0, points: low }, to: { value: 100, points: high } };
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

/** Cuts the last band in two, so that the ranges still follow one another without a gap. */
export function withOneBandMore(measure: HealthMeasure): HealthMeasure {
  if (measure.transform.kind !== "bands") return measure;
  const { bands } = measure.transform;
  const last = bands.at(-1);
  if (!last) return measure;
  const border = (last.from ?? 0) + 10;
  const cut = [...bands.slice(0, -1), { ...last, to: border }, { ...last, from: border }];
  return { ...measure, transform: { kind: "bands", bands: cut } };
}

/** Takes the last band away; the one before it then has its open end. */
export function withOneBandLess(measure: HealthMeasure): HealthMeasure {
  if (measure.transform.kind !== "bands" || measure.transform.bands.length < 2) return measure;
  const { bands } = measure.transform;
  const end = bands.at(-1)?.to ?? null;
  const rest = bands.slice(0, -1);
  return {
    ...measure,
    transform: {
      kind: "bands",
      bands: rest.map((band, index) => (index === rest.length - 1 ? { ...band, to: end } : band)),
    },
  };
}

/** A slug for a name that nothing in the model has yet. */
export function freeSlug(model: HealthModel, name: string): string {
  const taken = new Set(model.groups.flatMap(slugsOf));
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
