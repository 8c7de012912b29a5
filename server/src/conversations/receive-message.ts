import { z } from "zod";
import type { App } from "../kernel/app.ts";
import { command, type DomainEvent } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { Problem } from "../kernel/errors.ts";
import { newId } from "../kernel/ids.ts";
import { type ChosenSender, chooseSender } from "./choose-sender.ts";
import { insertConversation, insertParticipants } from "./conversation.sql.ts";
import type { IncomingMessage } from "./mail/incoming-message.ts";
import { readMailSettings } from "./mail-settings.ts";
import {
  findAccountsOfAddress,
  findContactOfAccount,
  findThread,
  type MatchedThread,
} from "./match-message.ts";
import { recordBounces } from "./record-bounces.ts";
import { writeIncoming } from "./write-incoming.ts";

export type Received =
  | { status: "received"; conversationId: string; messageId: string }
  | { status: "duplicate" }
  | { status: "waiting"; reason: string };

/**
 * Takes in one message, read from its bytes beforehand. Idempotent by Message-ID. It joins a thread only through the
 * reply token or a Message-ID of it; otherwise a known contact's mail begins a conversation and everything else
 * waits for a person.
 */
export const receiveMessage = command({
  name: "conversations.receive",
  permission: "conversations.receive",
  input: z.object({ message: z.custom<IncomingMessage>(), raw: z.instanceof(Uint8Array) }),
  async run({
    app,
    tx,
    ctx,
    input: { message, raw },
  }): Promise<{ result: Received; events?: DomainEvent[] }> {
    const bounced = await recordBounces(tx, ctx, message.bounces);
    const thread = (await findThread(tx, message)) ?? bounced.thread;
    if (thread) return join(tx, ctx, thread, message, bounced.events);
    const accounts =
      message.from && message.kind === "message"
        ? await findAccountsOfAddress(tx, ctx, message.from.address)
        : [];
    const [only] = accounts;
    if (only && accounts.length === 1) return begin(app, tx, ctx, only, message);
    return wait(tx, ctx, message, raw, reasonFor(message, accounts.length));
  },
});

async function join(
  tx: Tx,
  ctx: Context,
  thread: MatchedThread,
  message: IncomingMessage,
  bounceEvents: DomainEvent[],
): Promise<{ result: Received; events?: DomainEvent[] }> {
  const { accountId, conversationId } = thread;
  // The lock keeps counts right when two answers arrive at once; the claim makes the second delivery of one a no-op.
  await tx
    .selectFrom("conversations")
    .select("id")
    .where("account_id", "=", accountId)
    .where("id", "=", conversationId)
    .forUpdate()
    .execute();
  const contactId = message.from ? await findContactOfAccount(tx, accountId, message.from.address) : null;
  if (!(await claimMessageId(tx, thread, message.messageId))) return { result: { status: "duplicate" } };
  const written = await writeIncoming(tx, ctx, thread, message, contactId, false);
  await linkMessageId(tx, message.messageId, written.id);
  if (contactId && message.from && message.kind === "message") {
    // Somebody of the account who was not asked joins in: they get what is written from now on.
    await insertParticipants(tx, accountId, conversationId, [{ ...message.from, contactId, part: "cc" }]);
  }
  const result: Received = { status: "received", conversationId, messageId: written.id };
  return { result, events: [...bounceEvents, written.event] };
}

/** A conversation that a customer begins. Also used when a person gives waiting mail to an account. */
export async function begin(
  app: App,
  tx: Tx,
  ctx: Context,
  who: { accountId: string; contactId: string | null },
  message: IncomingMessage,
): Promise<{ result: Received; events?: DomainEvent[] }> {
  const { accountId, contactId } = who;
  const conversationId = newId(ctx.now);
  const thread = { accountId, conversationId, answeredId: null };
  if (!(await claimMessageId(tx, thread, message.messageId))) return { result: { status: "duplicate" } };
  const subject = message.subject || "(no subject)";
  const sender = await ourSide(app, tx, ctx, accountId);
  await insertConversation(tx, ctx, {
    accountId,
    id: conversationId,
    subject,
    isAutomatic: false,
    sender,
    renewalId: null,
    template: null,
    direction: "inbound",
  });
  if (message.from) {
    await insertParticipants(tx, accountId, conversationId, [{ ...message.from, contactId, part: "to" }]);
  }
  const written = await writeIncoming(tx, ctx, thread, message, contactId, true);
  await linkMessageId(tx, message.messageId, written.id);
  const started: DomainEvent = {
    name: "conversation.started",
    object: "conversation",
    objectId: conversationId,
    accountId,
    payload: { subject, messageId: written.id, isInbound: true },
  };
  return {
    result: { status: "received", conversationId, messageId: written.id },
    events: [started, written.event],
  };
}

/** The account's CSM, or the fixed sender, or nobody yet. */
async function ourSide(app: App, tx: Tx, ctx: Context, accountId: string): Promise<ChosenSender | null> {
  try {
    const settings = await readMailSettings(tx);
    return await chooseSender(app, tx, ctx, accountId, { kind: "key-role", role: "csm" }, settings);
  } catch (error) {
    if (error instanceof Problem) return null;
    throw error;
  }
}

async function wait(
  tx: Tx,
  ctx: Context,
  message: IncomingMessage,
  raw: Uint8Array,
  reason: string,
): Promise<{ result: Received; events?: DomainEvent[] }> {
  const known = await tx
    .selectFrom("message_ids")
    .select("object_id")
    .where("message_id", "=", message.messageId)
    .execute();
  if (known.length > 0) return { result: { status: "duplicate" } };
  const id = newId(ctx.now);
  const written = await tx
    .insertInto("unmatched_messages")
    .values({
      id,
      message_id: message.messageId,
      from_name: message.from?.name ?? "",
      from_address: message.from?.address ?? "",
      subject: message.subject,
      reply: message.reply.slice(0, 5_000),
      kind: message.kind,
      reason,
      raw: Buffer.from(raw),
      status: "waiting",
      received_at: ctx.now.toString(),
    })
    .onConflict((conflict) => conflict.column("message_id").doNothing())
    .executeTakeFirst();
  if (written.numInsertedOrUpdatedRows !== 1n) return { result: { status: "duplicate" } };
  const payload = { from: message.from?.address ?? null, subject: message.subject, reason };
  return {
    result: { status: "waiting", reason },
    events: [
      { name: "message.unmatched", object: "unmatched-message", objectId: id, accountId: null, payload },
    ],
  };
}

function reasonFor(message: IncomingMessage, accountCount: number): string {
  if (message.kind === "bounce") return "a delivery report about a message that is not ours";
  if (message.kind === "auto-reply") return "an automatic reply to nothing of ours";
  if (!message.from) return "no readable sender";
  if (accountCount > 1) return `the sender is a contact of ${accountCount} accounts`;
  return "nobody knows this sender";
}

/** False when the message is here already. Waits for a delivery of the same message that is being written. */
async function claimMessageId(tx: Tx, thread: MatchedThread, messageId: string): Promise<boolean> {
  const claimed = await tx
    .insertInto("message_ids")
    .values({
      message_id: messageId,
      account_id: thread.accountId,
      conversation_id: thread.conversationId,
      object_id: thread.conversationId,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return claimed.numInsertedOrUpdatedRows === 1n;
}

async function linkMessageId(tx: Tx, messageId: string, objectId: string): Promise<void> {
  await tx
    .updateTable("message_ids")
    .set({ object_id: objectId })
    .where("message_id", "=", messageId)
    .execute();
}
