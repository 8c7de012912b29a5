import {
  bulkUpdateRenewals as bulkUpdateEndpoint,
  cadenceSteps,
  deleteRenewalOutcome,
  forecastPolicy,
  forecastRatings,
  generateRenewals as generateEndpoint,
  getNextTerm,
  getRenewalHistory,
  getRenewalLadder,
  getRenewalSummary,
  listRenewalCheckpoints,
  putRenewalCheckpoint,
  putRenewalOutcome,
  renewalPolicies,
  renewalStages,
  renewals,
} from "@perennial/contract";
import type { App } from "../kernel/app.ts";
import { assertPermitted, execute } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import { type Route, route } from "../kernel/http/route.ts";
import { ask } from "../kernel/query.ts";
import { catalogOf, contextAsOf, readRecords, recordRoutes } from "../objects/index.ts";
import { bulkUpdateRenewals, renewalCommands } from "./edit-renewals.ts";
import { findForecastPolicy, setForecastPolicy } from "./forecast-policy.ts";
import { generateAll, generateRenewals } from "./generate-renewals.ts";
import { readNextTerm } from "./next-term.view.ts";
import { presentRenewals } from "./present-renewals.ts";
import { recordOutcome } from "./record-outcome.ts";
import { listCheckpoints, recordCheckpoint } from "./renewal-checkpoints.ts";
import {
  listPolicies,
  listRatings,
  listStages,
  setPolicies,
  setRatings,
  setStages,
} from "./renewal-definitions.ts";
import { readRenewalHistory } from "./renewal-history.view.ts";
import { listCadenceSteps, readLadder, setCadenceSteps } from "./renewal-ladder.ts";
import { summariseRenewals } from "./renewal-summary.ts";
import { renewalType } from "./renewal-type.ts";
import { undoOutcome } from "./reopen-renewal.ts";

async function readOne(app: App, ctx: Context, id: string): Promise<never> {
  const records = await readRecords(app.db, await catalogOf(app), renewalType, [id]);
  return (await presentRenewals(app, ctx, records))[0] as never;
}

/** Lists of definitions; fixed paths come before those with an id. */
const definitionRoutes: readonly Route[] = [
  route(renewalStages.read, async ({ app, ctx }) => ({ items: await ask(app, ctx, listStages, {}) })),
  route(renewalStages.write, async ({ app, ctx, body }) => ({
    items: await execute(app, ctx, setStages, body),
  })),
  route(forecastRatings.read, async ({ app, ctx }) => ({ items: await ask(app, ctx, listRatings, {}) })),
  route(forecastRatings.write, async ({ app, ctx, body }) => ({
    items: await execute(app, ctx, setRatings, body),
  })),
  route(forecastPolicy.read, ({ app, ctx }) => ask(app, ctx, findForecastPolicy, {})),
  route(forecastPolicy.write, ({ app, ctx, body }) => execute(app, ctx, setForecastPolicy, body)),
  route(renewalPolicies.read, async ({ app, ctx }) => ({
    items: (await ask(app, ctx, listPolicies, {})) as never[],
  })),
  route(renewalPolicies.write, async ({ app, ctx, body }) => ({
    items: (await execute(app, ctx, setPolicies, body)) as never[],
  })),
];

const cadenceRoutes: readonly Route[] = [
  route(cadenceSteps.read, async ({ app, ctx }) => ({ items: await ask(app, ctx, listCadenceSteps, {}) })),
  route(cadenceSteps.write, async ({ app, ctx, body }) => ({
    items: await execute(app, ctx, setCadenceSteps, body),
  })),
  route(getRenewalLadder, ({ app, ctx, params, query }) =>
    ask(app, ctx, readLadder, { ...params, ...query }),
  ),
];

export const renewalsRoutes: readonly Route[] = [
  route(getRenewalSummary, ({ app, ctx, query }) => ask(app, ctx, summariseRenewals, query)),
  route(generateEndpoint, async ({ app, ctx, body }) => {
    assertPermitted(ctx, generateRenewals.permission);
    if (body?.accountId === undefined) return generateAll(app);
    return execute(app, ctx, generateRenewals, { accountIds: [body.accountId] });
  }),
  route(bulkUpdateEndpoint, async ({ app, ctx, body }) => {
    const results = await execute(app, ctx, bulkUpdateRenewals, body);
    const count = (status: string) => results.filter((result) => result.status === status).length;
    return { updated: count("updated"), unchanged: count("unchanged"), rejected: count("rejected"), results };
  }),
  route(putRenewalOutcome, async ({ app, ctx, params, body }) => {
    const { nextRenewalId } = await execute(app, ctx, recordOutcome, { ...body, id: params.id });
    return { renewal: await readOne(app, ctx, params.id), nextRenewalId };
  }),
  route(getNextTerm, ({ app, ctx, params }) => ask(app, ctx, readNextTerm, params)),
  route(deleteRenewalOutcome, async ({ app, ctx, params }) => {
    await execute(app, ctx, undoOutcome, params);
    return readOne(app, ctx, params.id);
  }),
  route(listRenewalCheckpoints, async ({ app, ctx, params, query }) => ({
    items: await ask(app, contextAsOf(ctx, query.asOf), listCheckpoints, params),
  })),
  route(putRenewalCheckpoint, async ({ app, ctx, params, body }) => ({
    items: await execute(app, ctx, recordCheckpoint, { ...body, ...params }),
  })),
  route(getRenewalHistory, async ({ app, ctx, params, query }) => ({
    items: await ask(app, ctx, readRenewalHistory, { ...params, ...query }),
  })),
  ...definitionRoutes,
  ...cadenceRoutes,
  ...recordRoutes(renewalType, renewals, renewalCommands, presentRenewals),
];
