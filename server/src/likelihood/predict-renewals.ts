import { sql } from "kysely";
import { amountText, lockAccounts } from "../contracts/index.ts";
import { markDirty } from "../engine/index.ts";
import type { App } from "../kernel/app.ts";
import type { Change, Json } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { announce } from "../kernel/live.ts";
import { publish } from "../kernel/publish.ts";
import { readFeatures } from "./features/read-features.ts";
import { type LikelihoodModel, versionInUse } from "./likelihood-versions.sql.ts";
import { likelihoodBy } from "./model/learn.ts";
import { likelihoodByPrior } from "./model/prior.ts";
import type { FeatureValues } from "./model/sample.ts";

/** The actor of the model's likelihoods in history and feed. */
export const modelName = "likelihood model";

type OpenRenewal = {
  accountId: string;
  id: string;
  dueOn: string;
  targetArr: string;
  human: number | null;
  likelihoodModel: number | null;
  expectedArr: string | null;
  version: number | null;
  features: FeatureValues | null;
};

/**
 * Judges the open renewals of these accounts by the version in use, as things stand at `ctx.now`, and writes what differs.
 * A likelihood is kept to the percent: more it cannot know, and so it does not change with every click of a customer.
 * @returns how many were written
 */
export async function predictRenewals(
  app: App,
  tx: Tx,
  ctx: Context,
  accountIds: readonly string[],
): Promise<number> {
  const version = await versionInUse(tx);
  if (!version || accountIds.length === 0) return 0;
  const open = await readOpen(tx, accountIds);
  const at = ctx.today.toString();
  const features = await readFeatures(
    app,
    tx,
    ctx,
    open.map(({ accountId, id, dueOn }) => ({ accountId, renewalId: id, dueOn, at })),
  );
  const rows = open.flatMap((renewal, place) => {
    const known = features[place] ?? {};
    const likelihood = inPercent(judge(version.model, known, renewal.human));
    const arrIfRenewed = amountText(
      String(Math.round(Number(renewal.targetArr) * version.renewedRatio * 100) / 100),
    );
    const expectedArr = amountText(String(Math.round(Number(arrIfRenewed) * likelihood * 100) / 100));
    const row = { ...renewal, likelihood, arrIfRenewed, newExpectedArr: expectedArr, known };
    const isSame =
      renewal.version === version.version &&
      renewal.likelihoodModel === likelihood &&
      renewal.expectedArr === expectedArr &&
      isSameRecord(renewal.features ?? {}, known);
    return isSame ? [] : [row];
  });
  if (rows.length === 0) return 0;
  // An edit locks its account and then the states that follow from it: taken in another order the two would wait for each other.
  // What was edited meanwhile is marked, and judged again.
  await lockAccounts(
    tx,
    rows.map((row) => row.accountId),
  );
  const written = rows.map((row) => ({
    account_id: row.accountId,
    id: row.id,
    likelihood: row.likelihood,
    arr_if_renewed: row.arrIfRenewed,
    expected_arr: row.newExpectedArr,
    features: row.known,
  }));
  await sql`
    insert into renewal_derived as d (account_id, id, likelihood_model, arr_if_renewed, expected_arr, likelihood_version,
                                      likelihood_features, predicted_at)
    select account_id, id, likelihood, arr_if_renewed, expected_arr, ${version.version}::integer, features,
           ${ctx.now.toString()}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(written)}::jsonb)
        as w (account_id uuid, id uuid, likelihood numeric, arr_if_renewed numeric, expected_arr numeric, features jsonb)
     order by account_id, id
    on conflict (account_id, id) do update
       set likelihood_model = excluded.likelihood_model, arr_if_renewed = excluded.arr_if_renewed,
           expected_arr = excluded.expected_arr, likelihood_version = excluded.likelihood_version,
           likelihood_features = excluded.likelihood_features, predicted_at = excluded.predicted_at
  `.execute(tx);
  const changes = rows.flatMap((row): Change[] => {
    const change = (field: string, old: Json, now: Json): Change[] =>
      old === now
        ? []
        : [{ object: "renewal", objectId: row.id, accountId: row.accountId, field, old, new: now }];
    return [
      ...change("likelihoodModel", row.likelihoodModel, row.likelihood),
      ...change("expectedArr", row.expectedArr, row.newExpectedArr),
    ];
  });
  await publish(app, tx, ctx, modelName, { changes, events: [], isDerived: true });
  const changed = rows.filter((row) => row.likelihoodModel !== row.likelihood);
  await announce(
    tx,
    changed.map((row) => ({
      name: "renewal.predicted",
      object: "renewal",
      objectId: row.id,
      accountId: row.accountId,
    })),
  );
  await markDirty(
    tx,
    changed.map((row) => row.accountId),
    ctx.now,
  );
  return rows.length;
}

/** The model's likelihood of a renewal of which this is known. */
export function judge(model: LikelihoodModel, features: FeatureValues, human: number | null): number {
  return model.kind === "trained" ? likelihoodBy(model, features) : likelihoodByPrior(model, features, human);
}

function inPercent(likelihood: number): number {
  return Math.min(99, Math.max(1, Math.round(likelihood * 100))) / 100;
}

function isSameRecord(a: FeatureValues, b: FeatureValues): boolean {
  const keys = Object.keys(b);
  return keys.length === Object.keys(a).length && keys.every((key) => a[key] === b[key]);
}

async function readOpen(tx: Tx, accountIds: readonly string[]): Promise<OpenRenewal[]> {
  const { rows } = await sql<OpenRenewal>`
    select r.account_id as "accountId", r.id, r.due_on as "dueOn", r.target_arr::text as "targetArr",
           coalesce(r.human_likelihood, f.default_likelihood)::float8 as human,
           d.likelihood_model::float8 as "likelihoodModel", round(d.expected_arr, 2)::text as "expectedArr",
           d.likelihood_version as version, d.likelihood_features as features
      from renewals r
      left join forecast_ratings f on f.slug = r.rating
      left join renewal_derived d on d.account_id = r.account_id and d.id = r.id
     where r.account_id = any(${[...accountIds]}::uuid[]) and r.outcome is null and r.archived_at is null
     order by r.account_id, r.id
  `.execute(tx);
  return rows;
}
