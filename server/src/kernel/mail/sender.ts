/**
 * The sender takes messages from `outgoing_messages` and hands them over, one by one, under a lease:
 *
 *   queued ──claim──▶ sending ──2xx──▶ sent
 *     ▲                 │ ├──5xx about this message──▶ failed
 *     └──certainly not──┘ └──no answer after the final dot──▶ in-doubt (or queued again where the policy is `resend`)
 *
 * `handed_over_at` is committed before the first byte of the body. A sender that dies before it has certainly sent
 * nothing, so its message is queued again; one that dies after it leaves a message in doubt. Every claim raises
 * `fence`: a sender that wakes after its lease can neither start a body nor record an outcome over another's claim.
 */
import { sql } from "kysely";
import { type App, systemContext } from "../app.ts";
import type { Context } from "../context.ts";
import type { Tx } from "../db.ts";
import { noAccount } from "../ids.ts";
import { publish } from "../publish.ts";
import { contributions } from "../slice.ts";
import { composeMessage } from "./compose-message.ts";
import type { MailOutcome, OutgoingContent, OutgoingStatus } from "./outgoing.ts";
import { nextAttempt } from "./retry.ts";
import { type Envelope, type HandOver, handOver } from "./smtp-transport.ts";

export type SenderOptions = {
  /** How long a claim holds; another sender looks after the message when it ran out. */
  leaseMs: number;
  /** How long one hand-over may take; must be less than the lease. */
  timeoutMs: number;
  /** Messages handed over at once. */
  parallel: number;
};
export const defaultSenderOptions: SenderOptions = { leaseMs: 30_000, timeoutMs: 25_000, parallel: 4 };

type Claimed = {
  id: string;
  account_id: string;
  purpose: string;
  message_id: string;
  content: OutgoingContent;
  envelope: Envelope;
  when_in_doubt: "hold" | "resend";
  attempts: number;
  fence: number;
  queued_at: string;
};

/** Sends what is due until nothing is left or `signal` fires. @returns how many messages were claimed */
export async function sendDue(
  app: App,
  options: SenderOptions = defaultSenderOptions,
  signal?: AbortSignal,
): Promise<number> {
  await reclaimLapsed(app);
  const { smtpUrl } = app.settings;
  if (!smtpUrl) return 0;
  let total = 0;
  while (!signal?.aborted) {
    const claimed = await claimDue(app, options);
    if (claimed.length === 0) break;
    total += claimed.length;
    await Promise.all(claimed.map((message) => sendOne(app, smtpUrl, message, options)));
  }
  return total;
}

async function claimDue(app: App, { leaseMs, parallel }: SenderOptions): Promise<Claimed[]> {
  const now = app.clock.now();
  const { rows } = await sql<Claimed>`
    update outgoing_messages m
       set status = 'sending', fence = m.fence + 1, attempts = m.attempts + 1, handed_over_at = null,
           leased_until = ${now.add({ milliseconds: leaseMs }).toString()}::timestamptz
      from (select id from outgoing_messages
             where status = 'queued' and not_before <= ${now.toString()}::timestamptz
             order by not_before, id limit ${parallel} for update skip locked) due
     where m.id = due.id
    returning m.id, m.account_id, m.purpose, m.message_id, m.content, m.envelope, m.when_in_doubt,
              m.attempts, m.fence, m.queued_at
  `.execute(app.db);
  return rows;
}

async function sendOne(
  app: App,
  smtpUrl: string,
  message: Claimed,
  { timeoutMs }: SenderOptions,
): Promise<void> {
  const mayStart = async () => {
    const now = app.clock.now().toString();
    const marked = await sql`
      update outgoing_messages set handed_over_at = ${now}::timestamptz
       where id = ${message.id} and fence = ${message.fence} and status = 'sending'
         and leased_until > ${now}::timestamptz
    `.execute(app.db);
    return marked.numAffectedRows === 1n;
  };
  try {
    const writtenAt = Temporal.Instant.from(message.content.writtenAt);
    const raw = await composeMessage({ ...message.content, writtenAt });
    const outcome = await handOver(smtpUrl, message.envelope, raw, { mayStart, timeoutMs });
    await recordOutcome(app, message, outcome);
  } catch (error) {
    // The lease runs out and the message is looked at again; nothing is lost by waiting for that.
    app.log.error({ err: error, outgoingMessageId: message.id }, "a message could not be sent or recorded");
  }
}

