import { z } from "zod";
import { command } from "../kernel/command.ts";
import { problem } from "../kernel/errors.ts";

/** Revokes a key for ever; the request after this one is refused. */
export const revokeApiKey = command({
  name: "api-keys.revoke",
  permission: "api-keys.write",
  input: z.object({ id: z.uuid() }),
  async run({ tx, ctx, input: { id } }) {
    const row = await tx
      .selectFrom("api_keys")
      .select("revoked_at")
      .where("id", "=", id)
      .forUpdate()
      .executeTakeFirst();
    if (!row) throw problem("not-found", `There is no API key with the id ${id}.`);
    if (row.revoked_at !== null) return { result: { id } };
    const at = ctx.now.toString();
    await tx.updateTable("api_keys").set({ revoked_at: at }).where("id", "=", id).execute();
    return {
      result: { id },
      changes: [{ object: "api-key", objectId: id, accountId: null, field: "revokedAt", old: null, new: at }],
      events: [{ name: "api-key.revoked", object: "api-key", objectId: id, accountId: null }],
    };
  },
});
