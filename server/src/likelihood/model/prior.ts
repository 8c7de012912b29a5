import { logOddsOf, probabilityOf } from "./logistic.ts";
import type { FeatureValues } from "./sample.ts";

/**
 * What stands in for a model until enough renewals have closed. Nothing is learned: the rating's default likelihood, or
 * the company's own rate, moved by health.
 */
export type PriorModel = {
  kind: "prior";
  /** Where a renewal has no rating: the company's rate of renewing, held towards 85 % by ten renewals. */
  base: number;
};

/** Log-odds for each point of health above or below {@link neutralHealth}: 10 points move 80 % to about 86 %. */
export const logOddsPerHealthPoint = 0.04;
/** The health that moves nothing. */
export const neutralHealth = 65;
const usualRate = 0.85;
const usualCount = 10;

/** The prior after so many closed renewals. */
export function priorOf(closed: { renewed: number; lost: number }): PriorModel {
  const total = closed.renewed + closed.lost;
  return { kind: "prior", base: (closed.renewed + usualRate * usualCount) / (total + usualCount) };
}

/** The parts of a prior's log-odds: where it starts, and what health adds (null where health is unknown). */
export function partsOfPrior(
  model: PriorModel,
  features: FeatureValues,
  human: number | null,
): { start: number; isRated: boolean; fromHealth: number | null } {
  const start = Math.min(0.98, Math.max(0.02, human ?? model.base));
  const health = features.health ?? null;
  return {
    start,
    isRated: human !== null,
    fromHealth: health === null ? null : (Number(health) - neutralHealth) * logOddsPerHealthPoint,
  };
}

/** The likelihood a prior gives. */
export function likelihoodByPrior(model: PriorModel, features: FeatureValues, human: number | null): number {
  const { start, fromHealth } = partsOfPrior(model, features, human);
  return probabilityOf(logOddsOf(start) + (fromHealth ?? 0));
}
