import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Context } from "./context.ts";
import type { Tx } from "./db.ts";
import { problem } from "./errors.ts";

/**
 * Claims a key for this command and input. The insert waits for a transaction that holds the same key, so two
 * equal requests at once run one after the other and the second gets the first one's answer.
 * @throws Problem `conflict` when the key was used with another command or input
 */
export async function claimIdempotencyKey(
  tx: Tx,
  ctx: Context,
  key: string,
  commandName: string,
  input: unknown,
): Promise<{ isRepeated: false } | { isRepeated: true; result: unknown }> {
  const inputHash = createHash("sha256")
    .update(JSON.stringify(input) ?? "")
    .digest("hex");
  const claimed = await sql`
    insert into idempotency_keys (actor_id, key, command, input_hash, at)
    values (${ctx.actor.id}, ${key}, ${commandName}, ${inputHash}, ${ctx.now.toString()}::timestamptz)
    on conflict do nothing
  `.execute(tx);
  if (claimed.numAffectedRows === 1n) return { isRepeated: false };
  const earlier = await tx
    .selectFrom("idempotency_keys")
    .select(["command", "input_hash", "result"])
    .where("actor_id", "=", ctx.actor.id)
    .where("key", "=", key)
    .executeTakeFirstOrThrow();
  if (earlier.command !== commandName || earlier.input_hash !== inputHash) {
    throw problem(
      "conflict",
      "This Idempotency-Key was used for another request. Use a new key for each request that differs.",
    );
  }
  return { isRepeated: true, result: earlier.result };
}

/** Keeps the result with the key, in the command's own transaction. */
export async function storeIdempotentResult(
  tx: Tx,
  ctx: Context,
  key: string,
  result: unknown,
): Promise<void> {
  await tx
    .updateTable("idempotency_keys")
    .set({ result: JSON.stringify(result ?? null) })
    .where("actor_id", "=", ctx.actor.id)
    .where("key", "=", key)
    .execute();
}
