import { outgoingMessages } from "@perennial/contract";
import { type Selectable, sql } from "kysely";
import { z } from "zod";
import type { OutgoingMessages } from "../../db/types.ts";
import { command } from "../kernel/command.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { noAccount } from "../kernel/ids.ts";
import type { OutgoingContent, OutgoingStatus } from "../kernel/mail/outgoing.ts";
import { tellOwner } from "../kernel/mail/sender.ts";
import type { Envelope } from "../kernel/mail/smtp-transport.ts";
import { query } from "../kernel/query.ts";
import { parseKeyset, writeKeyset } from "./keyset.ts";

/** What waits for a person or for the mail server, newest first, with how many there are of each. */
export const listOutgoingMessages = query({
  name: "outgoing-messages.list",
  permission: "conversations.read",
  input: outgoingMessages.list.query,
  async run({ db, app, input }) {
    const after = parseKeyset(input.cursor);
    const rows = await db
      .selectFrom("outgoing_messages")
      .selectAll()
      .where("status", "=", input.status)
      .$if(after !== null, (select) =>
        select.where(sql<boolean>`(queued_at, id) < (${after?.at}::timestamptz, ${after?.id}::uuid)`),
      )
      .orderBy("queued_at", "desc")
      .orderBy("id", "desc")
      .limit(input.limit + 1)
      .execute();
    const counted = await db
      .selectFrom("outgoing_messages")
      .select((select) => ["status", select.fn.countAll<number>().as("count")])
      .where("status", "in", ["held", "queued", "in-doubt", "failed"])
      .groupBy("status")
      .execute();
    const page = rows.slice(0, input.limit);
    const last = page.at(-1);
    const hasServer = app.settings.smtpUrl !== undefined;
    const conversations = await conversationsOf(db, page);
    return {
      items: page.map((row) => present(row, conversations.get(row.id), hasServer)),
      nextCursor: rows.length > input.limit && last ? writeKeyset({ at: last.queued_at, id: last.id }) : null,
      mailServer: hasServer ? ("configured" as const) : ("not-configured" as const),
      counts: Object.fromEntries(counted.map((row) => [row.status, row.count])),
    };
  },
});

type Decision = z.output<typeof outgoingMessages.decide.body>["decision"];

/** From which status each decision leads where. */
const decisions: Record<Decision, { from: readonly OutgoingStatus[]; to: OutgoingStatus }> = {
  resend: { from: ["in-doubt", "failed"], to: "queued" },
  "mark-sent": { from: ["in-doubt"], to: "sent" },
  release: { from: ["held"], to: "queued" },
  cancel: { from: ["held", "queued", "in-doubt", "failed"], to: "cancelled" },
};

/**
 * A person decides about a message that waits for them. The fence rises, so that a sender that still holds the message
 * can no longer record anything over the decision.
 * @throws Problem `conflict` when its status has changed in the meantime
 */
export const decideOutgoingMessage = command({
  name: "outgoing-messages.decide",
  permission: "conversations.write",
  input: outgoingMessages.decide.body.extend({ id: z.uuid() }),
  async run({ app, tx, ctx, input: { id, decision } }) {
    const before = await tx
      .selectFrom("outgoing_messages")
      .selectAll()
      .where("id", "=", id)
      .forUpdate()
      .executeTakeFirst();
    if (!before) throw problem("not-found", `There is no outgoing message with the id ${id}.`);
    const { from, to } = decisions[decision];
    if (!from.includes(before.status as OutgoingStatus)) {
      throw problem(
        "conflict",
        `This message is “${before.status}” by now; “${decision}” goes with ${from.join(" or ")}.`,
      );
    }
    const now = ctx.now.toString();
    const row = await tx
      .updateTable("outgoing_messages")
      .set((set) => ({
        status: to,
        fence: set("fence", "+", 1),
        decided_by: ctx.actor.name,
        last_error: null,
        settled_at: to === "queued" ? null : now,
        ...(decision === "resend"
          ? { not_before: now, queued_at: now, attempts: 0, handed_over_at: null }
          : {}),
      }))
      .where("id", "=", id)
      .returningAll()
      .executeTakeFirstOrThrow();
    const conversations = await conversationsOf(tx, [row]);
    await tellOwner(app, tx, ctx, row, { status: to, reason: null, refusedRecipients: [] });
    const accountId = row.account_id === noAccount ? null : row.account_id;
    const ref = { object: "outgoing-message", objectId: id, accountId };
    const payload = { decision, from: before.status };
    return {
      result: present(row, conversations.get(id), app.settings.smtpUrl !== undefined),
      changes: [{ ...ref, field: "status", old: before.status, new: to }],
      events: [
        { ...ref, name: to === "queued" ? "outgoing-message.queued" : "outgoing-message.decided", payload },
      ],
    };
  },
});

/** Conversations by the id of their outgoing message: it is the message's own. */
async function conversationsOf(
  db: Db | Tx,
  rows: readonly { id: string; account_id: string }[],
): Promise<Map<string, string>> {
  if (rows.length === 0) return new Map();
  const found = await db
    .selectFrom("messages")
    .select(["id", "conversation_id"])
    .where("account_id", "in", [...new Set(rows.map((row) => row.account_id))])
    .where(
      "id",
      "in",
      rows.map((row) => row.id),
    )
    .execute();
  return new Map(found.map((row) => [row.id, row.conversation_id]));
}

function present(row: Selectable<OutgoingMessages>, conversationId: string | undefined, hasServer: boolean) {
  const content = row.content as unknown as OutgoingContent;
  return {
    id: row.id,
    accountId: row.account_id === noAccount ? null : row.account_id,
    conversationId: conversationId ?? null,
    purpose: row.purpose,
    messageId: row.message_id,
    status: row.status as OutgoingStatus,
    subject: content.subject,
    from: content.from.address,
    to: (row.envelope as unknown as Envelope).to,
    attempts: row.attempts,
    reason: row.status === "queued" && !hasServer ? noServerReason : row.last_error,
    notBefore: row.not_before,
    queuedAt: row.queued_at,
    handedOverAt: row.handed_over_at,
  };
}

/** Shown wherever a message waits because SMTP_URL is not set. */
export const noServerReason = "no mail server configured: set SMTP_URL";
