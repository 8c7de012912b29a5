import { fieldsOfNodes } from "../engine/index.ts";
import type { Slice } from "../kernel/slice.ts";
import { escalateCron, escalateRisks } from "./escalate.job.ts";
import { riskLikelihoodFeatures } from "./risk-likelihood-features.ts";
import { riskNodes } from "./risk-nodes.ts";
import { riskType } from "./risk-type.ts";
import { riskRoutes } from "./risks.routes.ts";

export { createAsk } from "./asks.ts";
export { leaveRisk, reviewRisk, setRiskTier } from "./move-risk.ts";
export { readRootCauses } from "./risk-definitions.ts";
export { riskCommands } from "./risks.routes.ts";

/** The red-account process: risks with causes, tiers, reviews and asks, the weekly review, the ledger of saves. */
export const risksSlice: Slice = {
  name: "risks",
  routes: riskRoutes,
  jobs: [escalateRisks],
  crons: [escalateCron],
  contributes: {
    objectTypes: [riskType],
    nodeSources: [riskNodes],
    likelihoodFeatures: [riskLikelihoodFeatures],
    fieldSources: [fieldsOfNodes(riskNodes)],
    ruleRelations: [
      { of: "account", slug: "risks", label: "risks", object: "risk", sql: { on: [["id", "account_id"]] } },
    ],
  },
};
