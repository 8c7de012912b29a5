import { fieldsOfNodes } from "../engine/index.ts";
import type { Slice } from "../kernel/slice.ts";
import {
  baselineCrons,
  refreshBaselinesNightly,
  refreshBaselinesNow,
  workOutFirstBaselines,
} from "./baselines.job.ts";
import { accountBaselines } from "./baselines.ts";
import { segmentExplainer } from "./explain-segment.ts";
import { followCompany } from "./follow-company.ts";
import { followRecords } from "./follow-records.ts";
import { recordSegmentFields } from "./record-segment-fields.ts";
import { recordSegmentNodes } from "./record-segment-nodes.ts";
import { refreshCrons, refreshSegments, refreshSegmentsHourly } from "./refresh-segments.job.ts";
import { segmentNodes } from "./segment-nodes.ts";
import { segmentRoutes } from "./segments.routes.ts";
import { ensureShippedSegments } from "./shipped-segments.ts";

export { requestBaselines } from "./baselines.job.ts";
export { refreshBaselines } from "./baselines.ts";
export { presentRules } from "./present-rules.ts";
export { readUsual, type Usual, type UsualNumber } from "./quantiles.ts";
export { checkDefiningRule, checkStoredRule, readsOf } from "./segment-rule.ts";
export { type SegmentLink, setSegmentLink, setSegmentLinks } from "./set-segment-link.ts";
export { ensureShippedSegments } from "./shipped-segments.ts";
export { createSegment } from "./write-segment.ts";

/** Named sets of accounts, contacts and organizations, by rule, by hand, or both; kept true by the live engine. */
export const segmentsSlice: Slice = {
  name: "segments",
  routes: segmentRoutes,
  contributes: {
    nodeSources: [segmentNodes, recordSegmentNodes],
    computedFields: [recordSegmentFields],
    fieldBaselines: [accountBaselines],
    fieldSources: [fieldsOfNodes(segmentNodes)],
    explainers: [segmentExplainer],
  },
  jobs: [
    refreshSegments,
    refreshSegmentsHourly,
    refreshBaselinesNightly,
    refreshBaselinesNow,
    workOutFirstBaselines,
  ],
  crons: [...refreshCrons, ...baselineCrons],
  async afterCommand(tx, ctx, what, app) {
    await followRecords(tx, ctx, what, app);
    await followCompany(tx, ctx, what, app);
  },
  ensureShipped: ensureShippedSegments,
};
