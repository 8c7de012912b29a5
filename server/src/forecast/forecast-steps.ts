import type { ForecastStep } from "@perennial/contract";

/** A renewal as it stood at one end of a waterfall. Values in 1/10,000 of the reporting currency's unit. */
export type Side = {
  readonly isInPeriod: boolean;
  readonly outcome: string | null;
  readonly rating: string | null;
  /** Place of its rating, 1 the best; null without one or when omitted. */
  readonly ratingPlace: number | null;
  /** What it adds to the total while it is in the period. */
  readonly value: bigint;
};

/** A renewal then and now; null where it did not exist. `between` is its amount then at its likelihood now. */
export type Pair = { readonly before: Side | null; readonly after: Side | null; readonly between: bigint };
export type Step = { readonly kind: ForecastStep; readonly amount: bigint };

/**
 * What moved one renewal's part of a forecast. The amounts sum to what it adds now less what it added then, always: each
 * branch is one difference of the two, or two that meet in between.
 */
export function stepsOf({ before, after, between }: Pair): Step[] {
  const wasIn = before?.isInPeriod ?? false;
  const isIn = after?.isInPeriod ?? false;
  if (!wasIn && !isIn) return [];
  if (!wasIn && after) return [{ kind: before ? "pulled-in" : "new", amount: after.value }];
  if (!isIn && before) return [{ kind: after ? "pushed" : "removed", amount: -before.value }];
  if (!before || !after) return [];
  const difference = after.value - before.value;
  if (after.outcome !== before.outcome) {
    return [{ kind: outcomeStep(after.outcome), amount: difference }];
  }
  if (after.outcome !== null) return amountStep(difference);
  return [...ratingStep(before, after, between - before.value), ...amountStep(after.value - between)];
}

function outcomeStep(outcome: string | null): ForecastStep {
  if (outcome === null) return "reopened";
  return outcome === "renewed" ? "won" : "lost";
}

function amountStep(amount: bigint): Step[] {
  return amount === 0n ? [] : [{ kind: amount > 0n ? "amount-up" : "amount-down", amount }];
}

/** A change of rating is a step also where it moves no money; then its direction is that of the ratings' order. */
function ratingStep(before: Side, after: Side, amount: bigint): Step[] {
  if (amount !== 0n) return [{ kind: amount > 0n ? "rating-up" : "rating-down", amount }];
  if (before.rating === after.rating) return [];
  const worst = Number.MAX_SAFE_INTEGER;
  const isUp = (after.ratingPlace ?? worst) < (before.ratingPlace ?? worst);
  return [{ kind: isUp ? "rating-up" : "rating-down", amount }];
}
