import type { HealthMeasure } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";

type Bands = readonly (readonly [upTo: number | null, points: number])[];
/** Where there are no points, and where all. */
type Ends = { none: number; full: number };
type Field = Extract<HealthMeasure["source"], { kind: "field" }>;

/** Set once anything was ever done in the product: without it, counts of 0 say nothing. */
export const everSeen = "metric:days_since_last_seen";

export function byBands(
  slug: string,
  name: string,
  weight: number,
  field: string,
  bands: Bands,
): HealthMeasure {
  const ranges = bands.map(([to, points], index) => ({ from: bands[index - 1]?.[0] ?? null, to, points }));
  return measure(slug, name, weight, fieldOf(field), { kind: "bands", bands: ranges });
}

/** From one value straight to another, so that more stays better than much: bands that most accounts fill tell them apart no more. */
export function byLine(
  slug: string,
  name: string,
  weight: number,
  field: string,
  ends: Ends,
  needs?: string,
): HealthMeasure {
  return measure(slug, name, weight, fieldOf(field, needs), { kind: "linear", ...line(ends) });
}

/** The change of a metric against the window before, in percent, from one value straight to another. */
export function byTrend(
  slug: string,
  name: string,
  weight: number,
  field: string,
  ends: Ends,
): HealthMeasure {
  return measure(slug, name, weight, fieldOf(field), { kind: "trend", by: "percent", ...line(ends) });
}

export function byRule(
  slug: string,
  name: string,
  weight: number,
  rule: RuleJson,
  whenFalse: number,
): HealthMeasure {
  return measure(slug, name, weight, { kind: "rule", rule }, { kind: "truth", whenTrue: 100, whenFalse });
}

/** Another score, as it is. */
export function byScore(score: string, name: string, weight: number): HealthMeasure {
  return byLine(`score_${score}`, name, weight, `score:${score}`, { none: 0, full: 100 });
}

/** What a person of ours says, as long as it holds. */
export function byPulse(weight: number): HealthMeasure {
  return measure("pulse", "Pulse", weight, fieldOf("pulse"), {
    kind: "pulse",
    points: [0, 25, 50, 80, 100],
  });
}

/** What is not known of an account is left out of its score. */
function measure(
  slug: string,
  name: string,
  weight: number,
  source: HealthMeasure["source"],
  transform: HealthMeasure["transform"],
): HealthMeasure {
  return { slug, name, weight, source, transform, missing: "leave-out" };
}

const fieldOf = (field: string, needs?: string): Field => ({
  kind: "field",
  field,
  ...(needs ? { needs } : {}),
});

const line = ({ none, full }: Ends) => ({
  from: { value: none, points: 0 },
  to: { value: full, points: 100 },
});
