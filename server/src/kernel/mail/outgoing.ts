import type { App } from "../app.ts";
import type { Context } from "../context.ts";
import type { Tx } from "../db.ts";
import { newId, noAccount } from "../ids.ts";
import type { OutgoingMessage } from "./compose-message.ts";
import type { Envelope } from "./smtp-transport.ts";

/**
 * - `held`: waits for a person's release before sending. `queued`: waits for its time and the sender.
 * - `sending`: a sender holds its lease. `sent`: the server answered that it has it.
 * - `failed`: certainly not accepted and not tried again. `cancelled`: a person took it back in time.
 * - `in-doubt`: handed over, no answer recorded: it may have arrived or not, and a person decides.
 */
export type OutgoingStatus = "held" | "queued" | "sending" | "sent" | "failed" | "in-doubt" | "cancelled";

export type MailIntent = {
  /** Who is told what becomes of it: the `purpose` of a `mailOutcomes` contribution. */
  purpose: string;
  /** Drawn beforehand where the owner keeps a row of the same id. */
  id?: string;
  accountId: string | null;
  content: Omit<OutgoingMessage, "messageId" | "writtenAt">;
  /** Where bounces go; the sender's address unless said. */
  bounceTo?: string;
  /** After a crash between handing over and recording: `hold` for a person (mail to customers), `resend` (our own people). */
  whenInDoubt: "hold" | "resend";
  notBefore?: Temporal.Instant;
  /** Waits until a person releases it. */
  isHeld?: boolean;
};

/** What became of a message, told in the transaction that records it. */
export type MailOutcome = {
  id: string;
  accountId: string | null;
  messageId: string;
  status: OutgoingStatus;
  reason: string | null;
  refusedRecipients: { address: string; reason: string }[];
};

declare module "../slice.ts" {
  interface SliceContributions {
    mailOutcomes: readonly MailOutcomeListener[];
  }
}
export type MailOutcomeListener = {
  purpose: string;
  /** Runs as the system, in the transaction of the new status. */
  settled(args: { app: App; tx: Tx; ctx: Context; outcome: MailOutcome }): Promise<void>;
};

/**
 * Writes the intent to send a message, with the Message-ID that every attempt will carry. Nothing leaves before the
 * transaction commits.
 * @returns the row's id and the Message-ID, angle brackets included
 */
export async function queueMail(
  tx: Tx,
  ctx: Context,
  intent: MailIntent,
): Promise<{ id: string; messageId: string }> {
  const id = intent.id ?? newId(ctx.now);
  const { from, to, cc } = intent.content;
  const messageId = `<${newId(ctx.now)}@${from.address.slice(from.address.lastIndexOf("@") + 1)}>`;
  const content: OutgoingContent = { ...intent.content, messageId, writtenAt: ctx.now.toString() };
  const envelope: Envelope = {
    from: intent.bounceTo ?? from.address,
    to: [...new Set([...to, ...cc].map((one) => one.address))],
  };
  await tx
    .insertInto("outgoing_messages")
    .values({
      id,
      account_id: intent.accountId ?? noAccount,
      purpose: intent.purpose,
      message_id: messageId,
      content: JSON.stringify(content),
      envelope: JSON.stringify(envelope),
      when_in_doubt: intent.whenInDoubt,
      status: intent.isHeld ? "held" : "queued",
      not_before: (intent.notBefore ?? ctx.now).toString(),
      queued_at: ctx.now.toString(),
    })
    .execute();
  return { id, messageId };
}

/** `OutgoingMessage` as kept in the row. */
export type OutgoingContent = Omit<OutgoingMessage, "writtenAt"> & { writtenAt: string };
