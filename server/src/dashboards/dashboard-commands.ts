import {
  createDashboard as createDashboardEndpoint,
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
import { catalogOf, columnsOf, objectTypeOf, parseRuleFor } from "../objects/index.ts";

/** Makes a dashboard in a hub; the rules of its widgets are checked now, not when somebody looks. */
export const createDashboard = command({
  name: "dashboards.create",
  permission: "dashboards.write",
  input: createDashboardEndpoint.body,
  async run({ app, tx, ctx, input }) {
    await checkWidgets(app, tx, input.widgets);
    await assertHub(tx, input.hubId);
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

/** Changes a dashboard's name, widgets or place. */
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
    if (patch.hubId) await assertHub(tx, patch.hubId);
    const before = { name: row.name, widgets: row.widgets, hubId: row.hub_id, position: row.position };
    const after = {
      name: patch.name ?? row.name,
      widgets: patch.widgets ?? row.widgets,
      hubId: patch.hubId ?? row.hub_id,
      position: patch.position ?? row.position,
    } as typeof before;
    await tx
      .updateTable("dashboards")
      .set({
        name: after.name,
        widgets: JSON.stringify(after.widgets),
        hub_id: after.hubId,
        position: after.position,
        updated_at: ctx.now.toString(),
      })
      .where("id", "=", id)
      .execute();
    return {
      result: { id },
      changes: changesBetween("dashboard", { id, accountId: null }, before as never, after as never),
      events: [{ name: "dashboard.updated", object: "dashboard", objectId: id, accountId: null }],
    };
  },
});

/** Archives a dashboard, or brings it back. */
export const setDashboardArchived = command({
  name: "dashboards.archive",
  permission: "dashboards.write",
  input: z.object({ id: z.uuid(), isArchived: z.boolean() }),
  async run({ tx, ctx, input: { id, isArchived } }) {
    const row = await tx
      .selectFrom("dashboards")
      .select("archived_at")
      .where("id", "=", id)
      .forUpdate()
      .executeTakeFirst();
    if (!row) throw problem("not-found", `There is no dashboard with the id ${id}.`);
    const archivedAt = isArchived ? (row.archived_at ?? ctx.now.toString()) : null;
    await tx.updateTable("dashboards").set({ archived_at: archivedAt }).where("id", "=", id).execute();
    const ref = { id, accountId: null };
    const name = `dashboard.${isArchived ? "archived" : "restored"}`;
    return {
      result: { id },
      changes: changesBetween("dashboard", ref, { archivedAt: row.archived_at }, { archivedAt }),
      events: [{ name, object: "dashboard", objectId: id, accountId: null }],
    };
  },
});

async function assertHub(tx: Tx, id: string): Promise<void> {
  const hub = await tx
    .selectFrom("hubs")
    .select("id")
    .where("id", "=", id)
    .where("archived_at", "is", null)
    .executeTakeFirst();
  if (!hub) throw problem("not-found", `There is no hub with the id ${id}.`);
}

/** A widget that could not be drawn is refused when it is saved: its object, rules, measure, groups and columns. */
async function checkWidgets(app: App, tx: Tx, widgets: readonly Widget[]): Promise<void> {
  const catalog = await catalogOf(app, tx);
  for (const [at, widget] of widgets.entries()) {
    if (widget.kind === "text" || widget.kind === "retention") continue;
    const type = objectTypeOf(catalog, widget.object);
    const fields = catalog.fieldsOf(type.slug);
    if (widget.filter) await parseRuleFor(app, tx, widget.object, widget.filter);
    if (widget.kind === "table") {
      const columns = columnsOf(catalog, type);
      for (const slug of widget.columns) if (!columns.has(slug)) refuse(at, "columns", slug);
      continue;
    }
    const { op, field } = widget.measure;
    if (op !== "count" && !fields.has(field ?? "")) refuse(at, "measure.field", field ?? "");
    if (widget.kind === "metric") {
      if (widget.compare) await parseRuleFor(app, tx, widget.object, widget.compare.filter);
      continue;
    }
    for (const group of widget.groupBy) if (!fields.has(group.field)) refuse(at, "groupBy", group.field);
  }
}

function refuse(at: number, part: string, slug: string): never {
  throw problem("invalid-input", `Widget ${at + 1} names “${slug}”, which its records do not have.`, {
    fields: [{ path: `widgets[${at}].${part}`, message: `there is no field “${slug}”` }],
  });
}
