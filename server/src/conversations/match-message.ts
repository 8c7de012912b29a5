import { sql } from "kysely";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import type { IncomingMessage } from "./mail/incoming-message.ts";
import { replyTokensIn } from "./mail/reply-address.ts";

/** A thread a message joins, and how we know. */
export type MatchedThread = {
  accountId: string;
  conversationId: string;
  /** The message of ours that it answers, where it says. */
  answeredId: string | null;
};

/**
 * The conversation a message belongs to. Only what outsiders cannot guess leads into one: the reply token in the
 * address it was sent to, or a Message-ID of the conversation. Never the From and never the subject: both can be forged.
 */
export async function findThread(tx: Tx, message: IncomingMessage): Promise<MatchedThread | null> {
  const named = await findByMessageIds(tx, message.answers);
  const tokens = replyTokensIn(message.deliveredTo);
  if (tokens.length > 0) {
    const byToken = await tx
      .selectFrom("reply_tokens")
      .select(["account_id", "conversation_id"])
      .where("token", "in", tokens)
      .executeTakeFirst();
    if (byToken) {
      const conversationId = byToken.conversation_id;
      const answered = named.find((one) => one.conversation_id === conversationId);
      return { accountId: byToken.account_id, conversationId, answeredId: answered?.object_id ?? null };
    }
  }
  const [nearest] = named;
  if (!nearest) return null;
  return {
    accountId: nearest.account_id,
    conversationId: nearest.conversation_id,
    answeredId: nearest.object_id,
  };
}

/** The messages we know by these ids, in the order of the ids. */
export async function findByMessageIds(tx: Tx, messageIds: readonly string[]) {
  if (messageIds.length === 0) return [];
  const rows = await tx
    .selectFrom("message_ids")
    .selectAll()
    .where("message_id", "in", [...messageIds])
    .execute();
  return rows.toSorted((a, b) => messageIds.indexOf(a.message_id) - messageIds.indexOf(b.message_id));
}

/** The contact of an account who has this address; proves nothing about who wrote. */
export async function findContactOfAccount(
  tx: Tx,
  accountId: string,
  address: string,
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select c.id from contacts c join account_contacts l on l.contact_id = c.id
     where l.account_id = ${accountId} and lower(c.email) = ${address} and c.archived_at is null
     order by c.created_at, c.id limit 1
  `.execute(tx);
  return rows[0]?.id ?? null;
}

/** The accounts at which somebody with this address is a contact today. */
export async function findAccountsOfAddress(
  tx: Tx,
  ctx: Context,
  address: string,
): Promise<{ accountId: string; contactId: string }[]> {
  const { rows } = await sql<{ account_id: string; contact_id: string }>`
    select l.account_id, min(c.id::text)::uuid as contact_id
      from contacts c join account_contacts l on l.contact_id = c.id join accounts a on a.id = l.account_id
     where lower(c.email) = ${address} and c.archived_at is null and a.archived_at is null
       and (l.until is null or l.until > ${ctx.today.toString()}::date)
     group by l.account_id
  `.execute(tx);
  return rows.map((row) => ({ accountId: row.account_id, contactId: row.contact_id }));
}
