import {
  createScenario as createEndpoint,
  deleteScenario as deleteEndpoint,
  getScenario,
  getWhatIf,
  listScenarios as listEndpoint,
  nameRenewals as nameEndpoint,
  simulateForecast as simulateEndpoint,
  updateScenario as updateEndpoint,
} from "@perennial/contract";
import { execute } from "../kernel/command.ts";
import { route } from "../kernel/http/route.ts";
import { ask } from "../kernel/query.ts";
import type { Slice } from "../kernel/slice.ts";
import { findScenario, listScenarios } from "./read-scenarios.ts";
import { simulateForecast } from "./simulate-forecast.ts";
import { nameRenewals, readWhatIf } from "./what-if.view.ts";
import { createScenario, deleteScenario, updateScenario } from "./write-scenarios.ts";

export { simulateForecast } from "./simulate-forecast.ts";
export { type SupposedRenewal, supposeRenewals } from "./suppose-renewals.ts";

/** What-if scenarios: what would become of the forecast if some renewals went otherwise. */
export const scenariosSlice: Slice = {
  name: "scenarios",
  routes: [
    route(getWhatIf, ({ app, ctx, query }) => ask(app, ctx, readWhatIf, query)),
    route(nameEndpoint, async ({ app, ctx, body }) => ({ ids: await ask(app, ctx, nameRenewals, body) })),
    route(simulateEndpoint, ({ app, ctx, query }) => ask(app, ctx, simulateForecast, query)),
    route(listEndpoint, async ({ app, ctx }) => ({ items: await ask(app, ctx, listScenarios, {}) })),
    route(createEndpoint, ({ app, ctx, body }) => execute(app, ctx, createScenario, body)),
    route(getScenario, ({ app, ctx, params }) => ask(app, ctx, findScenario, params)),
    route(updateEndpoint, ({ app, ctx, params, body }) =>
      execute(app, ctx, updateScenario, { ...params, body }),
    ),
    route(deleteEndpoint, ({ app, ctx, params }) => execute(app, ctx, deleteScenario, params)),
  ],
};
