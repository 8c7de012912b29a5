import {
  createRiskAsk,
  getRiskAgenda,
  getRiskReport,
  getRiskSettings,
  holdRiskReview,
  leaveRisk as leaveEndpoint,
  listReviewRegions,
  listRiskDepartments,
  listRiskReviews,
  listRiskTiers,
  listRootCauses,
  putRiskDepartments,
  putRiskSettings,
  putRiskTiers,
  putRootCauses,
  type Risk,
  reopenRisk as reopenEndpoint,
  reviewRisk as reviewEndpoint,
  risks,
  riskTimeline,
  setRiskTier as tierEndpoint,
  updateRiskAsk,
} from "@perennial/contract";
import type { App } from "../kernel/app.ts";
import { assertPermitted, execute } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import { type Route, route } from "../kernel/http/route.ts";
import { ask } from "../kernel/query.ts";
import { catalogOf, readRecords, recordCommands, recordRoutes } from "../objects/index.ts";
import { buildAgenda, readRegions } from "./agenda.ts";
import { createAsk, updateAsk } from "./asks.ts";
import { changeRiskSettings } from "./change-risk-settings.ts";
import { readDepartments, replaceDepartments } from "./departments.ts";
import { holdReview, readReviews } from "./hold-review.ts";
import { leaveRisk, reopenRisk, reviewRisk, setRiskTier } from "./move-risk.ts";
import { presentRisks } from "./present-risks.ts";
import { readRiskReport } from "./report/risk-report.view.ts";
import { readRootCauses, readTiers, replaceRootCauses, replaceTiers } from "./risk-definitions.ts";
import { readRiskSettings } from "./risk-settings.ts";
import { readRiskTimeline } from "./risk-timeline.view.ts";
import { riskType } from "./risk-type.ts";

export const riskCommands = recordCommands(riskType);

async function presentRisk(app: App, ctx: Context, { id }: { id: string }): Promise<Risk> {
  const records = await readRecords(app.db, await catalogOf(app), riskType, [id]);
  return (await presentRisks(app, ctx, records))[0] as Risk;
}

export const riskRoutes: readonly Route[] = [
  ...recordRoutes(riskType, risks, riskCommands, presentRisks),
  route(tierEndpoint, async ({ app, ctx, params, body }) =>
    presentRisk(app, ctx, await execute(app, ctx, setRiskTier, { ...params, ...body })),
  ),
  route(reviewEndpoint, async ({ app, ctx, params, body }) =>
    presentRisk(app, ctx, await execute(app, ctx, reviewRisk, { ...params, ...body })),
  ),
  route(leaveEndpoint, async ({ app, ctx, params, body }) =>
    presentRisk(app, ctx, await execute(app, ctx, leaveRisk, { ...params, ...body })),
  ),
  route(reopenEndpoint, async ({ app, ctx, params }) =>
    presentRisk(app, ctx, await execute(app, ctx, reopenRisk, params)),
  ),
  route(riskTimeline, ({ app, ctx, params, query }) =>
    ask(app, ctx, readRiskTimeline, { ...query, ...params }),
  ),
  route(createRiskAsk, async ({ app, ctx, params, body }) =>
    presentRisk(app, ctx, await execute(app, ctx, createAsk, { ...body, riskId: params.id })),
  ),
  route(updateRiskAsk, async ({ app, ctx, params, body }) =>
    presentRisk(app, ctx, await execute(app, ctx, updateAsk, { ...body, ...params })),
  ),
  route(listRootCauses, async ({ app, ctx }) => {
    assertPermitted(ctx, "risks.read");
    return { items: await readRootCauses(app.db), nextCursor: null };
  }),
  route(putRootCauses, async ({ app, ctx, body }) => ({
    items: await execute(app, ctx, replaceRootCauses, body),
    nextCursor: null,
  })),
  route(listRiskTiers, async ({ app, ctx }) => {
    assertPermitted(ctx, "risks.read");
    return { items: await readTiers(app.db), nextCursor: null };
  }),
  route(putRiskTiers, async ({ app, ctx, body }) => ({
    items: await execute(app, ctx, replaceTiers, body),
    nextCursor: null,
  })),
  route(listRiskDepartments, async ({ app, ctx }) => {
    assertPermitted(ctx, "risks.read");
    return { items: await readDepartments(app.db), nextCursor: null };
  }),
  route(putRiskDepartments, async ({ app, ctx, body }) => ({
    items: await execute(app, ctx, replaceDepartments, body),
    nextCursor: null,
  })),
  route(getRiskSettings, async ({ app, ctx }) => {
    assertPermitted(ctx, "risks.read");
    return readRiskSettings(app.db);
  }),
  route(putRiskSettings, ({ app, ctx, body }) => execute(app, ctx, changeRiskSettings, body)),
  route(getRiskAgenda, async ({ app, ctx, query }) => {
    assertPermitted(ctx, "risks.read");
    return buildAgenda(app.db, ctx, query.region);
  }),
  route(listReviewRegions, async ({ app, ctx }) => {
    assertPermitted(ctx, "risks.read");
    return { items: await readRegions(app.db), nextCursor: null };
  }),
  route(listRiskReviews, async ({ app, ctx, query }) => {
    assertPermitted(ctx, "risks.read");
    return { items: await readReviews(app.db, query), nextCursor: null };
  }),
  route(holdRiskReview, async ({ app, ctx, body }) => {
    const { id, mailedTo } = await execute(app, ctx, holdReview, body);
    const [review] = await readReviews(app.db, { id });
    return { ...(review as NonNullable<typeof review>), mailedTo };
  }),
  route(getRiskReport, ({ app, ctx, query }) => ask(app, ctx, readRiskReport, query)),
];
