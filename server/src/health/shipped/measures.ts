import type { HealthMeasure } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";

type Bands = readonly (readonly [upTo: number | null, points: number])[];

/** Set once anything was ever done in the product: without it, counts of 0 say nothing. */
export const everSeen = "metric:days_since_last_seen";

export function byBands(
  slug: string,
  name: string,
  weight: number,
  field: string,
  bands: Bands,
  needs?: string,
): HealthMeasure {
  return {
    slug,
    name,
    weight,
    source: { kind: "field", field, ...(needs ? { needs } : {}) },
    transform: {
      kind: "bands",
      bands: bands.map(([to, points], index) => ({ from: bands[index - 1]?.[0] ?? null, to, points })),
    },
    missing: "leave-out",
  };
}

export function byRule(
  slug: string,
  name: string,
  weight: number,
  rule: RuleJson,
  whenFalse: number,
): HealthMeasure {
  return {
    slug,
    name,
    weight,
    source: { kind: "rule", rule },
    transform: { kind: "truth", whenTrue: 100, whenFalse },
    missing: "leave-out",
  };
}

/** From one value straight to another, so that more stays better than much: bands that most accounts fill tell them apart no more. */
export function byLine(
  slug: string,
  name: string,
  weight: number,
  field: string,
  ends: { none: number; full: number },
  needs?: string,
): HealthMeasure {
  return {
    slug,
    name,
    weight,
    source: { kind: "field", field, ...(needs ? { needs } : {}) },
    transform: {
      kind: "linear",
      from: { value: ends.none, points: 0 },
      to: { value: ends.full, points: 100 },
    },
    missing: "leave-out",
  };
}

/** Another score, as it is. */
export function byScore(score: string, name: string, weight: number): HealthMeasure {
  return {
    slug: `score_${score}`,
    name,
    weight,
    source: { kind: "field", field: `score:${score}` },
    transform: { kind: "linear", from: { value: 0, points: 0 }, to: { value: 100, points: 100 } },
    missing: "leave-out",
  };
}

/** What a person of ours says, as long as it holds. */
export function byPulse(weight: number): HealthMeasure {
  return {
    slug: "pulse",
    name: "Pulse",
    weight,
    source: { kind: "field", field: "pulse" },
    transform: { kind: "pulse", points: [0, 25, 50, 80, 100] },
    missing: "leave-out",
  };
}

/** The change of a metric against the window before, in percent, from one value straight to another. */
export function byTrend(
  slug: string,
  name: string,
  weight: number,
  field: string,
  ends: { none: number; full: number },
): HealthMeasure {
  return {
    slug,
    name,
    weight,
    source: { kind: "field", field },
    transform: {
      kind: "trend",
      by: "percent",
      from: { value: ends.none, points: 0 },
      to: { value: ends.full, points: 100 },
    },
    missing: "leave-out",
  };
}
