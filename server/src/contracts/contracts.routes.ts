import {
  amendSubscription as amendEndpoint,
  contracts,
  getArr,
  getArrMovements,
  listExchangeRates as listExchangeRatesEndpoint,
  moveContractLines,
  putExchangeRates,
  subscriptions,
  upsertMrrSnapshots as upsertMrrSnapshotsEndpoint,
} from "@perennial/contract";
import { sql } from "kysely";
import { execute } from "../kernel/command.ts";
import { type Route, route } from "../kernel/http/route.ts";
import { ask } from "../kernel/query.ts";
import { bulkResult, type Present, presentCommon, recordCommands, recordRoutes } from "../objects/index.ts";
import { amendSubscription } from "./amend-subscription.ts";
import { contractType } from "./contract-type.ts";
import { listExchangeRates, setExchangeRates } from "./exchange-rates.ts";
import { moveLines } from "./move-lines.ts";
import { amountText } from "./read-arr.ts";
import { reportArr, reportMovements } from "./report-arr.ts";
import { subscriptionType } from "./subscription-type.ts";
import { upsertMrrSnapshots } from "./upsert-mrr-snapshots.ts";

export const contractCommands = recordCommands(contractType);
export const subscriptionCommands = recordCommands(subscriptionType);

const presentContracts: Present = async (app, _ctx, records) => {
  const { rows } = await sql<{ id: string; merged_into_id: string }>`
    select id, merged_into_id from contracts
     where account_id = any(${records.map((record) => record.accountId)}::uuid[])
       and id = any(${records.map((record) => record.id)}::uuid[]) and merged_into_id is not null
  `.execute(app.db);
  const mergedInto = new Map(rows.map((row) => [row.id, row.merged_into_id]));
  return records.map((record) => ({
    ...presentCommon(contractType, record),
    accountId: record.accountId,
    mergedIntoId: mergedInto.get(record.id) ?? null,
  }));
};

const presentSubscriptions: Present = async (app, _ctx, records) => {
  const { rows } = await sql<{ id: string; contract_id: string | null; root_id: string }>`
    select id, contract_id, coalesce(root_id, id) as root_id from subscriptions
     where account_id = any(${records.map((record) => record.accountId)}::uuid[])
       and id = any(${records.map((record) => record.id)}::uuid[])
  `.execute(app.db);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const money = (value: unknown) => (typeof value === "string" ? amountText(value) : null);
  return records.map((record) => ({
    ...presentCommon(subscriptionType, record),
    arr: money(record.values.arr),
    statedArr: money(record.values.statedArr),
    accountId: record.accountId,
    contractId: byId.get(record.id)?.contract_id ?? null,
    rootId: byId.get(record.id)?.root_id ?? record.id,
  }));
};

export const contractsRoutes: readonly Route[] = [
  ...recordRoutes(contractType, contracts, contractCommands, presentContracts),
  ...recordRoutes(subscriptionType, subscriptions, subscriptionCommands, presentSubscriptions),
  route(amendEndpoint, ({ app, ctx, params, body }) =>
    execute(app, ctx, amendSubscription, { ...body, id: params.id }),
  ),
  route(moveContractLines, ({ app, ctx, params, body }) =>
    execute(app, ctx, moveLines, { ...body, id: params.id }),
  ),
  route(upsertMrrSnapshotsEndpoint, async ({ app, ctx, body }) =>
    bulkResult(await execute(app, ctx, upsertMrrSnapshots, body)),
  ),
  route(getArr, ({ app, ctx, query }) => ask(app, ctx, reportArr, query)),
  route(getArrMovements, ({ app, ctx, query }) => ask(app, ctx, reportMovements, query)),
  route(listExchangeRatesEndpoint, async ({ app, ctx }) => ({
    items: await ask(app, ctx, listExchangeRates, {}),
  })),
  route(putExchangeRates, async ({ app, ctx, body }) => ({
    items: await execute(app, ctx, setExchangeRates, body),
  })),
];
