import { fitLogistic, probabilityOf } from "./logistic.ts";
import type { FeatureSpec, FeatureValues, Sample } from "./sample.ts";

/** One predictor: a number, or whether a category has a value, standardised over what the model was trained on. */
export type Term = {
  feature: string;
  label: string;
  /** The value that counts as 1 (others 0); null for a number. */
  level: string | null;
  mean: number;
  deviation: number;
  /** Log-odds of renewing for one standard deviation more. */
  weight: number;
};

export type TrainedModel = {
  kind: "trained";
  intercept: number;
  terms: Term[];
  /** The L2 penalty. */
  strength: number;
  /** Of every fact there is, in how many of the looks it was known: 0–1. Versions from before it was kept say nothing. */
  known?: Known[];
};

export type Known = { feature: string; label: string; share: number };

/** A number known in fewer looks than this share says too little. */
const leastKnown = 0.3;
/** A value of a category, or any value but the usual one, of fewer renewals than this says too little. */
const fewestOfLevel = 20;
const strengths = [3, 10, 30, 100] as const;

/**
 * Trains on closed renewals as they stood. Looks of one renewal share the weight of one, so that three looks are not
 * taken for three renewals. Numbers are standardised; a missing one counts as the mean, which adds nothing either way.
 * @param samples at least one renewed and one lost
 */
export function learn(samples: readonly Sample[], specs: readonly FeatureSpec[]): TrainedModel {
  return { ...learnAt(samples, specs, chosenStrength(samples, specs)), known: knownIn(samples, specs) };
}

function knownIn(samples: readonly Sample[], specs: readonly FeatureSpec[]): Known[] {
  return specs.map(({ slug, label }) => {
    const known = samples.filter(({ features }) => (features[slug] ?? null) !== null).length;
    return { feature: slug, label, share: Math.round((1_000 * known) / samples.length) / 1_000 };
  });
}

function learnAt(samples: readonly Sample[], specs: readonly FeatureSpec[], strength: number): TrainedModel {
  const terms = specs.flatMap((spec) => termsOf(spec, samples));
  const fitted = fitLogistic({
    rows: samples.map((sample) => terms.map((term) => standardised(term, sample.features))),
    outcomes: samples.map((sample) => sample.isRenewed),
    counts: countsOf(samples),
    strength,
  });
  return {
    kind: "trained",
    intercept: fitted.intercept,
    strength,
    terms: terms.map((term, place) => ({ ...term, weight: fitted.weights[place] ?? 0 })),
  };
}

/**
 * The penalty under which what was learned from the earlier 70 % of outcomes foretold the later 30 % best (log loss);
 * the strongest where there is too little to choose by. Order in time, never a random split.
 */
function chosenStrength(samples: readonly Sample[], specs: readonly FeatureSpec[]): number {
  const outcomes = [...new Map(samples.map((sample) => [sample.renewalId, sample.knownOn])).values()].sort();
  const since = outcomes[Math.floor(outcomes.length * 0.7)] ?? "";
  const earlier = samples.filter((sample) => sample.knownOn < since);
  const later = samples.filter((sample) => sample.at >= since);
  const strongest = strengths.at(-1) ?? 100;
  const lostIn = (some: readonly Sample[]) =>
    new Set(some.filter((sample) => !sample.isRenewed).map((sample) => sample.renewalId)).size;
  if (lostIn(earlier) < 5 || lostIn(later) < 5) return strongest;
  const tried = strengths.map((strength) => {
    const model = learnAt(earlier, specs, strength);
    return { strength, loss: meanLogLoss(later, (sample) => likelihoodBy(model, sample.features)) };
  });
  return tried.reduce((best, each) => (each.loss <= best.loss ? each : best)).strength;
}

/** Looks of one renewal together count as one. */
function countsOf(samples: readonly Sample[]): number[] {
  const looks = new Map<string, number>();
  for (const { renewalId } of samples) looks.set(renewalId, (looks.get(renewalId) ?? 0) + 1);
  return samples.map(({ renewalId }) => 1 / (looks.get(renewalId) ?? 1));
}

function termsOf(spec: FeatureSpec, samples: readonly Sample[]): Omit<Term, "weight">[] {
  const values = samples.map((sample) => sample.features[spec.slug] ?? null);
  if (spec.kind === "number") {
    const known = values.flatMap((value) => (value === null ? [] : [Number(value)]));
    const varied = spread(known);
    if (known.length < leastKnown * samples.length || varied.deviation === 0) return [];
    return [{ feature: spec.slug, label: spec.label, level: null, ...varied }];
  }
  const renewalsOf = new Map<string, Set<string>>();
  for (const [at, value] of values.entries()) {
    const id = samples[at]?.renewalId;
    if (value === null || id === undefined) continue;
    renewalsOf.set(String(value), (renewalsOf.get(String(value)) ?? new Set()).add(id));
  }
  const levels = [...renewalsOf].filter(([, renewals]) => renewals.size >= fewestOfLevel);
  if (levels.length < 2) return [];
  return levels.map(([level]) => ({
    feature: spec.slug,
    label: `${spec.label}: ${level}`,
    level,
    ...spread(values.flatMap((value) => (value === null ? [] : [value === level ? 1 : 0]))),
  }));
}

function spread(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / Math.max(values.length, 1)) };
}

function standardised(term: Omit<Term, "weight">, features: FeatureValues): number {
  const value = features[term.feature] ?? null;
  if (value === null) return 0;
  const number = term.level === null ? Number(value) : value === term.level ? 1 : 0;
  // Far outside of what was seen a straight line is not to be trusted: four deviations are the end of it.
  return Math.max(-4, Math.min(4, (number - term.mean) / term.deviation));
}

/** What each term adds to the log-odds, against an average renewal. */
export function contributionsBy(
  model: TrainedModel,
  features: FeatureValues,
): { term: Term; logOdds: number }[] {
  return model.terms.map((term) => ({ term, logOdds: term.weight * standardised(term, features) }));
}

/** The probability of renewing. */
export function likelihoodBy(model: TrainedModel, features: FeatureValues): number {
  const added = contributionsBy(model, features).reduce((sum, { logOdds }) => sum + logOdds, 0);
  return probabilityOf(model.intercept + added);
}

/** −log of the probability given to what happened, on average; probabilities are kept off 0 and 1. */
export function meanLogLoss(samples: readonly Sample[], of: (sample: Sample) => number): number {
  const sum = samples.reduce((total, sample) => {
    const probability = Math.min(0.999, Math.max(0.001, of(sample)));
    return total - Math.log(sample.isRenewed ? probability : 1 - probability);
  }, 0);
  return sum / Math.max(samples.length, 1);
}
