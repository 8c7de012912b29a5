import { fieldsOfNodes } from "../engine/index.ts";
import type { Slice } from "../kernel/slice.ts";
import { indicatorExplainer } from "./explain-indicator.ts";
import { followConditions } from "./follow-conditions.ts";
import { forecastByIndicator } from "./forecast-by-indicator.ts";
import { indicatorNodes } from "./indicator-nodes.ts";
import { indicatorType } from "./indicator-type.ts";
import { indicatorRoutes } from "./indicators.routes.ts";
import { raiseAgain, raiseAgainCron } from "./raise-again.job.ts";
import { ensureShippedIndicators, followData } from "./ship-indicators.ts";
import { openIndicatorNodes, signalNodes } from "./signal-nodes.ts";

export { forgetIndicators } from "./forget-indicators.ts";
export { presentIndicator } from "./indicators.routes.ts";
export { clearIndicator, raiseByHand } from "./raise-by-hand.ts";
export { addressIndicator, addressOpen, reopenIndicator } from "./settle.ts";

/** Conditions that need attention now: raised once by the live engine, addressed by people. */
export const indicatorsSlice: Slice = {
  name: "indicators",
  routes: indicatorRoutes,
  jobs: [raiseAgain],
  crons: [raiseAgainCron],
  afterCommand: async (tx, ctx, what, app) => {
    await followConditions(tx, ctx, what, app);
    await followData(tx, ctx, what, app);
  },
  contributes: {
    objectTypes: [indicatorType],
    nodeSources: [signalNodes, indicatorNodes, openIndicatorNodes],
    fieldSources: [
      fieldsOfNodes(signalNodes),
      fieldsOfNodes(indicatorNodes),
      fieldsOfNodes(openIndicatorNodes),
    ],
    explainers: [indicatorExplainer],
    forecastGroupings: [forecastByIndicator],
    ruleRelations: [
      {
        of: "account",
        slug: "indicators",
        label: "indicators",
        object: "indicator",
        sql: { on: [["id", "account_id"]] },
      },
    ],
  },
  ensureShipped: ensureShippedIndicators,
};
