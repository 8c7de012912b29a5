import type { Scenario, WhatIfRow } from "@perennial/contract";
import {
  decimalOfMinor,
  forecastRenewals,
  type Supposition,
  suppose,
  suppositionsOf,
} from "@perennial/contract/forecasting";
import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import type { Db } from "../kernel/db.ts";
import { readLikelihoodFirst } from "../renewals/index.ts";
import { readScenario } from "./read-scenarios.ts";
import { namedBy, whatIfRows } from "./what-if.view.ts";

/** What becomes of one renewal in a scenario; null where nothing is supposed. */
export type SupposedRenewal = {
  readonly id: string;
  readonly likelihood: number | null;
  /** ARR if it renews, in the company's currency, as decimal text. */
  readonly amount: string | null;
  readonly dueOn: string | null;
};

/** What a scenario supposes of these rows. @throws Problem `not-found` of one that one may not see */
export async function scenarioSuppositions(
  app: App,
  db: Db,
  ctx: Context,
  id: string,
  rows: readonly WhatIfRow[],
): Promise<Supposition[]> {
  const { overrides } = await readScenario(db, ctx, id);
  return suppositionsOf(overrides, await namedBy(app, db, ctx, overrides), rows);
}

/**
 * The renewals around a span of which a scenario supposes something, as they would be: worked out by the code of the what-if.
 * @throws Problem `not-found` of a scenario that one may not see
 */
export async function supposeRenewals(
  app: App,
  db: Db,
  ctx: Context,
  id: string,
  span: { dueFrom: string; dueTo: string },
): Promise<{ scenario: Scenario; supposed: SupposedRenewal[] }> {
  const scenario = await readScenario(db, ctx, id);
  const rows = await whatIfRows(app, db, ctx, span);
  const named = await namedBy(app, db, ctx, scenario.overrides);
  const before = forecastRenewals(rows, await readLikelihoodFirst(db));
  const after = suppose(before, suppositionsOf(scenario.overrides, named, rows));
  const supposed = after.flatMap((now, at): SupposedRenewal[] => {
    const was = before[at];
    if (!was || was === now) return [];
    return [
      {
        id: now.id,
        likelihood: now.likelihood === was.likelihood ? null : now.likelihood,
        amount: now.amountMinor === was.amountMinor ? null : decimalOfMinor(now.amountMinor),
        dueOn: now.dueOn === was.dueOn ? null : now.dueOn,
      },
    ];
  });
  return { scenario, supposed };
}
