import { fieldsOfNodes } from "../engine/index.ts";
import type { Slice } from "../kernel/slice.ts";
import { ensureShippedScores } from "./ensure-shipped-scores.ts";
import { healthExplainer } from "./explain-health.ts";
import { healthRoutes } from "./health.routes.ts";
import { readHealthChanges } from "./health-changes.sql.ts";
import { healthNodes } from "./health-nodes.ts";
import { healthyAccounts } from "./healthy-accounts.ts";
import { overrideNodes } from "./override-nodes.ts";
import { runBackcast } from "./past/backcast.job.ts";
import { backcastRoutes } from "./past/backcasts.routes.ts";
import { pulseNodes } from "./pulse-nodes.ts";
import { rollUpScores } from "./roll-up-scores.ts";

export { createHealthScore } from "./write-health-score.ts";

/** Health scores: 0–100 from weighted measures, kept true by the live engine, each change with its cause. */
export const healthSlice: Slice = {
  name: "health",
  routes: [...healthRoutes, ...backcastRoutes],
  jobs: [runBackcast],
  contributes: {
    nodeSources: [pulseNodes, overrideNodes, healthNodes],
    fieldSources: [pulseNodes, overrideNodes, healthNodes].map(fieldsOfNodes),
    explainers: [healthExplainer],
    healthyAccounts: [healthyAccounts],
    organizationScores: [rollUpScores],
    accountHealthChanges: [readHealthChanges],
  },
  ensureShipped: ensureShippedScores,
};
