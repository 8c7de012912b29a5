import { sql } from "kysely";
import type { MailOutcomeListener } from "../kernel/mail/outgoing.ts";
import { publish } from "../kernel/publish.ts";
import { conversationPurpose } from "./write-outgoing.ts";

/**
 * Carries what became of a message from the outbox to the conversation, in one transaction: status, reason, refused
 * recipients, and `message.sent`, `message.failed`, `message.in-doubt` or `message.cancelled` for everybody else.
 */
export const messageOutcome: MailOutcomeListener = {
  purpose: conversationPurpose,
  async settled({ app, tx, ctx, outcome }) {
    const { id, accountId, status, reason } = outcome;
    if (!accountId) return;
    const refused = new Map(outcome.refusedRecipients.map((one) => [one.address, one.reason]));
    const row = await tx
      .selectFrom("messages")
      .select(["conversation_id", "recipients", "status"])
      .where("account_id", "=", accountId)
      .where("id", "=", id)
      .forUpdate()
      .executeTakeFirst();
    if (!row) return;
    const recipients = (row.recipients as unknown as { address: string; failure: string | null }[]).map(
      (one) => ({
        ...one,
        failure: refused.get(one.address) ?? one.failure,
      }),
    );
    const isSettled = status !== "queued" && status !== "held";
    // A bounce may overtake our own record of having sent; it knows more.
    await sql`
      update messages set status = ${status}, reason = ${reason}, recipients = ${JSON.stringify(recipients)}::jsonb,
             settled_at = ${isSettled ? ctx.now.toString() : null}::timestamptz
       where account_id = ${accountId} and id = ${id} and status <> 'bounced'
    `.execute(tx);
    if (!isSettled) return;
    const event = {
      name: `message.${status}`,
      object: "message",
      objectId: id,
      accountId,
      payload: { conversationId: row.conversation_id, reason, refused: [...refused.keys()] },
    };
    const change = {
      object: "message",
      objectId: id,
      accountId,
      field: "status",
      old: row.status,
      new: status,
    };
    await publish(app, tx, ctx, "mail.record-outcome", { changes: [change], events: [event] });
  },
};
