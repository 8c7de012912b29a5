import { randomBytes } from "node:crypto";
import type { WriteKey } from "@perennial/contract";
import { z } from "zod";
import type { App } from "../../kernel/app.ts";
import { command, execute } from "../../kernel/command.ts";
import type { Context } from "../../kernel/context.ts";
import { problem } from "../../kernel/errors.ts";
import { newId } from "../../kernel/ids.ts";
import { forgetWriteKeys, hashWriteKey, writeKeyPrefix } from "./write-key-actor.ts";

/** Stores a key of which only the hash is known here, so that no answer, history or log can hold the key itself. */
const storeWriteKey = command({
  name: "write-keys.create",
  permission: "write-keys.write",
  input: z.object({ name: z.string().trim().min(1).max(200), keyHash: z.string(), hint: z.string() }),
  async run({ tx, ctx, input }) {
    const id = newId(ctx.now);
    await tx
      .insertInto("write_keys")
      .values({
        id,
        name: input.name,
        key_hash: input.keyHash,
        hint: input.hint,
        created_at: ctx.now.toString(),
        created_by_name: ctx.actor.name,
      })
      .execute();
    return {
      result: { id },
      events: [{ name: "write-key.created", object: "write-key", objectId: id, accountId: null }],
    };
  },
});

const revoke = command({
  name: "write-keys.revoke",
  permission: "write-keys.write",
  input: z.object({ id: z.uuid() }),
  async run({ tx, ctx, input: { id } }) {
    const row = await tx
      .selectFrom("write_keys")
      .select("revoked_at")
      .where("id", "=", id)
      .forUpdate()
      .executeTakeFirst();
    if (!row) throw problem("not-found", `There is no write key with the id ${id}.`);
    if (row.revoked_at !== null) return { result: { id } };
    await tx.updateTable("write_keys").set({ revoked_at: ctx.now.toString() }).where("id", "=", id).execute();
    return {
      result: { id },
      events: [{ name: "write-key.revoked", object: "write-key", objectId: id, accountId: null }],
    };
  },
});

/**
 * Makes a write key for event ingest.
 * @returns the key itself, which is nowhere kept
 */
export async function createWriteKey(
  app: App,
  ctx: Context,
  name: string,
): Promise<{ id: string; key: string }> {
  const key = `${writeKeyPrefix}${randomBytes(32).toString("base64url")}`;
  const hint = `…${key.slice(-4)}`;
  const { id } = await execute(app, ctx, storeWriteKey, { name, keyHash: hashWriteKey(key), hint });
  return { id, key };
}

/** From now on the key is refused here, and within seconds everywhere. */
export async function revokeWriteKey(app: App, ctx: Context, id: string): Promise<void> {
  await execute(app, ctx, revoke, { id });
  forgetWriteKeys(app);
}

/** All write keys, newest first; revoked ones too. */
export async function readWriteKeys(app: App): Promise<WriteKey[]> {
  const rows = await app.db.selectFrom("write_keys").selectAll().orderBy("id", "desc").execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    hint: row.hint,
    createdAt: row.created_at,
    createdByName: row.created_by_name,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  }));
}
