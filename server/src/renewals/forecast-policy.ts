import { forecastPolicy, type LikelihoodFirst } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import { z } from "zod";
import { command } from "../kernel/command.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { changesBetween } from "../kernel/history.ts";
import { noAccount } from "../kernel/ids.ts";
import { query } from "../kernel/query.ts";

/** Whose likelihood weighs the expected value first. */
export async function readLikelihoodFirst(db: Db | Tx): Promise<LikelihoodFirst> {
  const { rows } = await sql<{ first: LikelihoodFirst }>`
    select likelihood_first as first from forecast_policy where id = 1
  `.execute(db);
  return rows[0]?.first ?? "people";
}

/**
 * The likelihood by which an open renewal counts in an expected value: whoever the company lets speak first, else the other,
 * else certain. The same order as `forecastRenewals` of the contract has.
 * @param people SQL of what a person typed, else the default of the rating
 */
export function likelihoodByPolicy(
  people: RawBuilder<unknown>,
  model: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`case when (select likelihood_first from forecast_policy where id = 1) = 'model'
                  then coalesce(${model}, ${people}, 1) else coalesce(${people}, ${model}, 1) end`;
}

/**
 * What an open renewal comes to if it renews: its forecast, else its target. A forecast of nothing says that it is expected to be
 * lost, not what it would be worth.
 */
export const arrIfRenewed = (
  forecast: RawBuilder<unknown>,
  target: RawBuilder<unknown>,
): RawBuilder<unknown> => sql`coalesce(nullif(${forecast}, 0), ${target})`;

export const findForecastPolicy = query({
  name: "forecast.policy",
  permission: "renewals.read",
  input: z.object({}),
  run: async ({ db }) => ({ likelihoodFirst: await readLikelihoodFirst(db) }),
});

/** Lets people or the model speak first in every expected value, of today and of the past. */
export const setForecastPolicy = command({
  name: "forecast.set-policy",
  permission: "renewals.configure",
  input: forecastPolicy.write.body,
  async run({ tx, input }) {
    const before = { likelihoodFirst: await readLikelihoodFirst(tx) };
    await sql`update forecast_policy set likelihood_first = ${input.likelihoodFirst} where id = 1`.execute(
      tx,
    );
    const changes = changesBetween("forecast-policy", { id: noAccount, accountId: null }, before, input);
    const event = { name: "forecast-policy.changed", object: "definition", objectId: null, accountId: null };
    return { result: input, changes, events: changes.length === 0 ? [] : [event] };
  },
});
