import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { isId } from "../kernel/ids.ts";
import type { Recipient } from "./choose-recipients.ts";
import type { ChosenSender } from "./choose-sender.ts";
import { newReplyToken } from "./mail/reply-address.ts";

type NewConversation = {
  accountId: string;
  id: string;
  subject: string;
  isAutomatic: boolean;
  /** Who of ours it is with; null when nobody could be found. */
  sender: ChosenSender | null;
  renewalId: string | null;
  template: { id: string; version: number } | null;
  direction: "outbound" | "inbound";
};

/** Writes the conversation with its first message counted. @returns its reply token */
export async function insertConversation(
  tx: Tx,
  ctx: Context,
  conversation: NewConversation,
): Promise<string> {
  const replyToken = newReplyToken();
  const at = ctx.now.toString();
  const { accountId, id, sender } = conversation;
  const author = ctx.actor.kind === "teammate" && isId(ctx.actor.id) ? ctx.actor.id : null;
  await tx
    .insertInto("conversations")
    .values({
      account_id: accountId,
      id,
      subject: conversation.subject,
      status: "open",
      direction: conversation.direction,
      is_automatic: conversation.isAutomatic,
      template_id: conversation.template?.id ?? null,
      template_version: conversation.template?.version ?? null,
      owner_id: sender?.teammateId ?? author,
      renewal_id: conversation.renewalId,
      sender: sender ? JSON.stringify(sender) : null,
      reply_token: replyToken,
      message_count: 1,
      last_message_at: at,
      last_direction: conversation.direction === "outbound" ? "out" : "in",
      started_by_kind: ctx.actor.kind,
      started_by_id: ctx.actor.id,
      started_by_name: ctx.actor.name,
      created_at: at,
      updated_at: at,
    })
    .execute();
  await tx
    .insertInto("reply_tokens")
    .values({ token: replyToken, account_id: accountId, conversation_id: id })
    .execute();
  return replyToken;
}

/** Adds who takes part; one already there stays as it is. */
export async function insertParticipants(
  tx: Tx,
  accountId: string,
  conversationId: string,
  recipients: readonly Recipient[],
): Promise<void> {
  if (recipients.length === 0) return;
  await tx
    .insertInto("conversation_participants")
    .values(
      recipients.map((one) => ({
        account_id: accountId,
        conversation_id: conversationId,
        address: one.address,
        name: one.name,
        contact_id: one.contactId,
        part: one.part,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
