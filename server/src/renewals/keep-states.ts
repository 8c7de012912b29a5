import { sql } from "kysely";
import type { Change, DomainEvent } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { figureColumns, isFigure } from "./renewals-as-of.sql.ts";

/**
 * Begins a new state of every renewal whose figures changed, in the transaction of the change. Several changes at one instant
 * are one state; a change that is written with an earlier clock than others before it replaces what stood since. What the model
 * said later than the change is not taken for what it said then.
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
  // What began at this instant or later is written anew.
  await sql`
    delete from renewal_states
     where account_id = any(${accountIds}::uuid[]) and renewal_id = any(${ids}::uuid[]) and from_at >= ${now}::timestamptz
  `.execute(tx);
  await sql`
    update renewal_states set to_at = ${now}::timestamptz
     where account_id = any(${accountIds}::uuid[]) and renewal_id = any(${ids}::uuid[]) and to_at > ${now}::timestamptz
  `.execute(tx);
  await sql`
    insert into renewal_states (account_id, renewal_id, from_at, to_at, ${figureColumns})
    select account_id, id, ${now}::timestamptz, 'infinity', ${figureColumns}
      from (select r.*, case when d.predicted_at <= ${now}::timestamptz then d.likelihood_model end as likelihood_model
              from renewals r left join renewal_derived d on d.account_id = r.account_id and d.id = r.id) r
     where account_id = any(${accountIds}::uuid[]) and id = any(${ids}::uuid[]) and archived_at is null
  `.execute(tx);
}
