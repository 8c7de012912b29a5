import { createApiKey as createApiKeyEndpoint } from "@perennial/contract";
import { z } from "zod";
import type { App } from "../kernel/app.ts";
import { command, execute } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import { problem } from "../kernel/errors.ts";
import { newId } from "../kernel/ids.ts";
import { keyPrefix } from "./api-key-actor.ts";
import { includesPermission } from "./permissions.ts";
import { hashToken, newToken } from "./secret-tokens.ts";

/** Stores a key of which only the hash is known here, so that no answer, history or log can hold the key itself. */
const storeApiKey = command({
  name: "api-keys.create",
  permission: "api-keys.write",
  input: createApiKeyEndpoint.body.extend({
    keyHash: z.string(),
    hint: z.string(),
    ownerId: z.uuid().nullable(),
  }),
  async run({ tx, ctx, input }) {
    const excess = input.scopes.filter(
      (scope) => ![...ctx.actor.permissions].some((permission) => includesPermission(permission, scope)),
    );
    if (excess.length > 0) {
      throw problem(
        "forbidden",
        `You may not give a key what you may not do yourself: ${excess.join(", ")}.`,
      );
    }
    if (input.expiresAt && Temporal.Instant.compare(input.expiresAt, ctx.now) <= 0) {
      throw problem("invalid-input", "This key would have expired already.", {
        fields: [{ path: "expiresAt", message: "must lie in the future" }],
      });
    }
    const id = newId(ctx.now);
    await tx
      .insertInto("api_keys")
      .values({
        id,
        name: input.name,
        key_hash: input.keyHash,
        hint: input.hint,
        scopes: input.scopes,
        owner_id: input.ownerId,
        created_at: ctx.now.toString(),
        created_by_name: ctx.actor.name,
        expires_at: input.expiresAt ?? null,
      })
      .execute();
    return {
      result: { id },
      changes: [
        { object: "api-key", objectId: id, accountId: null, field: "scopes", old: null, new: input.scopes },
      ],
      events: [{ name: "api-key.created", object: "api-key", objectId: id, accountId: null }],
    };
  },
});

/**
 * Makes an API key. It belongs to the teammate who makes it, or to the owner of the key that does.
 * @returns the key itself, which is nowhere kept
 * @throws Problem `forbidden` for scopes beyond the maker's own
 */
export async function createApiKey(
  app: App,
  ctx: Context,
  input: z.input<typeof createApiKeyEndpoint.body>,
): Promise<{ id: string; key: string }> {
  const key = `${keyPrefix}${newToken()}`;
  const ownerId = await ownerOf(app, ctx);
  const hint = `${key.slice(0, 5)}…${key.slice(-4)}`;
  const { id } = await execute(app, ctx, storeApiKey, { ...input, keyHash: hashToken(key), hint, ownerId });
  return { id, key };
}

async function ownerOf(app: App, ctx: Context): Promise<string | null> {
  if (ctx.actor.kind === "teammate") return ctx.actor.id;
  if (ctx.actor.kind !== "api-key") return null;
  const row = await app.db
    .selectFrom("api_keys")
    .select("owner_id")
    .where("id", "=", ctx.actor.id)
    .executeTakeFirst();
  return row?.owner_id ?? null;
}
