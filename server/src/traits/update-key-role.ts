import { updateKeyRole as updateKeyRoleEndpoint } from "@perennial/contract";
import { z } from "zod";
import { command, type Json } from "../kernel/command.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { changesBetween } from "../kernel/history.ts";
import { raiseDefinitionVersion } from "../objects/index.ts";

/** Renames a key role or moves it in the order; its slug stays, as rules and imports depend on it. */
export const updateKeyRole = command({
  name: "key-roles.update",
  permission: "traits.write",
  input: z.object({ id: z.uuid(), patch: updateKeyRoleEndpoint.body }),
  async run({ tx, input: { id, patch } }) {
    const row = await lockKeyRole(tx, id);
    const before = { name: row.name, position: row.position };
    const after = { name: patch.name ?? row.name, position: patch.position ?? row.position };
    return record(tx, id, before, after, "updated", () =>
      tx.updateTable("key_roles").set(after).where("id", "=", id).execute(),
    );
  },
});

/** Archives or restores a key role. Its column stays, so who held it on which account is not lost. */
export const setKeyRoleArchived = command({
  name: "key-roles.set-archived",
  permission: "traits.write",
  input: z.object({ id: z.uuid(), isArchived: z.boolean() }),
  async run({ tx, ctx, input: { id, isArchived } }) {
    const row = await lockKeyRole(tx, id);
    if ((row.archived_at !== null) === isArchived) return { result: { id } };
    const archived_at = isArchived ? ctx.now.toString() : null;
    const [before, after] = [{ archivedAt: row.archived_at }, { archivedAt: archived_at }];
    return record(tx, id, before, after, isArchived ? "archived" : "restored", () =>
      tx.updateTable("key_roles").set({ archived_at }).where("id", "=", id).execute(),
    );
  },
});

type Values = { readonly [field: string]: Json };

async function record(
  tx: Tx,
  id: string,
  before: Values,
  after: Values,
  verb: "updated" | "archived" | "restored",
  write: () => Promise<unknown>,
) {
  const changes = changesBetween("key-role", { id, accountId: null }, before, after);
  if (changes.length === 0) return { result: { id } };
  await write();
  await raiseDefinitionVersion(tx);
  return {
    result: { id },
    changes,
    events: [{ name: `key-role.${verb}`, object: "key-role", objectId: id, accountId: null }],
  };
}

async function lockKeyRole(tx: Tx, id: string) {
  const row = await tx
    .selectFrom("key_roles")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw problem("not-found", `There is no key role with the id ${id}.`);
  return row;
}
