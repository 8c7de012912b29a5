import { sql } from "kysely";
import type { DomainEvent } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { wakeWorkers } from "./enrol.ts";

/**
 * Ends the waits for an answer that these events bring, in the transaction that receives it. Any message a person
 * writes in the thread ends them, also from an address we do not know: it is better to ask once too little.
 */
export async function endWaits(tx: Tx, ctx: Context, events: readonly DomainEvent[]): Promise<void> {
  for (const { name, accountId, payload } of events) {
    if (name !== "message.received" || payload?.kind !== "message" || accountId === null) continue;
    const at = ctx.now.toString();
    const wake = JSON.stringify({ kind: "answered", from: payload.from ?? null });
    const { numAffectedRows = 0n } = await sql`
      update playbook_runs set state = 'ready', wake_at = ${at}::timestamptz, wake = ${wake}::jsonb,
             waits_for_conversation = null, updated_at = ${at}::timestamptz
       where account_id = ${accountId} and waits_for_conversation = ${payload.conversationId}::uuid and state = 'waiting'
    `.execute(tx);
    if (numAffectedRows > 0n) await wakeWorkers(tx);
  }
}
