import {
  addSegmentMember,
  archiveSegment,
  clearSegmentMember,
  compareSegments as compareSegmentsEndpoint,
  createSegment as createSegmentEndpoint,
  explainMember,
  explainRuleFor,
  findRuleValues,
  getRuleCatalog,
  getSegment,
  getSegmentBaselines,
  getSegmentSize,
  getTiers,
  listSegmentMembers,
  listSegments,
  previewSegment as previewSegmentEndpoint,
  removeSegmentMember,
  restoreSegment,
  type Segment,
  setTiers as setTiersEndpoint,
  updateSegment as updateSegmentEndpoint,
} from "@perennial/contract";
import type { z } from "zod";
import type { App } from "../kernel/app.ts";
import { assertPermitted, execute } from "../kernel/command.ts";
import { problem } from "../kernel/errors.ts";
import { type Route, route } from "../kernel/http/route.ts";
import { parseInput } from "../kernel/parse-input.ts";
import { ask } from "../kernel/query.ts";
import { setSegmentArchived } from "./archive-segment.ts";
import { explainDraft, explainMembership } from "./explain-segment.ts";
import { previewSegment } from "./preview-segment.ts";
import { readRuleCatalog } from "./rule-catalog.view.ts";
import { readRuleValues } from "./rule-values.view.ts";
import { readBaselines } from "./segment-baselines.view.ts";
import { compareSegments } from "./segment-comparison.view.ts";
import { presentSegments } from "./segment-list.view.ts";
import { readMembers } from "./segment-members.view.ts";
import { readSegmentSize } from "./segment-size.view.ts";
import { readSegment, readSegments } from "./segments.sql.ts";
import { setSegmentLink } from "./set-segment-link.ts";
import { assertFalling, setTiers } from "./set-tiers.ts";
import { readTiers } from "./tiers.view.ts";
import { createSegment, updateSegment } from "./write-segment.ts";

async function present(app: App, slugOrId: string): Promise<Segment> {
  const [segment] = await presentSegments(app, [await readSegment(app.db, slugOrId)]);
  if (!segment) throw problem("not-found", `There is no segment “${slugOrId}”.`);
  return segment;
}

/** @throws Problem `invalid-input` when they are not four falling numbers */
function askedThresholds({ measure, from }: z.infer<typeof getTiers.query>) {
  if (measure === undefined && from === undefined) return undefined;
  const [I, A, B, C] = from?.split(",") ?? [];
  const asked = parseInput(setTiersEndpoint.body, { measure: measure ?? "arr", from: { I, A, B, C } });
  assertFalling(asked);
  return asked;
}

export const segmentRoutes: readonly Route[] = [
  route(listSegments, async ({ app, ctx, query }) => {
    assertPermitted(ctx, "segments.read");
    const rows = await readSegments(app.db, { isArchived: query.archived === "true" });
    return { items: await presentSegments(app, rows), nextCursor: null };
  }),
  route(getSegment, async ({ app, ctx, params }) => {
    assertPermitted(ctx, "segments.read");
    return present(app, params.slug);
  }),
  route(createSegmentEndpoint, async ({ app, ctx, body }) => {
    const { id } = await execute(app, ctx, createSegment, body);
    return present(app, id);
  }),
  route(updateSegmentEndpoint, async ({ app, ctx, params, body }) => {
    const { id } = await execute(app, ctx, updateSegment, { slug: params.slug, patch: body });
    return present(app, id);
  }),
  route(getTiers, async ({ app, ctx, query }) => {
    assertPermitted(ctx, "segments.read");
    return readTiers(app, ctx, askedThresholds(query));
  }),
  route(setTiersEndpoint, async ({ app, ctx, body }) => {
    await execute(app, ctx, setTiers, body);
    return readTiers(app, ctx);
  }),
  route(archiveSegment, async ({ app, ctx, params }) => {
    const { id } = await execute(app, ctx, setSegmentArchived, { slug: params.slug, isArchived: true });
    return present(app, id);
  }),
  route(restoreSegment, async ({ app, ctx, params }) => {
    const { id } = await execute(app, ctx, setSegmentArchived, { slug: params.slug, isArchived: false });
    return present(app, id);
  }),
  route(listSegmentMembers, async ({ app, ctx, params, query }) => {
    assertPermitted(ctx, "segments.read");
    assertPermitted(ctx, "accounts.read");
    return readMembers(app, ctx, params.slug, query);
  }),
  route(addSegmentMember, ({ app, ctx, params, body }) =>
    execute(app, ctx, setSegmentLink, {
      segment: params.slug,
      recordId: params.id,
      isMember: true,
      reason: body.reason,
    }),
  ),
  route(removeSegmentMember, ({ app, ctx, params, query }) =>
    execute(app, ctx, setSegmentLink, {
      segment: params.slug,
      recordId: params.id,
      isMember: false,
      reason: query.reason,
    }),
  ),
  route(clearSegmentMember, ({ app, ctx, params }) =>
    execute(app, ctx, setSegmentLink, { segment: params.slug, recordId: params.id, isMember: null }),
  ),
  route(explainMember, async ({ app, ctx, params }) => {
    assertPermitted(ctx, "segments.read");
    assertPermitted(ctx, "accounts.read");
    return { of: `segment:${params.slug}`, ...(await explainMembership(app, ctx, params.slug, params.id)) };
  }),
  route(explainRuleFor, async ({ app, ctx, body }) => {
    assertPermitted(ctx, "segments.read");
    assertPermitted(ctx, "accounts.read");
    return { of: "rule", ...(await explainDraft(app, ctx, body)) };
  }),
  route(getSegmentSize, async ({ app, ctx, params, query }) => {
    assertPermitted(ctx, "segments.read");
    assertPermitted(ctx, "accounts.read");
    return readSegmentSize(app, ctx, params.slug, query.days);
  }),
  route(compareSegmentsEndpoint, async ({ app, ctx, params, query }) => {
    assertPermitted(ctx, "segments.read");
    return compareSegments(app, [params.slug, query.with], query.fields.split(","));
  }),
  route(getSegmentBaselines, async ({ app, ctx, params }) => {
    assertPermitted(ctx, "segments.read");
    return readBaselines(app, params.slug);
  }),
  route(previewSegmentEndpoint, ({ app, ctx, body }) => ask(app, ctx, previewSegment, body)),
  route(getRuleCatalog, async ({ app, ctx }) => {
    assertPermitted(ctx, "segments.read");
    return readRuleCatalog(app);
  }),
  route(findRuleValues, async ({ app, ctx, params, query }) => {
    assertPermitted(ctx, "segments.read");
    return readRuleValues(app, ctx, params.object, query);
  }),
];
