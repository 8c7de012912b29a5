import type { likelihoodBases, Override, WhatIfRow } from "../scenarios.ts";
import type { ForecastRenewal, Supposition } from "./what-if.ts";

export type LikelihoodBasis = (typeof likelihoodBases)[number];

/** Decimal text in whole minor units (two digits). Exact below ninety trillion. */
export function minorOf(amount: string): number {
  return Math.round(Number(amount) * 100);
}

/** Whole minor units as decimal text. */
export function decimalOfMinor(minor: number): string {
  return (Math.round(minor) / 100).toFixed(2);
}

/**
 * Rows of the API as forecasts read them. Whoever's likelihood is asked for counts; where it has none, the other's; where
 * neither has, the renewal counts as certain, as in the summary of renewals. What is closed is certain.
 */
export function forecastRenewals(rows: readonly WhatIfRow[], basis: LikelihoodBasis): ForecastRenewal[] {
  return rows.map((row) => {
    const [first, second] =
      basis === "model"
        ? [row.likelihoodModel, row.likelihoodPeople]
        : [row.likelihoodPeople, row.likelihoodModel];
    const open = first ?? second ?? 1;
    return {
      id: row.id,
      dueOn: row.dueOn,
      targetMinor: minorOf(row.targetArr),
      amountMinor: minorOf(row.amountArr),
      likelihood: row.outcome === null ? open : row.outcome === "renewed" ? 1 : 0,
      groups: { owner: row.ownerId, segment: row.segment, region: row.region },
    };
  });
}

/**
 * The overrides of a scenario as suppositions. What is closed is not supposed otherwise.
 * @param named for each override the renewals it is about, as the API tells them
 */
export function suppositionsOf(
  overrides: readonly Override[],
  named: readonly (readonly string[])[],
  rows: readonly WhatIfRow[],
): Supposition[] {
  const closed = new Set(rows.filter((row) => row.outcome !== null).map((row) => row.id));
  return overrides.map(({ about, likelihood, amount, dueOn }, at) => {
    const ids = about.kind === "renewal" ? [about.id] : (named[at] ?? []);
    return {
      ids: new Set(ids.filter((id) => !closed.has(id))),
      likelihood,
      amount: amount?.kind === "set" ? { kind: "set", minor: minorOf(amount.arr) } : amount,
      dueOn,
    };
  });
}
