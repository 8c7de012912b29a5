import { z } from "zod";
import { command } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { newId } from "../kernel/ids.ts";
import type { Recipient } from "./choose-recipients.ts";
import { insertConversation, insertParticipants } from "./conversation.sql.ts";

const exchanged = z.object({
  direction: z.enum(["out", "in"]),
  at: z.string(),
  text: z.string().min(1).max(50_000),
});

const input = z.object({
  accountId: z.uuid(),
  subject: z.string().trim().min(1).max(500),
  isAutomatic: z.boolean().default(false),
  isClosed: z.boolean().default(false),
  renewalId: z.uuid().nullable().default(null),
  teammateId: z.uuid().describe("Who of ours it was with"),
  contactId: z.uuid().describe("With whom"),
  messages: z.array(exchanged).min(1).max(100).describe("Oldest first"),
});
type Input = z.output<typeof input>;

/**
 * Writes down a conversation that took place elsewhere: its messages at their own instants, as sent and received.
 * Nothing is sent, and nothing waits for an answer to it.
 * @throws Problem `invalid-input` when the teammate or the contact has no address
 */
export const recordConversation = command({
  name: "conversations.record",
  permission: "conversations.write",
  input,
  async run({ tx, ctx, input: talk }) {
    const { accountId, subject, isAutomatic, renewalId } = talk;
    const ours = await addressOf(tx, "teammates", talk.teammateId);
    const theirs = await addressOf(tx, "contacts", talk.contactId);
    const direction = talk.messages[0]?.direction === "in" ? "inbound" : "outbound";
    const id = newId(ctx.now);
    const sender = { ...ours, teammateId: talk.teammateId };
    await insertConversation(tx, ctx, {
      ...{ accountId, id, subject, isAutomatic, sender, renewalId, direction },
      template: null,
    });
    const contact: Recipient = { ...theirs, contactId: talk.contactId, part: "to" };
    await insertParticipants(tx, accountId, id, [contact]);
    await writeMessages(tx, ctx, id, talk, { ours, theirs: contact });
    await settle(tx, id, talk);
    const payload = { subject, messages: talk.messages.length };
    return {
      result: { id },
      events: [{ name: "conversation.recorded", object: "conversation", objectId: id, accountId, payload }],
    };
  },
});

type Address = { name: string; address: string };

async function addressOf(tx: Tx, table: "teammates" | "contacts", id: string): Promise<Address> {
  const row = await tx.selectFrom(table).select(["name", "email"]).where("id", "=", id).executeTakeFirst();
  if (row?.email) return { name: row.name ?? row.email, address: row.email };
  const path = table === "teammates" ? "teammateId" : "contactId";
  throw problem("invalid-input", "Both who wrote and who was written to need an e-mail address.", {
    fields: [{ path, message: "has no e-mail address, or is not there" }],
  });
}

async function writeMessages(
  tx: Tx,
  ctx: Context,
  conversationId: string,
  { accountId, subject, isAutomatic, messages }: Input,
  { ours, theirs }: { ours: Address; theirs: Recipient },
): Promise<void> {
  const rows = messages.map(({ direction, at, text }, place) => {
    const isOut = direction === "out";
    const from = isOut ? ours : theirs;
    const answer = messages.slice(place + 1).find((later) => later.direction === "in");
    const id = newId(ctx.now);
    return {
      account_id: accountId,
      id,
      conversation_id: conversationId,
      direction,
      kind: "message",
      status: isOut ? "sent" : "received",
      message_id: `<${id}@recorded.invalid>`,
      from_name: from.name,
      from_address: from.address,
      contact_id: isOut ? null : theirs.contactId,
      sender_matches_contact: !isOut,
      recipients: JSON.stringify([
        isOut ? { ...theirs, failure: null } : { ...ours, contactId: null, part: "to", failure: null },
      ]),
      subject: place === 0 ? subject : `Re: ${subject}`,
      text,
      reply: text,
      is_automatic: isOut && isAutomatic && place === 0,
      at,
      settled_at: at,
      answered_at: isOut ? (answer?.at ?? null) : null,
    };
  });
  await tx.insertInto("messages").values(rows).execute();
  await tx
    .insertInto("message_ids")
    .values(
      rows.map((row) => ({
        message_id: row.message_id,
        account_id: accountId,
        conversation_id: conversationId,
        object_id: row.id,
      })),
    )
    .execute();
}

/** How the conversation stands after its last message. */
async function settle(tx: Tx, id: string, { accountId, messages, isClosed }: Input): Promise<void> {
  const last = messages.at(-1);
  const outFirst = messages.findIndex((message) => message.direction === "out");
  const answer = messages.find(
    (message, place) => message.direction === "in" && place > outFirst && outFirst >= 0,
  );
  await tx
    .updateTable("conversations")
    .set({
      status: isClosed ? "closed" : "open",
      message_count: messages.length,
      last_message_at: last?.at ?? "",
      last_direction: last?.direction ?? "out",
      answered_at: answer?.at ?? null,
    })
    .where("account_id", "=", accountId)
    .where("id", "=", id)
    .execute();
}
