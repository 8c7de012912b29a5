import { getRetention } from "@perennial/contract";
import { route } from "../kernel/http/route.ts";
import { ask } from "../kernel/query.ts";
import type { Slice } from "../kernel/slice.ts";
import { reportRetention } from "./report-retention.ts";

/** Retention in its two families, each figure with its definition. */
export const retentionSlice: Slice = {
  name: "retention",
  routes: [route(getRetention, ({ app, ctx, query }) => ask(app, ctx, reportRetention, query))],
};
