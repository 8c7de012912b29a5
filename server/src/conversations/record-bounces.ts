import { sql } from "kysely";
import type { DomainEvent } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import type { Bounce } from "./mail/incoming-message.ts";
import { findByMessageIds, type MatchedThread } from "./match-message.ts";

type Stored = { address: string; failure: string | null }[];

/**
 * Marks the messages of ours that a delivery report speaks of: the recipient's failure, and the message as bounced
 * when it failed for good. Delays and successes are kept as the report itself only.
 * @returns the thread the report belongs to, and what happened
 */
export async function recordBounces(
  tx: Tx,
  ctx: Context,
  bounces: readonly Bounce[],
): Promise<{ thread: MatchedThread | null; events: DomainEvent[] }> {
  const ids = [...new Set(bounces.flatMap((one) => one.originalMessageId ?? []))];
  const known = await findByMessageIds(tx, ids);
  const events: DomainEvent[] = [];
  for (const original of known) {
    for (const bounce of bounces) {
      if (bounce.originalMessageId !== original.message_id || bounce.action !== "failed") continue;
      const event = await recordFailure(tx, ctx, original, bounce);
      if (event) events.push(event);
    }
  }
  const [first] = known;
  if (!first) return { thread: null, events };
  const thread = { accountId: first.account_id, conversationId: first.conversation_id, answeredId: null };
  return { thread, events };
}

async function recordFailure(
  tx: Tx,
  ctx: Context,
  original: { account_id: string; conversation_id: string; object_id: string },
  bounce: Bounce,
): Promise<DomainEvent | null> {
  const row = await tx
    .selectFrom("messages")
    .select("recipients")
    .where("account_id", "=", original.account_id)
    .where("id", "=", original.object_id)
    .where("direction", "=", "out")
    .forUpdate()
    .executeTakeFirst();
  if (!row) return null;
  const reason = bounce.diagnostic ?? bounce.status ?? "could not be delivered";
  const recipients = (row.recipients as unknown as Stored).map((one) =>
    bounce.recipient === null || one.address === bounce.recipient ? { ...one, failure: reason } : one,
  );
  await sql`
    update messages set status = 'bounced', reason = ${reason}, recipients = ${JSON.stringify(recipients)}::jsonb,
           settled_at = ${ctx.now.toString()}::timestamptz
     where account_id = ${original.account_id} and id = ${original.object_id}
  `.execute(tx);
  return {
    name: "message.bounced",
    object: "message",
    objectId: original.object_id,
    accountId: original.account_id,
    payload: {
      conversationId: original.conversation_id,
      recipient: bounce.recipient,
      status: bounce.status,
      reason,
    },
  };
}