async function recordOutcome(app: App, message: Claimed, outcome: HandOver): Promise<void> {
  const ctx = await systemContext(app, "mail");
  const next = afterHandOver(ctx, message, outcome);
  if (!next) return;
  await app.db.transaction().execute(async (tx) => {
    const written = await sql`
      update outgoing_messages
         set status = ${next.status}, last_error = ${next.reason}, response = ${next.response},
             refused_recipients = ${JSON.stringify(next.refusedRecipients)}::jsonb, leased_until = null,
             not_before = coalesce(${next.notBefore}::timestamptz, not_before),
             settled_at = ${next.status === "queued" ? null : ctx.now.toString()}::timestamptz
       where id = ${message.id} and fence = ${message.fence} and status in ('sending', 'in-doubt')
    `.execute(tx);
    // Somebody else claimed it since: their outcome counts, not ours.
    if (written.numAffectedRows === 1n) await tellOwner(app, tx, ctx, message, next);
  });
}

type Next = {
  status: OutgoingStatus;
  reason: string | null;
  response: string | null;
  refusedRecipients: MailOutcome["refusedRecipients"];
  notBefore: string | null;
};

function afterHandOver(ctx: Context, message: Claimed, outcome: HandOver): Next | null {
  const settled = (status: OutgoingStatus, reason: string | null): Next => ({
    status,
    reason,
    response: null,
    refusedRecipients: [],
    notBefore: null,
  });
  const again = (reason: string): Next => {
    const at = nextAttempt(ctx.now, Temporal.Instant.from(message.queued_at), message.attempts);
    if (!at) return settled("failed", `given up after three days: ${reason}`);
    return { ...settled("queued", reason), notBefore: at.toString() };
  };
  switch (outcome.kind) {
    case "accepted": {
      const { response, refusedRecipients } = outcome;
      return { ...settled("sent", null), response, refusedRecipients };
    }
    case "refused":
      return outcome.isPermanent ? settled("failed", outcome.reason) : again(outcome.reason);
    case "unknown":
      return message.when_in_doubt === "hold" ? settled("in-doubt", outcome.reason) : again(outcome.reason);
    case "withdrawn":
      return null;
  }
}

/** Messages whose sender died: queued again when certainly not handed over or when the policy says so, else in doubt. */
async function reclaimLapsed(app: App): Promise<void> {
  const ctx = await systemContext(app, "mail");
  await app.db.transaction().execute(async (tx) => {
    const { rows } = await sql<Claimed & { status: OutgoingStatus; last_error: string | null }>`
      update outgoing_messages m
         set status = case when m.handed_over_at is not null and m.when_in_doubt = 'hold' then 'in-doubt' else 'queued' end,
             last_error = case when m.handed_over_at is null then 'the sender stopped before handing over'
                               else 'the sender stopped after handing over, before an answer was recorded' end,
             settled_at = case when m.handed_over_at is not null and m.when_in_doubt = 'hold'
                               then ${ctx.now.toString()}::timestamptz end,
             leased_until = null
        from (select id from outgoing_messages
               where status = 'sending' and leased_until <= ${ctx.now.toString()}::timestamptz
               for update skip locked) lapsed
       where m.id = lapsed.id
      returning m.*
    `.execute(tx);
    for (const row of rows) {
      const { status, last_error: reason } = row;
      await tellOwner(app, tx, ctx, row, { status, reason, refusedRecipients: [] });
    }
  });
}

type Owned = { id: string; account_id: string; purpose: string; message_id: string };

/** Tells the slice that wrote the intent, and everybody else through the feed. */
export async function tellOwner(
  app: App,
  tx: Tx,
  ctx: Context,
  row: Owned,
  next: {
    status: OutgoingStatus;
    reason: string | null;
    refusedRecipients: MailOutcome["refusedRecipients"];
  },
): Promise<void> {
  const accountId = row.account_id === noAccount ? null : row.account_id;
  const outcome: MailOutcome = {
    id: row.id,
    accountId,
    messageId: row.message_id,
    status: next.status,
    reason: next.reason,
    refusedRecipients: next.refusedRecipients,
  };
  const owner = contributions(app, "mailOutcomes").find((listener) => listener.purpose === row.purpose);
  if (owner) return owner.settled({ app, tx, ctx, outcome });
  const event = {
    name: `outgoing-message.${next.status}`,
    object: "outgoing-message",
    objectId: row.id,
    accountId,
    payload: { purpose: row.purpose, reason: next.reason },
  };
  await publish(app, tx, ctx, "mail.record-outcome", { changes: [], events: [event] });
}
