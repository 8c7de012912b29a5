import { randomOf } from "./random.ts";
import type { SampleAccount, SampleTerm } from "./world.ts";

/** What somebody wrote down of a renewal on a day. */
export type SampleForecast = {
  on: Temporal.PlainDate;
  rating: "commit" | "likely" | "at_risk" | "churn_expected";
  stage: string;
  /** Percent of the target ARR as it is on that day. */
  share: number;
};

/** A forecast is made about so many days before expiry, a few days earlier or on the day. */
const looks = [
  { days: 150, stage: "planning" },
  { days: 92, stage: "notice_sent" },
  { days: 62, stage: "in_conversation" },
  { days: 32, stage: "negotiation" },
] as const;

/** Further back nobody asks for forecasts any more. */
const rememberedMonths = 19;

/**
 * What people forecast of a term's renewal before it was decided. Whoever owns the account sees its mood of that month through
 * their own glasses: some are hopeful, some careful, and all see less the further away expiry is. So accuracy by owner and by
 * days before expiry comes out of how the world is, and of nothing else.
 */
export function forecastsOf(
  account: SampleAccount,
  term: SampleTerm,
  today: Temporal.PlainDate,
): SampleForecast[] {
  const random = randomOf(`forecasts ${term.key}`);
  if (random.isTrue(0.06)) return [];
  const until = term.outcome?.on ?? today;
  const since = today.subtract({ months: rememberedMonths });
  return looks.flatMap(({ days, stage }): SampleForecast[] => {
    const on = term.endsOn.subtract({ days: days + random.whole(0, 5) });
    const error = random.normal() * (0.25 + days / 250);
    const isCut = random.pick([60, 75, 85]);
    const growth = random.pick([100, 100, 104, 110]);
    const isBefore =
      Temporal.PlainDate.compare(on, until) < 0 && Temporal.PlainDate.compare(on, term.startsOn) > 0;
    if (!isBefore || Temporal.PlainDate.compare(on, since) < 0) return [];
    const month = account.customerSince.until(on, { largestUnit: "months" }).months;
    const seen = (account.mood[month] ?? 0) + glassesOf(account.accountManager) + error;
    const rating =
      seen < -1.1
        ? "churn_expected"
        : seen < -0.3
          ? "at_risk"
          : days < 100 && seen > 0.4
            ? "commit"
            : "likely";
    const share = { churn_expected: 0, at_risk: isCut, likely: 100, commit: growth }[rating];
    return [{ on, rating, stage, share }];
  });
}

/** How much better (or worse) than it is an owner takes the mood of accounts to be. */
export function glassesOf(owner: string): number {
  return randomOf(`glasses ${owner}`).pick([-0.35, -0.1, 0.15, 0.5, 0.8]);
}
