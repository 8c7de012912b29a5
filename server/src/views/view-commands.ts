import {
  createView as createEndpoint,
  updateView as updateEndpoint,
  type ViewDefinition,
} from "@perennial/contract";
import { z } from "zod";
import { command, type DomainEvent } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { changesBetween } from "../kernel/history.ts";
import { isId, newId } from "../kernel/ids.ts";
import { checkView } from "./check-view.ts";
import { isChangeable, isSeen } from "./read-views.ts";

type Shared = { name: string; sharing: string; hubId: string | null };

/** Saves a view of an object's records. */
export const createView = command({
  name: "views.create",
  permission: "views.write",
  input: createEndpoint.body,
  async run({ app, tx, ctx, input }) {
    await checkView(app, tx, input.object, input.definition);
    const ownerId = ctx.actor.kind === "teammate" && isId(ctx.actor.id) ? ctx.actor.id : null;
    const shared = { name: input.name, sharing: input.sharing, hubId: input.hubId ?? null };
    await checkSharing(tx, shared, ownerId);
    const id = newId(ctx.now);
    const at = ctx.now.toString();
    await tx
      .insertInto("views")
      .values({
        ...columnsOf(shared, input.definition),
        id,
        object: input.object,
        owner_id: ownerId,
        created_at: at,
        updated_at: at,
      })
      .execute();
    return {
      result: { id },
      changes: changesBetween("view", { id, accountId: null }, {}, { ...shared }),
      events: [happened(id, "created")],
    };
  },
});

/** Changes a view's name, definition or sharing. */
export const updateView = command({
  name: "views.update",
  permission: "views.write",
  input: z.object({ id: z.uuid(), patch: updateEndpoint.body }),
  async run({ app, tx, ctx, input: { id, patch } }) {
    const row = await lockView(tx, ctx, id);
    if (patch.definition) await checkView(app, tx, row.object, patch.definition);
    const before = { name: row.name, sharing: row.sharing, hubId: row.hub_id };
    const sharing = patch.sharing ?? row.sharing;
    const hubId = patch.hubId === undefined ? row.hub_id : patch.hubId;
    const after = { name: patch.name ?? row.name, sharing, hubId: sharing === "hub" ? hubId : null };
    await checkSharing(tx, after, row.owner_id);
    const definition = patch.definition ?? row.definition;
    await tx
      .updateTable("views")
      .set({ ...columnsOf(after, definition as ViewDefinition), updated_at: ctx.now.toString() })
      .where("id", "=", id)
      .execute();
    const ref = { id, accountId: null };
    return {
      result: { id },
      changes: changesBetween(
        "view",
        ref,
        { ...before, definition: row.definition } as never,
        { ...after, definition } as never,
      ),
      events: [happened(id, "updated")],
    };
  },
});

/** Archives a view, or brings it back. */
export const setViewArchived = command({
  name: "views.archive",
  permission: "views.write",
  input: z.object({ id: z.uuid(), isArchived: z.boolean() }),
  async run({ tx, ctx, input: { id, isArchived } }) {
    const row = await lockView(tx, ctx, id);
    const archivedAt = isArchived ? (row.archived_at ?? ctx.now.toString()) : null;
    await tx.updateTable("views").set({ archived_at: archivedAt }).where("id", "=", id).execute();
    return {
      result: { id },
      changes: changesBetween(
        "view",
        { id, accountId: null },
        { archivedAt: row.archived_at },
        { archivedAt },
      ),
      events: [happened(id, isArchived ? "archived" : "restored")],
    };
  },
});

async function lockView(tx: Tx, ctx: Context, id: string) {
  const row = await tx.selectFrom("views").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
  if (!row || !isSeen(ctx, row)) throw problem("not-found", `There is no view with the id ${id}.`);
  if (!isChangeable(ctx, row)) {
    throw problem("forbidden", "This view is somebody else's. Save it under another name as your own.");
  }
  return row;
}

async function checkSharing(tx: Tx, { sharing, hubId }: Shared, ownerId: string | null): Promise<void> {
  const refuse = (path: string, message: string) =>
    problem("invalid-input", `This view cannot be shared so: ${message}.`, { fields: [{ path, message }] });
  if (sharing === "private" && ownerId === null) {
    throw refuse("sharing", "an API key has nobody to keep a private view for; choose all or hub");
  }
  if (sharing !== "hub") {
    if (hubId !== null) throw refuse("hubId", "only a view shared in a hub names one");
    return;
  }
  const hub =
    hubId === null
      ? undefined
      : await tx.selectFrom("hubs").select("id").where("id", "=", hubId).executeTakeFirst();
  if (!hub) throw refuse("hubId", hubId === null ? "name the hub" : `there is no hub with the id ${hubId}`);
}

function columnsOf({ name, sharing, hubId }: Shared, definition: ViewDefinition) {
  return { name, sharing, hub_id: hubId, definition: JSON.stringify(definition) };
}

function happened(id: string, what: string): DomainEvent {
  return { name: `view.${what}`, object: "view", objectId: id, accountId: null };
}
