import { unmatchedMessages } from "@perennial/contract";
import { sql } from "kysely";
import { z } from "zod";
import { contactCommands } from "../contacts/index.ts";
import type { App } from "../kernel/app.ts";
import { command, executeIn } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { query } from "../kernel/query.ts";
import { parseKeyset, writeKeyset } from "./keyset.ts";
import type { IncomingMessage } from "./mail/incoming-message.ts";
import { findContactOfAccount } from "./match-message.ts";
import { messageReaderOf } from "./message-reader-of.ts";
import { begin } from "./receive-message.ts";

/** Mail that waits for a person, newest first. */
export const listUnmatchedMessages = query({
  name: "unmatched-messages.list",
  permission: "conversations.read",
  input: unmatchedMessages.list.query,
  async run({ db, input }) {
    const after = parseKeyset(input.cursor);
    const rows = await db
      .selectFrom("unmatched_messages")
      .select(["id", "from_name", "from_address", "subject", "reply", "kind", "reason", "received_at"])
      .where("status", "=", "waiting")
      .$if(after !== null, (select) =>
        select.where(sql<boolean>`(received_at, id) < (${after?.at}::timestamptz, ${after?.id}::uuid)`),
      )
      .orderBy("received_at", "desc")
      .orderBy("id", "desc")
      .limit(input.limit + 1)
      .execute();
    const page = rows.slice(0, input.limit);
    const last = page.at(-1);
    return {
      items: page.map((row) => ({
        id: row.id,
        from: { name: row.from_name, address: row.from_address },
        subject: row.subject,
        reply: row.reply,
        kind: row.kind as IncomingMessage["kind"],
        reason: row.reason,
        receivedAt: row.received_at,
      })),
      nextCursor:
        rows.length > input.limit && last ? writeKeyset({ at: last.received_at, id: last.id }) : null,
    };
  },
});

/** Gives a waiting message to an account, where it begins a conversation; its bytes are read again. */
export const assignUnmatchedMessage = command({
  name: "unmatched-messages.assign",
  permission: "conversations.write",
  input: z.object({ id: z.uuid(), accountId: z.uuid(), createsContact: z.boolean() }),
  async run({ app, tx, ctx, input: { id, accountId, createsContact } }) {
    const { raw } = await decide(tx, ctx, id, "assigned");
    const account = await tx
      .selectFrom("accounts")
      .select("id")
      .where("id", "=", accountId)
      .executeTakeFirst();
    if (!account) throw problem("not-found", `There is no account with the id ${accountId}.`);
    const message = await messageReaderOf(app).read(raw);
    const contactId = await contactFor(app, tx, ctx, accountId, message, createsContact);
    const begun = await begin(app, tx, ctx, { accountId, contactId }, message);
    if (begun.result.status !== "received")
      throw problem("conflict", "This message is in a conversation already.");
    const { conversationId } = begun.result;
    const change = {
      object: "unmatched-message",
      objectId: id,
      accountId,
      field: "status",
      old: "waiting",
      new: "assigned",
    };
    return { result: { conversationId }, changes: [change], events: begun.events ?? [] };
  },
});

/** Sets a waiting message aside for good. */
export const dismissUnmatchedMessage = command({
  name: "unmatched-messages.dismiss",
  permission: "conversations.write",
  input: z.object({ id: z.uuid() }),
  async run({ tx, ctx, input: { id } }) {
    await decide(tx, ctx, id, "dismissed");
    const change = {
      object: "unmatched-message",
      objectId: id,
      accountId: null,
      field: "status",
      old: "waiting",
      new: "dismissed",
    };
    return { result: { id }, changes: [change] };
  },
});

async function decide(
  tx: Tx,
  ctx: Context,
  id: string,
  status: "assigned" | "dismissed",
): Promise<{ raw: Buffer }> {
  const row = await tx
    .updateTable("unmatched_messages")
    .set({ status, decided_at: ctx.now.toString(), decided_by: ctx.actor.name })
    .where("id", "=", id)
    .where("status", "=", "waiting")
    .returning("raw")
    .executeTakeFirst();
  if (!row)
    throw problem(
      "not-found",
      `No message with the id ${id} is waiting. Somebody may have decided about it.`,
    );
  return row;
}

async function contactFor(
  app: App,
  tx: Tx,
  ctx: Context,
  accountId: string,
  { from }: IncomingMessage,
  createsContact: boolean,
): Promise<string | null> {
  if (!from) return null;
  const known = await findContactOfAccount(tx, accountId, from.address);
  if (known || !createsContact) return known;
  const body = { name: from.name || null, email: from.address, account: accountId };
  return (await executeIn(app, tx, ctx, contactCommands.create, { body })).id;
}
