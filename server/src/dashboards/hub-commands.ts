import { createHub as createHubEndpoint, updateHub as updateHubEndpoint } from "@perennial/contract";
import { z } from "zod";
import { command } from "../kernel/command.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { changesBetween } from "../kernel/history.ts";
import { newId } from "../kernel/ids.ts";

/** Makes a hub: a team's folder of dashboards, views and further hubs. */
export const createHub = command({
  name: "hubs.create",
  permission: "hubs.write",
  input: createHubEndpoint.body,
  async run({ tx, ctx, input }) {
    const hubs = await tx.selectFrom("hubs").select(["slug", "position"]).execute();
    if (hubs.some((hub) => hub.slug === input.slug)) {
      throw problem("conflict", `There is a hub with the slug “${input.slug}” already.`);
    }
    if (input.parentId) await assertFree(tx, input.parentId, null);
    const id = newId(ctx.now);
    const { parentId, ...named } = input;
    const position = Math.max(0, ...hubs.map((hub) => hub.position)) + 1;
    await tx
      .insertInto("hubs")
      .values({ id, ...named, parent_id: parentId ?? null, position, created_at: ctx.now.toString() })
      .execute();
    return {
      result: { id },
      changes: changesBetween("hub", { id, accountId: null }, {}, { ...named, parentId: parentId ?? null }),
      events: [{ name: "hub.created", object: "hub", objectId: id, accountId: null }],
    };
  },
});

/** Changes a hub's name, description or place. */
export const updateHub = command({
  name: "hubs.update",
  permission: "hubs.write",
  input: z.object({ id: z.uuid(), patch: updateHubEndpoint.body }),
  async run({ tx, input: { id, patch } }) {
    const row = await tx.selectFrom("hubs").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
    if (!row) throw problem("not-found", `There is no hub with the id ${id}.`);
    const parentId = patch.parentId === undefined ? row.parent_id : patch.parentId;
    if (parentId !== null && parentId !== row.parent_id) await assertFree(tx, parentId, id);
    const before = {
      name: row.name,
      description: row.description,
      parentId: row.parent_id,
      position: row.position,
    };
    const after = {
      name: patch.name ?? row.name,
      description: patch.description ?? row.description,
      parentId,
      position: patch.position ?? row.position,
    };
    const { parentId: parent_id, ...columns } = after;
    await tx
      .updateTable("hubs")
      .set({ ...columns, parent_id })
      .where("id", "=", id)
      .execute();
    return {
      result: { id },
      changes: changesBetween("hub", { id, accountId: null }, before, after),
      events: [{ name: "hub.updated", object: "hub", objectId: id, accountId: null }],
    };
  },
});

/** Archives an empty hub. @throws Problem `conflict` while something lies in it */
export const archiveHub = command({
  name: "hubs.archive",
  permission: "hubs.write",
  input: z.object({ id: z.uuid() }),
  async run({ tx, ctx, input: { id } }) {
    const row = await tx.selectFrom("hubs").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
    if (!row) throw problem("not-found", `There is no hub with the id ${id}.`);
    const lyingIn = [
      await tx
        .selectFrom("dashboards")
        .select("id")
        .where("hub_id", "=", id)
        .where("archived_at", "is", null)
        .execute(),
      await tx
        .selectFrom("hubs")
        .select("id")
        .where("parent_id", "=", id)
        .where("archived_at", "is", null)
        .execute(),
    ].flat();
    if (lyingIn.length > 0) {
      throw problem(
        "conflict",
        `“${row.name}” still holds ${lyingIn.length} dashboards or hubs. Move them first.`,
      );
    }
    const archivedAt = ctx.now.toString();
    await tx.updateTable("hubs").set({ archived_at: archivedAt }).where("id", "=", id).execute();
    return {
      result: { id },
      changes: changesBetween("hub", { id, accountId: null }, { archivedAt: null }, { archivedAt }),
      events: [{ name: "hub.archived", object: "hub", objectId: id, accountId: null }],
    };
  },
});

/** A hub that another can lie in: it is there, and does not itself lie in that other one. */
async function assertFree(tx: Tx, parentId: string, childId: string | null): Promise<void> {
  for (let at: string | null = parentId; at !== null; ) {
    if (at === childId)
      throw problem("invalid-input", "A hub cannot lie in itself.", {
        fields: [{ path: "parentId", message: "lies in this hub" }],
      });
    const row: { parent_id: string | null } | undefined = await tx
      .selectFrom("hubs")
      .select("parent_id")
      .where("id", "=", at)
      .where("archived_at", "is", null)
      .executeTakeFirst();
    if (!row) throw problem("not-found", `There is no hub with the id ${at}.`);
    at = row.parent_id;
  }
}
