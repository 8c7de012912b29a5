import { formatDate } from "@perennial/contract/format";

/** ARR of accounts (or renewals) at the start and the end, summed: what every retention figure is made of. */
export type RetentionSums = {
  readonly startArr: string;
  readonly endArr: string;
  /** Σ min(start, end), each account (or line, or renewal) capped at what it had. */
  readonly retainedArr: string;
  readonly startCount: number;
  readonly keptCount: number;
};

/** Ratios, 1 meaning 100 %; null where there was nothing to retain. Six decimal places. */
export type RetentionRatios = {
  readonly nrr: number | null;
  readonly grr: number | null;
  readonly logoRetention: number | null;
};

export type RetentionFamily = "cohort" | "renewal-base";
export type RetentionPolicies = {
  /** Whether an account that left and came back within the span counts with its ARR at the end. */
  readonly reactivations: "included" | "excluded";
  /** What GRR caps: growth of one line of an account makes good for the loss of another, or does not. */
  readonly cap: "account" | "line";
  /** Exchange rates: those of the end for both dates, or each date's own. */
  readonly rates: "constant" | "date";
};

/**
 * NRR = Σ end ÷ Σ start; GRR = Σ min(start, end) ÷ Σ start; logo retention = accounts kept ÷ accounts at the start.
 * The usual definitions of SaaS reporting, over whichever base `sums` was taken.
 */
export function retentionRatios(sums: RetentionSums): RetentionRatios {
  return {
    nrr: ratio(sums.endArr, sums.startArr),
    grr: ratio(sums.retainedArr, sums.startArr),
    logoRetention: sums.startCount === 0 ? null : ratio(`${sums.keptCount}`, `${sums.startCount}`),
  };
}

/** The definition printed beside the figures, so that two numbers that differ can be told apart. */
export function retentionDefinition(
  family: RetentionFamily,
  from: string,
  to: string,
  currency: string,
  { reactivations, cap, rates }: RetentionPolicies,
): string {
  if (family === "renewal-base") {
    return [
      `Renewal-base retention: renewals due from ${formatDate(from)} to ${formatDate(to)}, both included.`,
      "Start ARR = their target ARR; end ARR = final ARR of those won.",
      "NRR = end ÷ start; GRR = the same with each renewal capped at its target; logo retention = renewals won ÷ renewals due.",
      `Renewals without an outcome count as not renewed yet. In ${currency}, other currencies at the rates of ${formatDate(to)}.`,
    ].join(" ");
  }
  const policy =
    reactivations === "included"
      ? "An account that left and is back by the end counts with its ARR at the end."
      : "An account that left in between counts as lost, even if it is back by the end.";
  const capped = cap === "account" ? "each account" : "each subscription line";
  const converted =
    rates === "constant"
      ? `other currencies at the rates of ${formatDate(to)} throughout`
      : `other currencies at each date's own rates, so that exchange rates count as growth or loss`;
  return [
    `Cohort retention: accounts with ARR on ${formatDate(from)}, measured again on ${formatDate(to)}; accounts that are new since are left out.`,
    `NRR = their ARR at the end ÷ at the start; GRR = the same with ${capped} capped at its ARR at the start;`,
    `logo retention = those that still have ARR. ${policy} In ${currency}, ${converted}.`,
  ].join(" ");
}

function ratio(part: string, whole: string): number | null {
  const divisor = minor(whole);
  if (divisor <= 0n) return null;
  const millionths = (minor(part) * 2_000_000n + divisor) / (divisor * 2n);
  return Number(millionths) / 1_000_000;
}

/** A decimal as an integer of 10⁻⁶: enough places for every currency's minor unit. */
function minor(text: string): bigint {
  const [whole = "0", fraction = ""] = text.replace("-", "").split(".");
  const units = BigInt(whole + fraction.padEnd(6, "0").slice(0, 6));
  return text.startsWith("-") ? -units : units;
}
