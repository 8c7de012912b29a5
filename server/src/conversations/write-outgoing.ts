import type { App } from "../kernel/app.ts";
import type { DomainEvent } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { newId } from "../kernel/ids.ts";
import { htmlOfText } from "../kernel/mail/html-of-text.ts";
import { queueMail } from "../kernel/mail/outgoing.ts";
import type { Recipient } from "./choose-recipients.ts";
import type { ChosenSender } from "./choose-sender.ts";
import { replyAddress } from "./mail/reply-address.ts";
import type { MailSettings } from "./mail-settings.ts";
import { unsubscribeUrlOf } from "./unsubscribe-link.ts";

/** Every message of ours that a conversation holds is told to its outbox row by this purpose. */
export const conversationPurpose = "conversation";
/** A References header with more ids than this is cut in the middle by real servers. */
const MOST_REFERENCES = 20;

export type Outgoing = {
  accountId: string;
  conversationId: string;
  replyToken: string;
  settings: MailSettings;
  sender: ChosenSender;
  recipients: readonly Recipient[];
  subject: string;
  text: string;
  /** Message ids of the conversation so far, oldest first. */
  references: readonly string[];
  template: { id: string; version: number } | null;
  isAutomatic: boolean;
  isHeld: boolean;
  sendAt: Temporal.Instant | null;
};

/** Writes one message of ours and the intent to send it. @returns the message's id and what happened */
export async function writeOutgoing(
  app: App,
  tx: Tx,
  ctx: Context,
  outgoing: Outgoing,
): Promise<{ id: string; event: DomainEvent }> {
  const { accountId, conversationId, sender, recipients, subject, settings, isAutomatic, isHeld } = outgoing;
  const id = newId(ctx.now);
  const mailbox = settings.replyMailbox;
  const replyTo = mailbox ? replyAddress(mailbox, outgoing.replyToken) : null;
  const unsubscribeUrl = isAutomatic ? unsubscribeUrlOf(app, recipients) : null;
  const text = unsubscribeUrl
    ? `${outgoing.text}\n\nNo more automatic messages: ${unsubscribeUrl}`
    : outgoing.text;
  const html = htmlOfText(text);
  const { messageId } = await queueMail(tx, ctx, {
    purpose: conversationPurpose,
    id,
    accountId,
    content: {
      from: { name: sender.name, address: sender.address },
      to: addressesOf(recipients, "to"),
      cc: addressesOf(recipients, "cc"),
      replyTo,
      subject,
      text,
      html,
      references: shortened(outgoing.references),
      unsubscribeUrl,
      isAutomatic,
    },
    ...(replyTo ? { bounceTo: replyTo } : {}),
    whenInDoubt: "hold",
    ...(outgoing.sendAt ? { notBefore: outgoing.sendAt } : {}),
    isHeld,
  });
  const status = isHeld ? "held" : "queued";
  await tx
    .insertInto("messages")
    .values({
      account_id: accountId,
      id,
      conversation_id: conversationId,
      direction: "out",
      kind: "message",
      status,
      message_id: messageId,
      from_name: sender.name,
      from_address: sender.address,
      sender_matches_contact: false,
      recipients: JSON.stringify(recipients.map((one) => ({ ...one, failure: null }))),
      subject,
      text,
      html,
      reply: outgoing.text,
      is_automatic: isAutomatic,
      template_id: outgoing.template?.id ?? null,
      template_version: outgoing.template?.version ?? null,
      at: ctx.now.toString(),
    })
    .execute();
  await tx
    .insertInto("message_ids")
    .values({ message_id: messageId, account_id: accountId, conversation_id: conversationId, object_id: id })
    .execute();
  const payload = { conversationId, subject, isAutomatic, to: recipients.map((one) => one.address) };
  return { id, event: { name: `message.${status}`, object: "message", objectId: id, accountId, payload } };
}

function addressesOf(recipients: readonly Recipient[], part: "to" | "cc") {
  return recipients.filter((one) => one.part === part).map(({ name, address }) => ({ name, address }));
}

/** The first and the newest ids: enough for every reader to find the thread. */
function shortened(references: readonly string[]): string[] {
  if (references.length <= MOST_REFERENCES) return [...references];
  return [...references.slice(0, 1), ...references.slice(1 - MOST_REFERENCES)];
}
