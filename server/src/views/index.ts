import {
  archiveView,
  createView as createEndpoint,
  getView,
  listViews as listEndpoint,
  restoreView,
  updateView as updateEndpoint,
} from "@perennial/contract";
import { assertPermitted, execute } from "../kernel/command.ts";
import { route } from "../kernel/http/route.ts";
import { ask } from "../kernel/query.ts";
import type { Slice } from "../kernel/slice.ts";
import { listViews, readView } from "./read-views.ts";
import { createView, setViewArchived, updateView } from "./view-commands.ts";

/** Saved views over the records of any object: filter, columns, order, layout; kept for oneself or shared. */
export const viewsSlice: Slice = {
  name: "views",
  routes: [
    route(listEndpoint, ({ app, ctx, query }) => ask(app, ctx, listViews, query)),
    route(getView, async ({ app, ctx, params }) => {
      assertPermitted(ctx, "views.read");
      return readView(app, ctx, params.id);
    }),
    route(createEndpoint, async ({ app, ctx, body }) =>
      readView(app, ctx, (await execute(app, ctx, createView, body)).id),
    ),
    route(updateEndpoint, async ({ app, ctx, params, body }) =>
      readView(app, ctx, (await execute(app, ctx, updateView, { id: params.id, patch: body })).id),
    ),
    route(archiveView, async ({ app, ctx, params }) =>
      readView(app, ctx, (await execute(app, ctx, setViewArchived, { ...params, isArchived: true })).id),
    ),
    route(restoreView, async ({ app, ctx, params }) =>
      readView(app, ctx, (await execute(app, ctx, setViewArchived, { ...params, isArchived: false })).id),
    ),
  ],
};
