import {
  archiveFeature,
  changeFeature as changeEndpoint,
  createFeature as createEndpoint,
  type Feature,
  listFeatures,
  restoreFeature,
} from "@perennial/contract";
import type { App } from "../../kernel/app.ts";
import { assertPermitted, execute } from "../../kernel/command.ts";
import { type Route, route } from "../../kernel/http/route.ts";
import { presentFeatures } from "./feature-list.view.ts";
import { readFeature, readFeatures } from "./feature-rows.ts";
import { changeFeature, createFeature, setFeatureArchived } from "./write-features.ts";

async function shown(app: App, { id }: { id: string }): Promise<Feature> {
  const [feature] = await presentFeatures(app, [await readFeature(app.db, id)]);
  if (!feature) throw new Error("A feature went while it was read.");
  return feature;
}

export const featureRoutes: readonly Route[] = [
  route(listFeatures, async ({ app, ctx, query }) => {
    assertPermitted(ctx, "metrics.read");
    const isArchived = query.archived === "true";
    const rows = (await readFeatures(app.db)).filter((row) => (row.archived_at !== null) === isArchived);
    return { items: await presentFeatures(app, rows), nextCursor: null };
  }),
  route(createEndpoint, async ({ app, ctx, body }) =>
    shown(app, await execute(app, ctx, createFeature, body)),
  ),
  route(changeEndpoint, async ({ app, ctx, params, body }) =>
    shown(app, await execute(app, ctx, changeFeature, { id: params.id, fields: body })),
  ),
  route(archiveFeature, async ({ app, ctx, params }) =>
    shown(app, await execute(app, ctx, setFeatureArchived, { id: params.id, isArchived: true })),
  ),
  route(restoreFeature, async ({ app, ctx, params }) =>
    shown(app, await execute(app, ctx, setFeatureArchived, { id: params.id, isArchived: false })),
  ),
];
