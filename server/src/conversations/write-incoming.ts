import { sql } from "kysely";
import type { DomainEvent } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { newId } from "../kernel/ids.ts";
import type { IncomingMessage } from "./mail/incoming-message.ts";
import type { MatchedThread } from "./match-message.ts";

/**
 * Writes a message that came in to its conversation, attachments included. A person's answer from an address we know
 * marks the conversation and the message it answers as answered; a machine's never does.
 */
export async function writeIncoming(
  tx: Tx,
  ctx: Context,
  thread: MatchedThread,
  message: IncomingMessage,
  contactId: string | null,
  isFirst: boolean,
): Promise<{ id: string; event: DomainEvent }> {
  const { accountId, conversationId } = thread;
  const id = newId(ctx.now);
  const at = ctx.now.toString();
  const isAnswer = message.kind === "message" && contactId !== null && !isFirst;
  await tx
    .insertInto("messages")
    .values({
      account_id: accountId,
      id,
      conversation_id: conversationId,
      direction: "in",
      kind: message.kind,
      status: "received",
      message_id: message.messageId,
      from_name: message.from?.name ?? "",
      from_address: message.from?.address ?? "",
      contact_id: contactId,
      sender_matches_contact: contactId !== null,
      recipients: JSON.stringify([
        ...message.to.map((one) => ({ ...one, contactId: null, part: "to", failure: null })),
        ...message.cc.map((one) => ({ ...one, contactId: null, part: "cc", failure: null })),
      ]),
      subject: message.subject,
      text: message.text,
      html: message.html,
      reply: message.reply,
      unreadable: message.unreadable,
      is_automatic: message.kind !== "message",
      at,
      settled_at: at,
    })
    .execute();
  await writeAttachments(tx, ctx, accountId, id, message);
  if (!isFirst) await touchConversation(tx, at, thread, isAnswer, message.kind === "message");
  if (isAnswer && thread.answeredId) {
    await tx
      .updateTable("messages")
      .set({ answered_at: at })
      .where("account_id", "=", accountId)
      .where("id", "=", thread.answeredId)
      .where("answered_at", "is", null)
      .execute();
  }
  const payload = {
    conversationId,
    kind: message.kind,
    isAnswer,
    senderMatchesContact: contactId !== null,
    contactId,
    from: message.from?.address ?? null,
    subject: message.subject,
    answersMessageId: thread.answeredId,
  };
  return { id, event: { name: "message.received", object: "message", objectId: id, accountId, payload } };
}

async function touchConversation(
  tx: Tx,
  at: string,
  { accountId, conversationId }: MatchedThread,
  isAnswer: boolean,
  isFromPerson: boolean,
): Promise<void> {
  await sql`
    update conversations
       set message_count = message_count + 1, updated_at = ${at}::timestamptz, last_message_at = ${at}::timestamptz,
           last_direction = case when ${isFromPerson}::boolean then 'in' else last_direction end,
           status = case when ${isFromPerson}::boolean then 'open' else status end,
           answered_at = case when ${isAnswer}::boolean then coalesce(answered_at, ${at}::timestamptz) else answered_at end
     where account_id = ${accountId} and id = ${conversationId}
  `.execute(tx);
}

async function writeAttachments(
  tx: Tx,
  ctx: Context,
  accountId: string,
  messageId: string,
  message: IncomingMessage,
): Promise<void> {
  for (const attachment of message.attachments) {
    await tx
      .insertInto("message_attachments")
      .values({
        account_id: accountId,
        id: newId(ctx.now),
        message_id: messageId,
        filename: attachment.filename,
        mime_type: attachment.mimeType,
        content_id: attachment.contentId,
        is_inline: attachment.isInline,
        size_bytes: attachment.content.byteLength,
        content: Buffer.from(attachment.content),
      })
      .execute();
  }
}
