import { sql } from "kysely";
import type { Change, DomainEvent } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { figureColumns, isFigure, renewalsWithDerived } from "./renewals-as-of.sql.ts";

/**
 * Begins a new state of every renewal whose figures changed, in the transaction of the change. Several changes at one instant
 * are one state; a change that is written with an earlier clock than the one before it replaces that state.
 */
export async function keepStates(
  tx: Tx,
  ctx: Context,
  { changes, events }: { changes: readonly Change[]; events: readonly DomainEvent[] },
): Promise<void> {
  const touched = new Map<string, string>();
  for (const { object, objectId, accountId, field } of changes) {
    if (object === "renewal" && accountId !== null && isFigure(field)) touched.set(objectId, accountId);
  }
  for (const { name, objectId, accountId } of events) {
    if (name === "renewal.restored" && objectId !== null && accountId !== null)
      touched.set(objectId, accountId);
  }
  if (touched.size === 0) return;
  const now = ctx.now.toString();
  const ids = [...touched.keys()];
  const accountIds = [...touched.values()];
  await sql`
    update renewal_states set to_at = ${now}::timestamptz
     where account_id = any(${accountIds}::uuid[]) and renewal_id = any(${ids}::uuid[])
       and to_at = 'infinity' and from_at < ${now}::timestamptz
  `.execute(tx);
  // What is still open began at this instant or later: it is written anew.
  const open = await sql<{ renewal_id: string; from_at: string }>`
    delete from renewal_states
     where account_id = any(${accountIds}::uuid[]) and renewal_id = any(${ids}::uuid[]) and to_at = 'infinity'
    returning renewal_id, from_at::text as from_at
  `.execute(tx);
  const began = JSON.stringify(Object.fromEntries(open.rows.map((row) => [row.renewal_id, row.from_at])));
  await sql`
    insert into renewal_states (account_id, renewal_id, from_at, to_at, ${figureColumns})
    select account_id, id, coalesce((${began}::jsonb ->> id::text)::timestamptz, ${now}::timestamptz), 'infinity', ${figureColumns}
      from ${renewalsWithDerived}
     where account_id = any(${accountIds}::uuid[]) and id = any(${ids}::uuid[]) and archived_at is null
  `.execute(tx);
}
