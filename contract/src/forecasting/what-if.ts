import { type SharedBy, type SimulatedRenewal, sharedBy } from "./simulation.ts";

/** A renewal as forecasts read it. Amounts are whole minor units of one currency. */
export type ForecastRenewal = {
  id: string;
  /** Expiry, `YYYY-MM-DD`. */
  dueOn: string;
  targetMinor: number;
  /** ARR if it renews: final where it has, else the forecast, else the target. */
  amountMinor: number;
  /** 1 and 0 where the outcome is known. */
  likelihood: number;
  groups: Readonly<Record<SharedBy, string | null>>;
};

/** What is supposed of one renewal, or of all that a rule named. */
export type Supposition = {
  /** The renewals it is about. */
  ids: ReadonlySet<string>;
  likelihood?: { kind: "set"; value: number } | { kind: "shift"; by: number } | undefined;
  amount?: { kind: "set"; minor: number } | { kind: "scale"; by: number } | undefined;
  dueOn?: { kind: "set"; date: string } | { kind: "shift"; days: number } | undefined;
};

/** Renewals as they would be: suppositions in their order, a later one upon an earlier. Nothing is changed in place. */
export function suppose(
  renewals: readonly ForecastRenewal[],
  suppositions: readonly Supposition[],
): ForecastRenewal[] {
  return renewals.map((renewal) => {
    const about = suppositions.filter((supposition) => supposition.ids.has(renewal.id));
    return about.length === 0 ? renewal : about.reduce(supposed, renewal);
  });
}

function supposed(renewal: ForecastRenewal, { likelihood, amount, dueOn }: Supposition): ForecastRenewal {
  const next = { ...renewal };
  if (likelihood) {
    const value = likelihood.kind === "set" ? likelihood.value : renewal.likelihood + likelihood.by;
    next.likelihood = Math.min(1, Math.max(0, value));
  }
  if (amount) {
    const minor = amount.kind === "set" ? amount.minor : renewal.amountMinor * amount.by;
    next.amountMinor = Math.max(0, Math.round(minor));
  }
  if (dueOn) next.dueOn = dueOn.kind === "set" ? dueOn.date : later(renewal.dueOn, dueOn.days);
  return next;
}

function later(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Sums of what is due in a span, in minor units, and the rates of the renewal base (of what is due, not of a cohort). */
export type Outlook = {
  count: number;
  dueMinor: number;
  /** Σ likelihood × ARR if renewed. */
  expectedMinor: number;
  /** Σ likelihood × (ARR if renewed, at most the target) / Σ target; null where nothing is due. */
  grr: number | null;
  /** Σ likelihood × ARR if renewed / Σ target. */
  nrr: number | null;
};

/** The renewals due in a span, both ends included. */
export function dueIn(
  renewals: readonly ForecastRenewal[],
  span: { from: string; to: string },
): ForecastRenewal[] {
  return renewals.filter(({ dueOn }) => dueOn >= span.from && dueOn <= span.to);
}

/** What can be expected of these renewals, without a simulation. */
export function outlookOf(renewals: readonly ForecastRenewal[]): Outlook {
  let [dueMinor, expected, kept] = [0, 0, 0];
  for (const { targetMinor, amountMinor, likelihood } of renewals) {
    dueMinor += targetMinor;
    expected += likelihood * amountMinor;
    kept += likelihood * Math.min(amountMinor, targetMinor);
  }
  return {
    count: renewals.length,
    dueMinor,
    expectedMinor: Math.round(expected),
    grr: dueMinor === 0 ? null : kept / dueMinor,
    nrr: dueMinor === 0 ? null : expected / dueMinor,
  };
}

/** How much one renewal moves the total. */
export type Decisive = {
  id: string;
  likelihood: number;
  /** The standard deviation it adds by itself: ARR if renewed × √(p·(1 − p)). Largest where much money is undecided. */
  movesMinor: number;
  /** The total rises by this when it is certain to renew, */
  upMinor: number;
  /** and falls by this when it is lost. */
  downMinor: number;
};

/** The renewals on which the total depends most, the most decisive first. */
export function mostDecisive(renewals: readonly ForecastRenewal[], count: number): Decisive[] {
  return renewals
    .map(({ id, amountMinor, likelihood }) => ({
      id,
      likelihood,
      movesMinor: Math.round(amountMinor * Math.sqrt(likelihood * (1 - likelihood))),
      upMinor: Math.round(amountMinor * (1 - likelihood)),
      downMinor: Math.round(amountMinor * likelihood),
    }))
    .filter((one) => one.movesMinor > 0)
    .sort((a, b) => b.movesMinor - a.movesMinor || (a.id < b.id ? -1 : 1))
    .slice(0, count);
}

/** A renewal as the simulation takes it. */
export function simulated({ id, likelihood, amountMinor, groups }: ForecastRenewal): SimulatedRenewal {
  return { key: id, likelihood, amountMinor, groups };
}

/** Whether two states of one renewal draw the same. */
export function isSameDraw(a: ForecastRenewal, b: ForecastRenewal): boolean {
  return (
    a.likelihood === b.likelihood &&
    a.amountMinor === b.amountMinor &&
    sharedBy.every((by) => a.groups[by] === b.groups[by])
  );
}
