import { updateCustomObject as updateCustomObjectEndpoint } from "@perennial/contract";
import { z } from "zod";
import { command } from "../kernel/command.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { changesBetween } from "../kernel/history.ts";
import { raiseDefinitionVersion } from "../objects/index.ts";

/** Changes the words of a custom object, or whose copy it is; its slugs stay, and what its records are linked to. */
export const updateCustomObject = command({
  name: "custom-objects.update",
  permission: "traits.write",
  input: z.object({ id: z.uuid(), patch: updateCustomObjectEndpoint.body }),
  async run({ tx, input: { id, patch } }) {
    const row = await lockCustomObject(tx, id);
    const before = {
      name: row.name,
      namePlural: row.name_plural,
      description: row.description,
      mirrorOf: row.mirror_of,
    };
    const after = {
      name: patch.name ?? before.name,
      namePlural: patch.namePlural ?? before.namePlural,
      description: patch.description ?? before.description,
      mirrorOf: patch.mirrorOf === undefined ? before.mirrorOf : patch.mirrorOf,
    };
    const changes = changesBetween("custom-object", { id, accountId: null }, before, after);
    if (changes.length === 0) return { result: { id } };
    await tx
      .updateTable("custom_objects")
      .set({
        name: after.name,
        name_plural: after.namePlural,
        description: after.description,
        mirror_of: after.mirrorOf,
      })
      .where("id", "=", id)
      .execute();
    await raiseDefinitionVersion(tx);
    return { result: { id }, changes, events: [eventOf(id, "updated")] };
  },
});

/** Archives or restores a custom object. Its table stays, so nothing is lost. */
export const setCustomObjectArchived = command({
  name: "custom-objects.set-archived",
  permission: "traits.write",
  input: z.object({ id: z.uuid(), isArchived: z.boolean() }),
  async run({ tx, ctx, input: { id, isArchived } }) {
    const row = await lockCustomObject(tx, id);
    if ((row.archived_at !== null) === isArchived) return { result: { id } };
    const archivedAt = isArchived ? ctx.now.toString() : null;
    await tx.updateTable("custom_objects").set({ archived_at: archivedAt }).where("id", "=", id).execute();
    await raiseDefinitionVersion(tx);
    const changes = changesBetween(
      "custom-object",
      { id, accountId: null },
      { archivedAt: row.archived_at },
      { archivedAt },
    );
    return { result: { id }, changes, events: [eventOf(id, isArchived ? "archived" : "restored")] };
  },
});

const eventOf = (objectId: string, verb: string) => ({
  name: `custom-object.${verb}`,
  object: "custom-object",
  objectId,
  accountId: null,
});

async function lockCustomObject(tx: Tx, id: string) {
  const row = await tx
    .selectFrom("custom_objects")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw problem("not-found", `There is no custom object with the id ${id}.`);
  return row;
}
