import { sumDecimals } from "../../ui/grid/decimal.ts";

/** Amounts of ARR over a period, each a decimal string of zero or more. */
export type CalculatorInput = { start: string; churn: string; contraction: string; expansion: string };
export type CalculatorResult = {
  end: string;
  /** Shares of the start; null where there was none. */
  nrr: number | null;
  grr: number | null;
};

/**
 * NRR = (start − churn − contraction + expansion) ÷ start; GRR = (start − churn − contraction) ÷ start, never below zero.
 * The usual definitions of SaaS reporting.
 */
export function calculateRetention({
  start,
  churn,
  contraction,
  expansion,
}: CalculatorInput): CalculatorResult {
  const kept = sumDecimals([start, `-${churn}`, `-${contraction}`]);
  const end = sumDecimals([kept, expansion]);
  const ofStart = (amount: string) =>
    Number(start) > 0 ? Math.max(0, Number(amount)) / Number(start) : null;
  return { end, nrr: ofStart(end), grr: ofStart(kept) };
}

/** What became of a cohort's ARR, account by account: gone, shrunk or grown, never netted against one another. */
export function amountsOf(rows: readonly { startArr: string; endArr: string }[]): CalculatorInput {
  const changes = rows.map((row) => ({
    hasEnded: Number(row.endArr) === 0,
    change: sumDecimals([row.endArr, `-${row.startArr}`]),
  }));
  const lost = changes.filter(({ change }) => change.startsWith("-"));
  const sizes = (of: typeof changes) => sumDecimals(of.map(({ change }) => change.replace("-", "")));
  return {
    start: sumDecimals(rows.map((row) => row.startArr)),
    churn: sizes(lost.filter(({ hasEnded }) => hasEnded)),
    contraction: sizes(lost.filter(({ hasEnded }) => !hasEnded)),
    expansion: sizes(changes.filter(({ change }) => !change.startsWith("-"))),
  };
}

/** How much more ARR has to be kept (or won) to reach a share of the start; zero where it is reached. */
export function gapTo(target: number, start: string, reached: string): string {
  const wanted = (Number(start) * target).toFixed(2);
  const gap = sumDecimals([wanted, `-${reached}`]);
  return gap.startsWith("-") ? "0" : gap;
}

/** A plain amount, or null where it is none: a negative one, words, nothing. */
export function readAmount(text: string): string | null {
  const plain = text.replaceAll(/[\s,_$€£]/g, "");
  return /^\d{1,15}(\.\d{1,4})?$/.test(plain) ? plain : null;
}
