import {
  archiveHealthScore as archiveEndpoint,
  createHealthScore as createEndpoint,
  endHealthOverride as endOverrideEndpoint,
  getHealthGaps,
  getHealthMigration,
  getHealthScore,
  givePulse as givePulseEndpoint,
  type HealthOverride,
  type HealthScore,
  healthTrend,
  listHealthOverrides,
  listHealthScores,
  listHealthScoreVersions,
  listMigratedAccounts,
  listPulses,
  listScoredAccounts,
  overrideHealth as overrideEndpoint,
  previewHealthScore as previewEndpoint,
  restorePulse as restorePulseEndpoint,
  takePulseBack as takePulseBackEndpoint,
  updateHealthScore as updateEndpoint,
} from "@perennial/contract";
import type { App } from "../kernel/app.ts";
import { assertPermitted, execute } from "../kernel/command.ts";
import { problem } from "../kernel/errors.ts";
import { type Route, route } from "../kernel/http/route.ts";
import { ask } from "../kernel/query.ts";
import { contextAsOf } from "../objects/index.ts";
import { archiveHealthScore } from "./archive-health-score.ts";
import { readGaps } from "./gaps.view.ts";
import { givePulse, restorePulse, takePulseBack } from "./give-pulse.ts";
import { readScore, readScores, readVersions } from "./health.sql.ts";
import { readMigrated, readMigration } from "./health-migration.view.ts";
import { presentScores } from "./health-score.view.ts";
import { readHealthTrend } from "./health-trend.view.ts";
import { endHealthOverride, overrideHealth } from "./override-health.ts";
import { readOverrides } from "./overrides.sql.ts";
import { previewHealthScore } from "./preview-health-score.ts";
import { readPulse, readPulses } from "./pulses.sql.ts";
import { readScoredAccounts } from "./scored-accounts.view.ts";
import { createHealthScore, updateHealthScore } from "./write-health-score.ts";

async function present(app: App, slugOrId: string): Promise<HealthScore> {
  const [score] = await presentScores(app, [await readScore(app.db, slugOrId)]);
  if (!score) throw problem("not-found", `There is no health score “${slugOrId}”.`);
  return score;
}

async function presentOverride(app: App, accountId: string, id: string): Promise<HealthOverride> {
  const found = (await readOverrides(app.db, accountId)).find((each) => each.id === id);
  if (!found) throw problem("not-found", "There is no such value.");
  return found;
}

export const healthRoutes: readonly Route[] = [
  route(listHealthScores, async ({ app, ctx }) => {
    assertPermitted(ctx, "health-scores.read");
    return { items: await presentScores(app, await readScores(app.db)), nextCursor: null };
  }),
  route(getHealthScore, async ({ app, ctx, params }) => {
    assertPermitted(ctx, "health-scores.read");
    return present(app, params.slug);
  }),
  route(createEndpoint, async ({ app, ctx, body }) => {
    const { id } = await execute(app, ctx, createHealthScore, body);
    return present(app, id);
  }),
  route(updateEndpoint, async ({ app, ctx, params, body }) => {
    const { id } = await execute(app, ctx, updateHealthScore, { slug: params.slug, patch: body });
    return present(app, id);
  }),
  route(archiveEndpoint, async ({ app, ctx, params }) => {
    const { id } = await execute(app, ctx, archiveHealthScore, params);
    return present(app, id);
  }),
  route(listHealthScoreVersions, async ({ app, ctx, params }) => {
    assertPermitted(ctx, "health-scores.read");
    const { id } = await readScore(app.db, params.slug);
    return { items: await readVersions(app.db, id), nextCursor: null };
  }),
  route(getHealthGaps, async ({ app, ctx, params }) => {
    assertPermitted(ctx, "health-scores.read");
    return readGaps(app, await readScore(app.db, params.slug));
  }),
  route(previewEndpoint, ({ app, ctx, params, body }) =>
    ask(app, ctx, previewHealthScore, { ...params, ...body }),
  ),
  route(healthTrend, ({ app, ctx, params, query }) =>
    ask(app, ctx, readHealthTrend, { ...params, ...query }),
  ),
  route(getHealthMigration, ({ app, ctx, params, query }) =>
    ask(app, ctx, readMigration, { ...params, ...query }),
  ),
  route(listMigratedAccounts, ({ app, ctx, params, query }) => {
    assertPermitted(ctx, "accounts.read");
    return ask(app, ctx, readMigrated, { ...params, ...query });
  }),
  route(listScoredAccounts, async ({ app, ctx, params, query }) => {
    assertPermitted(ctx, "health-scores.read");
    assertPermitted(ctx, "accounts.read");
    return readScoredAccounts(app, ctx, params.slug, query);
  }),
  route(listHealthOverrides, async ({ app, ctx, params }) => {
    assertPermitted(ctx, "accounts.read");
    return { items: await readOverrides(app.db, params.id), nextCursor: null };
  }),
  route(overrideEndpoint, async ({ app, ctx, params, body }) => {
    const { id } = await execute(app, ctx, overrideHealth, { ...params, ...body });
    return presentOverride(app, params.id, id);
  }),
  route(endOverrideEndpoint, async ({ app, ctx, params }) => {
    const { id } = await execute(app, ctx, endHealthOverride, params);
    return presentOverride(app, params.id, id);
  }),
  route(listPulses, async ({ app, ctx, params, query }) => {
    assertPermitted(ctx, "accounts.read");
    const items = await readPulses(app.db, contextAsOf(ctx, query.asOf), params.id);
    return { items, nextCursor: null };
  }),
  route(givePulseEndpoint, async ({ app, ctx, params, body }) => {
    const { id } = await execute(app, ctx, givePulse, { ...params, ...body });
    return readPulse(app.db, params.id, id);
  }),
  route(takePulseBackEndpoint, async ({ app, ctx, params }) => {
    await execute(app, ctx, takePulseBack, params);
    return readPulse(app.db, params.id, params.pulseId);
  }),
  route(restorePulseEndpoint, async ({ app, ctx, params }) => {
    await execute(app, ctx, restorePulse, params);
    return readPulse(app.db, params.id, params.pulseId);
  }),
];
