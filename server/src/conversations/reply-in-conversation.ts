import { replyInput } from "@perennial/contract";
import { z } from "zod";
import { command } from "../kernel/command.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { replySubject } from "../kernel/mail/compose-message.ts";
import { findTemplate, renderOrRefuse } from "../templates/index.ts";
import type { Recipient } from "./choose-recipients.ts";
import { type ChosenSender, chooseSender } from "./choose-sender.ts";
import { readMailSettings } from "./mail-settings.ts";
import { isAutomaticActor } from "./start-conversation.ts";
import { writeOutgoing } from "./write-outgoing.ts";

/**
 * Writes on in a conversation: same people, same thread (In-Reply-To, References, “Re:”), whether the last message
 * was theirs or ours.
 * @throws Problem `not-found`; `conflict` when nobody of it may still be written to automatically
 */
export const replyInConversation = command({
  name: "conversations.reply",
  permission: "conversations.write",
  input: replyInput.extend({ id: z.uuid() }),
  async run({ app, tx, ctx, input }) {
    const conversation = await lockConversation(tx, input.id);
    const accountId = conversation.account_id;
    const isAutomatic = isAutomaticActor(ctx);
    const template = input.template ? await findTemplate(tx, "conversation", input.template) : null;
    const source = input.body ?? template?.content.body;
    if (source === undefined) {
      throw problem("invalid-input", "Give a template or a body.", {
        fields: [{ path: "body", message: "is required" }],
      });
    }
    const settings = await readMailSettings(tx);
    const earlier = conversation.sender as ChosenSender | null;
    const wanted = input.sender ?? { kind: "author" as const };
    const sender =
      input.sender || !earlier ? await chooseSender(app, tx, ctx, accountId, wanted, settings) : earlier;
    const recipients = await writableParticipants(tx, accountId, input.id, isAutomatic);
    if (recipients.length === 0) {
      throw problem(
        "conflict",
        "Nobody in this conversation may be written to: all have unsubscribed from automatic mail.",
      );
    }
    const { body = "" } = await renderOrRefuse(
      app,
      tx,
      ctx,
      { body: source },
      {
        accountId,
        renewalId: conversation.renewal_id ?? undefined,
        contactId: recipients[0]?.contactId ?? undefined,
        sender,
      },
    );
    const message = await writeOutgoing(app, tx, ctx, {
      accountId,
      conversationId: input.id,
      replyToken: conversation.reply_token,
      settings,
      sender,
      recipients,
      subject: replySubject(conversation.subject),
      text: body.trim(),
      references: await threadOf(tx, accountId, input.id),
      template: template ? { id: template.id, version: template.version } : null,
      isAutomatic,
      isHeld: input.isHeld ?? false,
      sendAt: input.sendAt ? Temporal.Instant.from(input.sendAt) : null,
    });
    const at = ctx.now.toString();
    await tx
      .updateTable("conversations")
      .set((set) => ({
        message_count: set("message_count", "+", 1),
        last_message_at: at,
        last_direction: "out",
        status: "open",
        sender: JSON.stringify(sender),
        updated_at: at,
      }))
      .where("account_id", "=", accountId)
      .where("id", "=", input.id)
      .execute();
    return { result: { id: message.id }, events: [message.event] };
  },
});

async function lockConversation(tx: Tx, id: string) {
  const row = await tx
    .selectFrom("conversations")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw problem("not-found", `There is no conversation with the id ${id}.`);
  return row;
}

/** Those who take part; without the unsubscribed when no person writes. Somebody is always in To. */
async function writableParticipants(
  tx: Tx,
  accountId: string,
  conversationId: string,
  isAutomatic: boolean,
): Promise<Recipient[]> {
  const rows = await tx
    .selectFrom("conversation_participants as p")
    .leftJoin("contacts as c", "c.id", "p.contact_id")
    .select(["p.name", "p.address", "p.contact_id", "p.part", "c.unsubscribed_at"])
    .where("p.account_id", "=", accountId)
    .where("p.conversation_id", "=", conversationId)
    .orderBy("p.part", "desc")
    .orderBy("p.address")
    .execute();
  const left = rows.filter((row) => !isAutomatic || row.unsubscribed_at === null);
  const hasTo = left.some((row) => row.part === "to");
  return left.map((row) => ({
    name: row.name,
    address: row.address,
    contactId: row.contact_id,
    part: hasTo && row.part === "cc" ? "cc" : "to",
  }));
}

/** Message ids of the thread, oldest first: what people sent and what we wrote. */
async function threadOf(tx: Tx, accountId: string, conversationId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom("messages")
    .select("message_id")
    .where("account_id", "=", accountId)
    .where("conversation_id", "=", conversationId)
    .where("kind", "=", "message")
    .where("status", "not in", ["cancelled", "failed"])
    .orderBy("at")
    .orderBy("id")
    .execute();
  return rows.map((row) => row.message_id);
}
