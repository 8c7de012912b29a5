import type { ForecastRow } from "@perennial/contract";
import { formatAmount, parseAmount } from "../kernel/money.ts";

/** Sums of one group and one category, as PostgreSQL gives them. */
export type CategorySums = {
  category: string;
  count: number;
  target: string;
  /** Σ call of those that have one, their target, and Σ min(call, target). */
  call: string;
  call_target: string;
  retained: string;
  expected: string;
  missing_count: number;
  missing_target: string;
};

type InRating = { count: number; target: bigint };

/** Exact sums of a level, in 1/10,000 of the currency's unit. Levels add up. */
export type Totals = {
  byCategory: Map<string, InRating>;
  count: number;
  call: bigint;
  callTarget: bigint;
  retained: bigint;
  expected: bigint;
  closedWon: bigint;
  missingCount: number;
  missingTarget: bigint;
};

export const noTotals = (): Totals => ({
  byCategory: new Map(),
  count: 0,
  call: 0n,
  callTarget: 0n,
  retained: 0n,
  expected: 0n,
  closedWon: 0n,
  missingCount: 0,
  missingTarget: 0n,
});

const units = (amount: string): bigint => parseAmount(amount) ?? 0n;

/** Adds the sums of one category to a level. */
export function addSums(totals: Totals, sums: CategorySums): void {
  const standing = totals.byCategory.get(sums.category) ?? { count: 0, target: 0n };
  totals.byCategory.set(sums.category, {
    count: standing.count + sums.count,
    target: standing.target + units(sums.target),
  });
  totals.count += sums.count;
  totals.call += units(sums.call);
  totals.callTarget += units(sums.call_target);
  totals.retained += units(sums.retained);
  totals.expected += units(sums.expected);
  totals.missingCount += sums.missing_count;
  totals.missingTarget += units(sums.missing_target);
  if (sums.category === "closed-won") totals.closedWon += units(sums.call);
}

type Figures = Pick<
  ForecastRow,
  | "count"
  | "dueArr"
  | "closedWonArr"
  | "closedLostArr"
  | "byRating"
  | "unrated"
  | "omitted"
  | "forecastArr"
  | "missingForecastCount"
  | "missingForecastArr"
  | "expectedArr"
  | "adjustmentArr"
  | "adjustedArr"
  | "targetArr"
  | "gapArr"
  | "grr"
  | "nrr"
>;
/** What people put beside the sums: the ledger of this level, and of it with all below; the target. */
export type Ledger = { readonly own: bigint; readonly withBelow: bigint; readonly target: bigint | null };

/**
 * The figures of a level. GRR is Σ min(call, target) ÷ Σ target, NRR Σ call ÷ Σ target, over the renewals that have a call:
 * an outcome or a forecast.
 * @param ratings slugs in their order; cumulative ones hold what is won and all ratings before as well
 */
export function figuresOf(
  totals: Totals,
  ledger: Ledger,
  ratings: readonly string[],
  isCumulative: boolean,
): Figures {
  const of = (category: string): InRating => totals.byCategory.get(category) ?? { count: 0, target: 0n };
  const shown = ({ count, target }: InRating) => ({ count, arr: formatAmount(target) });
  const omitted = of("omitted");
  const whole = [...totals.byCategory.values()].reduce((sum, { target }) => sum + target, 0n);
  const won = of("closed-won");
  let before: InRating = isCumulative
    ? { count: won.count, target: totals.closedWon }
    : { count: 0, target: 0n };
  const byRating: Figures["byRating"] = {};
  for (const rating of ratings) {
    const own = of(rating);
    const held = { count: before.count + own.count, target: before.target + own.target };
    byRating[rating] = shown(held);
    if (isCumulative) before = held;
  }
  const adjusted = totals.call + ledger.withBelow;
  return {
    count: totals.count - omitted.count,
    dueArr: formatAmount(whole - omitted.target),
    closedWonArr: formatAmount(totals.closedWon),
    closedLostArr: formatAmount(of("closed-lost").target),
    byRating,
    unrated: shown(of("unrated")),
    omitted: shown(omitted),
    forecastArr: formatAmount(totals.call),
    missingForecastCount: totals.missingCount,
    missingForecastArr: formatAmount(totals.missingTarget),
    expectedArr: formatAmount(totals.expected),
    adjustmentArr: formatAmount(ledger.own),
    adjustedArr: formatAmount(adjusted),
    targetArr: ledger.target === null ? null : formatAmount(ledger.target),
    gapArr: ledger.target === null ? null : formatAmount(adjusted - ledger.target),
    grr: share(totals.retained, totals.callTarget),
    nrr: share(totals.call, totals.callTarget),
  };
}

/** Their quotient to six places; null of nothing. */
export function share(part: bigint, whole: bigint): number | null {
  return whole === 0n ? null : Number((part * 1_000_000n) / whole) / 1_000_000;
}
