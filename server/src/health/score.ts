import type { HealthGroup, HealthMeasure, Transform } from "@perennial/contract";
import { measuresOf, type Variant } from "./model.ts";
import { type MemoryBeside, type SeenValue, transformOf } from "./transforms/index.ts";

const alone: MemoryBeside = { usual: new Map(), seenOf: () => null };

/** What is seen of an account, as points 0–100; null where it gives none. The same as `points.sql.ts`, for one value. */
export function pointsOf(transform: Transform, seen: SeenValue, beside: MemoryBeside = alone): number | null {
  return seen === null || typeof seen === "string"
    ? null
    : transformOf(transform).points(transform, seen, beside);
}

/** The points that count for a measure without data. */
export function pointsWhenMissing(measure: HealthMeasure): number | null {
  return measure.missing === "poor" ? 0 : measure.missing === "neutral" ? 50 : null;
}

/** A part of a score: a measure or a group, with its weight after what has no data was left out. */
export type ScoredPart = {
  slug: string;
  name: string;
  /** Points that count; null when left out. */
  points: number | null;
  /** Share of the whole score, 0–1. */
  share: number;
  measure?: HealthMeasure;
  parts: ScoredPart[];
};
export type Scored = { value: number | null; coveragePct: number; isWithheld: boolean; parts: ScoredPart[] };

/**
 * The score of one account from the points of its measures: weighted means, level by level, over what has data.
 * @param points by the measure's slug; null is missing
 */
export function scoreOf(
  model: Pick<Variant, "groups" | "minimumCoveragePct">,
  points: ReadonlyMap<string, number | null>,
): Scored {
  const placed = measuresOf({ ...model, segment: null, name: "", path: "groups" });
  const isMissing = (measure: HealthMeasure) => (points.get(measure.slug) ?? null) === null;
  const covered = placed
    .filter(({ measure }) => !isMissing(measure))
    .reduce((sum, each) => sum + each.share, 0);
  const coveragePct = Math.round(covered * 1000) / 10;
  const { parts, mean } = weigh(model.groups.map((group) => scoredGroup(group, points)));
  const isWithheld =
    coveragePct < model.minimumCoveragePct ||
    placed.some(({ measure }) => measure.missing === "withhold" && isMissing(measure));
  const value = mean === null || isWithheld ? null : Math.round(mean * 10) / 10;
  return { value, coveragePct, isWithheld, parts: parts.map((part) => scaled(part, 1)) };
}

type Weighed = { part: ScoredPart; weight: number };

function scoredGroup(group: HealthGroup, points: ReadonlyMap<string, number | null>): Weighed {
  const measures = group.measures.map((measure): Weighed => {
    const own = points.get(measure.slug) ?? pointsWhenMissing(measure);
    const part = { slug: measure.slug, name: measure.name, points: own, share: 0, measure, parts: [] };
    return { part, weight: measure.weight };
  });
  const inner = (group.groups ?? []).map((each) => scoredGroup(each, points));
  const { parts, mean } = weigh([...measures, ...inner]);
  return {
    part: { slug: group.slug, name: group.name, points: mean, share: 0, parts },
    weight: group.weight,
  };
}

/** Gives each part its share among those with points, and their weighted mean. */
function weigh(weighed: readonly Weighed[]): { parts: ScoredPart[]; mean: number | null } {
  const total = weighed.reduce((sum, { part, weight }) => sum + (part.points === null ? 0 : weight), 0);
  const parts = weighed.map(({ part, weight }) => ({
    ...part,
    share: part.points === null || total === 0 ? 0 : weight / total,
  }));
  const mean = total === 0 ? null : parts.reduce((sum, part) => sum + (part.points ?? 0) * part.share, 0);
  return { parts, mean };
}

function scaled(part: ScoredPart, by: number): ScoredPart {
  const share = part.share * by;
  return { ...part, share, parts: part.parts.map((each) => scaled(each, share)) };
}
