import {
  getRetention,
  getRetentionCohorts,
  getRetentionTrend,
  listRetentionTargets as listTargetsEndpoint,
  putRetentionTargets,
} from "@perennial/contract";
import { execute } from "../kernel/command.ts";
import { route } from "../kernel/http/route.ts";
import { ask } from "../kernel/query.ts";
import type { Slice } from "../kernel/slice.ts";
import { reportRetention } from "./report-retention.ts";
import { reportRetentionCohorts } from "./retention-cohorts.ts";
import { listRetentionTargets, setRetentionTargets } from "./retention-targets.ts";
import { reportRetentionTrend } from "./retention-trend.ts";

/** Retention in its two families, by cohort and over time, each figure with its definition, and what it is aimed at. */
export const retentionSlice: Slice = {
  name: "retention",
  routes: [
    route(getRetention, ({ app, ctx, query }) => ask(app, ctx, reportRetention, query)),
    route(getRetentionTrend, ({ app, ctx, query }) => ask(app, ctx, reportRetentionTrend, query)),
    route(getRetentionCohorts, ({ app, ctx, query }) => ask(app, ctx, reportRetentionCohorts, query)),
    route(listTargetsEndpoint, async ({ app, ctx }) => ({
      items: await ask(app, ctx, listRetentionTargets, {}),
    })),
    route(putRetentionTargets, async ({ app, ctx, body }) => ({
      items: await execute(app, ctx, setRetentionTargets, body),
    })),
  ],
};
