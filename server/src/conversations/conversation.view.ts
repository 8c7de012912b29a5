import { type Conversation, type Message, momentText } from "@perennial/contract";
import { type Selectable, sql } from "kysely";
import { z } from "zod";
import type { Messages } from "../../db/types.ts";
import type { App } from "../kernel/app.ts";
import type { Db } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { query } from "../kernel/query.ts";
import { contextAsOf, isPast } from "../objects/index.ts";
import { presentConversations } from "./conversation-list.view.ts";
import { conversationsAsOf } from "./conversations-then.sql.ts";
import { noServerReason } from "./outgoing-messages.ts";

/** One conversation with its messages, oldest first. @throws Problem `not-found` */
export const getConversation = query({
  name: "conversations.get",
  permission: "conversations.read",
  input: z.object({ id: z.uuid(), asOf: momentText.optional() }),
  async run({ app, db, ctx: asker, input }): Promise<Conversation & { messages: Message[] }> {
    const ctx = contextAsOf(asker, input.asOf);
    const before = isPast(ctx) ? conversationsAsOf(ctx) : sql``;
    const [conversation] = await presentConversations(db, [input.id], before);
    if (!conversation) {
      const then = isPast(ctx) ? ` on ${ctx.today}` : "";
      throw problem("not-found", `There is no conversation with the id ${input.id}${then}.`);
    }
    const { rows } = await sql<Selectable<Messages>>`
      ${before}
      select * from messages where account_id = ${conversation.accountId} and conversation_id = ${input.id} order by at, id
    `.execute(db);
    return { ...conversation, messages: await presentMessages(app, db, rows) };
  },
});

/** One message. @throws Problem `not-found` */
export const getMessage = query({
  name: "conversations.get-message",
  permission: "conversations.read",
  input: z.object({ id: z.uuid() }),
  async run({ app, db, input }): Promise<Message> {
    const rows = await db.selectFrom("messages").selectAll().where("id", "=", input.id).execute();
    const [message] = await presentMessages(app, db, rows);
    if (!message) throw problem("not-found", `There is no message with the id ${input.id}.`);
    return message;
  },
});

/** An attachment's bytes, asked for within its own conversation. @throws Problem `not-found` */
export const getAttachment = query({
  name: "conversations.get-attachment",
  permission: "conversations.read",
  input: z.object({ id: z.uuid(), attachmentId: z.uuid() }),
  async run({ db, input }) {
    const { rows } = await sql<{ filename: string; mime_type: string; content: Buffer }>`
      select f.filename, f.mime_type, f.content
        from message_attachments f join messages m on m.account_id = f.account_id and m.id = f.message_id
       where f.id = ${input.attachmentId} and m.conversation_id = ${input.id}
    `.execute(db);
    const [row] = rows;
    if (!row) throw problem("not-found", "There is no such attachment in this conversation.");
    return { filename: row.filename, mimeType: row.mime_type, content: row.content };
  },
});

async function presentMessages(app: App, db: Db, rows: readonly Selectable<Messages>[]): Promise<Message[]> {
  if (rows.length === 0) return [];
  const attachments = await db
    .selectFrom("message_attachments")
    .select(["id", "message_id", "filename", "mime_type", "size_bytes", "is_inline"])
    .where("account_id", "in", [...new Set(rows.map((row) => row.account_id))])
    .where(
      "message_id",
      "in",
      rows.map((row) => row.id),
    )
    .orderBy("id")
    .execute();
  const byMessage = Map.groupBy(attachments, (one) => one.message_id);
  return rows.map((row) => ({
    id: row.id,
    conversationId: row.conversation_id,
    accountId: row.account_id,
    direction: row.direction as Message["direction"],
    kind: row.kind as Message["kind"],
    status: row.status as Message["status"],
    reason: row.status === "queued" && !app.settings.smtpUrl ? noServerReason : row.reason,
    from: { name: row.from_name, address: row.from_address, contactId: row.contact_id },
    senderMatchesContact: row.sender_matches_contact,
    recipients: row.recipients as unknown as Message["recipients"],
    subject: row.subject,
    text: row.text,
    html: row.html,
    reply: row.reply,
    unreadable: row.unreadable,
    attachments: (byMessage.get(row.id) ?? []).map((one) => ({
      id: one.id,
      filename: one.filename,
      mimeType: one.mime_type,
      sizeBytes: one.size_bytes,
      isInline: one.is_inline,
    })),
    at: row.at,
    settledAt: row.settled_at,
    answeredAt: row.answered_at,
  }));
}
