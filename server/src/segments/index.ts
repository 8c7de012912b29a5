import { fieldsOfNodes } from "../engine/index.ts";
import type { Slice } from "../kernel/slice.ts";
import { segmentExplainer } from "./explain-segment.ts";
import { segmentNodes } from "./segment-nodes.ts";
import { segmentRoutes } from "./segments.routes.ts";
import { ensureShippedSegments } from "./shipped-segments.ts";

export { checkDefiningRule, checkStoredRule } from "./segment-rule.ts";
export { type SegmentLink, setSegmentLink, setSegmentLinks } from "./set-segment-link.ts";
export { ensureShippedSegments } from "./shipped-segments.ts";
export { createSegment } from "./write-segment.ts";

/** Named sets of accounts, by rule, by hand, or both; kept true by the live engine. */
export const segmentsSlice: Slice = {
  name: "segments",
  routes: segmentRoutes,
  contributes: {
    nodeSources: [segmentNodes],
    fieldSources: [fieldsOfNodes(segmentNodes)],
    explainers: [segmentExplainer],
  },
  ensureShipped: ensureShippedSegments,
};
