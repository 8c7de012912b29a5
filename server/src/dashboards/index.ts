import {
  aggregateRecords as aggregateEndpoint,
  archiveDashboard,
  archiveHub as archiveHubEndpoint,
  createDashboard as createDashboardEndpoint,
  createHub as createHubEndpoint,
  type Dashboard,
  getDashboard,
  getHub,
  type Hub,
  listDashboards,
  listHubs,
  restoreDashboard,
  updateDashboard as updateDashboardEndpoint,
  updateHub as updateHubEndpoint,
  widgetSchema,
} from "@perennial/contract";
import type { App } from "../kernel/app.ts";
import { assertPermitted, execute } from "../kernel/command.ts";
import { problem } from "../kernel/errors.ts";
import { route } from "../kernel/http/route.ts";
import { ask } from "../kernel/query.ts";
import type { Slice } from "../kernel/slice.ts";
import { aggregateRecords } from "./aggregate-records.ts";
import { createDashboard, setDashboardArchived, updateDashboard } from "./dashboard-commands.ts";
import { archiveHub, createHub, updateHub } from "./hub-commands.ts";
import { ensureShippedDashboards } from "./shipped-dashboards.ts";

async function readDashboards(app: App): Promise<Dashboard[]> {
  const rows = await app.db
    .selectFrom("dashboards")
    .selectAll()
    .where("archived_at", "is", null)
    .orderBy("position")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    slug: row.slug,
    name: row.name,
    hubId: row.hub_id,
    widgets: widgetSchema.array().parse(row.widgets),
  }));
}

async function readDashboard(app: App, idOrSlug: string): Promise<Dashboard> {
  const found = (await readDashboards(app)).find((each) => each.id === idOrSlug || each.slug === idOrSlug);
  if (!found) throw problem("not-found", `There is no dashboard “${idOrSlug}”.`);
  return found;
}

async function readHubs(app: App): Promise<Hub[]> {
  const dashboards = await readDashboards(app);
  const rows = await app.db
    .selectFrom("hubs")
    .selectAll()
    .where("archived_at", "is", null)
    .orderBy("position")
    .execute();
  return rows.map(({ id, slug, name, description, parent_id }) => ({
    id,
    slug,
    name,
    description,
    parentId: parent_id,
    dashboards: dashboards
      .filter((dashboard) => dashboard.hubId === id)
      .map((dashboard) => ({ id: dashboard.id, slug: dashboard.slug, name: dashboard.name })),
  }));
}

async function readHub(app: App, idOrSlug: string): Promise<Hub> {
  const found = (await readHubs(app)).find((hub) => hub.id === idOrSlug || hub.slug === idOrSlug);
  if (!found) throw problem("not-found", `There is no hub “${idOrSlug}”.`);
  return found;
}

export const dashboardsSlice: Slice = {
  name: "dashboards",
  ensureShipped: ensureShippedDashboards,
  routes: [
    route(listHubs, async ({ app, ctx }) => {
      assertPermitted(ctx, "hubs.read");
      return { items: await readHubs(app), nextCursor: null };
    }),
    route(getHub, async ({ app, ctx, params }) => {
      assertPermitted(ctx, "hubs.read");
      return readHub(app, params.id);
    }),
    route(createHubEndpoint, async ({ app, ctx, body }) =>
      readHub(app, (await execute(app, ctx, createHub, body)).id),
    ),
    route(updateHubEndpoint, async ({ app, ctx, params, body }) =>
      readHub(app, (await execute(app, ctx, updateHub, { id: params.id, patch: body })).id),
    ),
    route(archiveHubEndpoint, ({ app, ctx, params }) => execute(app, ctx, archiveHub, params)),
    route(listDashboards, async ({ app, ctx }) => {
      assertPermitted(ctx, "dashboards.read");
      return { items: await readDashboards(app), nextCursor: null };
    }),
    route(getDashboard, async ({ app, ctx, params }) => {
      assertPermitted(ctx, "dashboards.read");
      return readDashboard(app, params.id);
    }),
    route(createDashboardEndpoint, async ({ app, ctx, body }) =>
      readDashboard(app, (await execute(app, ctx, createDashboard, body)).id),
    ),
    route(updateDashboardEndpoint, async ({ app, ctx, params, body }) =>
      readDashboard(app, (await execute(app, ctx, updateDashboard, { id: params.id, patch: body })).id),
    ),
    route(archiveDashboard, ({ app, ctx, params }) =>
      execute(app, ctx, setDashboardArchived, { ...params, isArchived: true }),
    ),
    route(restoreDashboard, async ({ app, ctx, params }) =>
      readDashboard(
        app,
        (await execute(app, ctx, setDashboardArchived, { ...params, isArchived: false })).id,
      ),
    ),
    route(aggregateEndpoint, async ({ app, ctx, body }) => ask(app, ctx, aggregateRecords, body)),
  ],
};
