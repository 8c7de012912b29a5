import {
  addressIndicator as addressEndpoint,
  archiveIndicatorDefinition,
  createIndicatorDefinition,
  getIndicatorDefinition,
  type Indicator,
  type IndicatorDefinition,
  indicators,
  listIndicatorDefinitions,
  reopenIndicator as reopenEndpoint,
  restoreIndicatorDefinition,
  snoozeIndicator as snoozeEndpoint,
  updateIndicatorDefinition,
  wakeIndicator as wakeEndpoint,
} from "@perennial/contract";
import type { App } from "../kernel/app.ts";
import { assertPermitted, execute } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import { problem } from "../kernel/errors.ts";
import { type Route, route } from "../kernel/http/route.ts";
import { catalogOf, readRecords, recordCommands, recordRoutes } from "../objects/index.ts";
import { presentDefinitions } from "./definition-list.view.ts";
import { readDefinition, readDefinitions } from "./definitions.sql.ts";
import { indicatorType } from "./indicator-type.ts";
import { presentIndicators } from "./present-indicators.ts";
import { raiseByHand } from "./raise-by-hand.ts";
import { addressIndicator, reopenIndicator, snoozeIndicator, wakeIndicator } from "./settle.ts";
import { waitingDefinitions } from "./ship-indicators.ts";
import { createDefinition, setDefinitionArchived, updateDefinition } from "./write-definition.ts";

export const indicatorCommands = { ...recordCommands(indicatorType), create: raiseByHand };

/** One indicator as the API shows it. */
export async function presentIndicator(app: App, ctx: Context, { id }: { id: string }): Promise<Indicator> {
  const records = await readRecords(app.db, await catalogOf(app), indicatorType, [id]);
  return (await presentIndicators(app, ctx, records))[0] as Indicator;
}

async function presentDefinition(app: App, slugOrId: string): Promise<IndicatorDefinition> {
  const [definition] = await presentDefinitions(app, [await readDefinition(app.db, slugOrId)]);
  if (!definition) throw problem("not-found", `There is no definition of an indicator “${slugOrId}”.`);
  return definition;
}

export const indicatorRoutes: readonly Route[] = [
  ...recordRoutes(indicatorType, indicators, indicatorCommands, presentIndicators),
  route(addressEndpoint, async ({ app, ctx, params, body }) =>
    presentIndicator(app, ctx, await execute(app, ctx, addressIndicator, { ...params, ...body })),
  ),
  route(reopenEndpoint, async ({ app, ctx, params }) =>
    presentIndicator(app, ctx, await execute(app, ctx, reopenIndicator, params)),
  ),
  route(snoozeEndpoint, async ({ app, ctx, params, body }) =>
    presentIndicator(app, ctx, await execute(app, ctx, snoozeIndicator, { ...params, ...body })),
  ),
  route(wakeEndpoint, async ({ app, ctx, params }) =>
    presentIndicator(app, ctx, await execute(app, ctx, wakeIndicator, params)),
  ),
  route(listIndicatorDefinitions, async ({ app, ctx, query }) => {
    assertPermitted(ctx, "indicators.read");
    const isArchived = query.archived === "true";
    const rows = await readDefinitions(app.db, { isArchived });
    const waiting = isArchived ? [] : await waitingDefinitions(app);
    return { items: await presentDefinitions(app, rows), nextCursor: null, waiting };
  }),
  route(getIndicatorDefinition, async ({ app, ctx, params }) => {
    assertPermitted(ctx, "indicators.read");
    return presentDefinition(app, params.slug);
  }),
  route(createIndicatorDefinition, async ({ app, ctx, body }) => {
    const { id } = await execute(app, ctx, createDefinition, body);
    return presentDefinition(app, id);
  }),
  route(updateIndicatorDefinition, async ({ app, ctx, params, body }) => {
    const { id } = await execute(app, ctx, updateDefinition, { ...params, patch: body });
    return presentDefinition(app, id);
  }),
  route(archiveIndicatorDefinition, async ({ app, ctx, params }) => {
    const { id } = await execute(app, ctx, setDefinitionArchived, { ...params, isArchived: true });
    return presentDefinition(app, id);
  }),
  route(restoreIndicatorDefinition, async ({ app, ctx, params }) => {
    const { id } = await execute(app, ctx, setDefinitionArchived, { ...params, isArchived: false });
    return presentDefinition(app, id);
  }),
];
