import {
  createDashboard as createDashboardEndpoint,
  createHub as createHubEndpoint,
  updateDashboard as updateDashboardEndpoint,
  type Widget,
} from "@perennial/contract";
import { z } from "zod";
import type { App } from "../kernel/app.ts";
import { command } from "../kernel/command.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { changesBetween } from "../kernel/history.ts";
import { newId } from "../kernel/ids.ts";
import { parseRuleFor } from "../objects/index.ts";

/** Makes a hub: a team's folder of dashboards. */
export const createHub = command({
  name: "hubs.create",
  permission: "hubs.write",
  input: createHubEndpoint.body,
  async run({ tx, ctx, input }) {
    const hubs = await tx.selectFrom("hubs").select(["slug", "position"]).execute();
    if (hubs.some((hub) => hub.slug === input.slug)) {
      throw problem("conflict", `There is a hub with the slug “${input.slug}” already.`);
    }
    const id = newId(ctx.now);
    const position = Math.max(0, ...hubs.map((hub) => hub.position)) + 1;
    await tx
      .insertInto("hubs")
      .values({ id, ...input, position, created_at: ctx.now.toString() })
      .execute();
    return {
      result: { id },
      changes: changesBetween("hub", { id, accountId: null }, {}, { ...input }),
      events: [{ name: "hub.created", object: "hub", objectId: id, accountId: null }],
    };
  },
});

/** Makes a dashboard in a hub; the rules of its widgets are checked now, not when somebody looks. */
export const createDashboard = command({
  name: "dashboards.create",
  permission: "dashboards.write",
  input: createDashboardEndpoint.body,
  async run({ app, tx, ctx, input }) {
    await checkWidgets(app, tx, input.widgets);
    const hub = await tx.selectFrom("hubs").select("id").where("id", "=", input.hubId).executeTakeFirst();
    if (!hub) throw problem("not-found", `There is no hub with the id ${input.hubId}.`);
    const existing = await tx.selectFrom("dashboards").select(["slug", "position"]).execute();
    if (existing.some((dashboard) => dashboard.slug === input.slug)) {
      throw problem("conflict", `There is a dashboard with the slug “${input.slug}” already.`);
    }
    const id = newId(ctx.now);
    const at = ctx.now.toString();
    await tx
      .insertInto("dashboards")
      .values({
        id,
        slug: input.slug,
        hub_id: input.hubId,
        name: input.name,
        widgets: JSON.stringify(input.widgets),
        position: Math.max(0, ...existing.map((dashboard) => dashboard.position)) + 1,
        created_at: at,
        updated_at: at,
      })
      .execute();
    return {
      result: { id },
      changes: changesBetween(
        "dashboard",
        { id, accountId: null },
        {},
        { name: input.name, slug: input.slug },
      ),
      events: [{ name: "dashboard.created", object: "dashboard", objectId: id, accountId: null }],
    };
  },
});

/** Changes a dashboard's name or widgets. */
export const updateDashboard = command({
  name: "dashboards.update",
  permission: "dashboards.write",
  input: z.object({ id: z.uuid(), patch: updateDashboardEndpoint.body }),
  async run({ app, tx, ctx, input: { id, patch } }) {
    const row = await tx
      .selectFrom("dashboards")
      .selectAll()
      .where("id", "=", id)
      .forUpdate()
      .executeTakeFirst();
    if (!row) throw problem("not-found", `There is no dashboard with the id ${id}.`);
    if (patch.widgets) await checkWidgets(app, tx, patch.widgets);
    const before = { name: row.name, widgets: row.widgets };
    const after = { name: patch.name ?? row.name, widgets: patch.widgets ?? row.widgets } as typeof before;
    await tx
      .updateTable("dashboards")
      .set({ name: after.name, widgets: JSON.stringify(after.widgets), updated_at: ctx.now.toString() })
      .where("id", "=", id)
      .execute();
    return {
      result: { id },
      changes: changesBetween("dashboard", { id, accountId: null }, before as never, after as never),
      events: [{ name: "dashboard.updated", object: "dashboard", objectId: id, accountId: null }],
    };
  },
});

async function checkWidgets(app: App, tx: Tx, widgets: readonly Widget[]): Promise<void> {
  for (const widget of widgets) {
    if (widget.filter) await parseRuleFor(app, tx, widget.object, widget.filter);
  }
}
