import { sql } from "kysely";
import type { Change, DomainEvent, Json } from "./command.ts";
import type { Context } from "./context.ts";
import type { Tx } from "./db.ts";
import { newId, noAccount } from "./ids.ts";

/** Appends every field change to the history. One statement whatever their number. */
export async function recordHistory(
  tx: Tx,
  ctx: Context,
  commandName: string,
  changes: readonly Change[],
): Promise<void> {
  if (changes.length === 0) return;
  const at = ctx.now.toString();
  const rows = changes.map((change) => ({
    account_id: change.accountId ?? noAccount,
    id: newId(ctx.now),
    object: change.object,
    object_id: change.objectId,
    field: change.field,
    old: change.old,
    new: change.new,
    at: change.effectiveAt?.toString() ?? at,
  }));
  await sql`
    insert into history (account_id, id, object, object_id, field, old, new, at, recorded_at, command,
                         actor_kind, actor_id, actor_name, request_id)
    select r.account_id, r.id, r.object, r.object_id, r.field, r.old, r.new, r.at, ${at}::timestamptz, ${commandName},
           ${ctx.actor.kind}, ${ctx.actor.id}, ${ctx.actor.name}, ${ctx.requestId}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r (account_id uuid, id uuid, object text, object_id uuid, field text, old jsonb, new jsonb, at timestamptz)
  `.execute(tx);
}

/** Appends one audit row per record (and account, where a definition is linked to several) that a command changed or announced. */
export async function recordAudit(
  tx: Tx,
  ctx: Context,
  commandName: string,
  changes: readonly Change[],
  events: readonly DomainEvent[],
): Promise<void> {
  const records = new Map<string, AuditRow>();
  const rowOf = (object: string, objectId: string | null, accountId: string | null): AuditRow => {
    const key = `${object} ${objectId} ${accountId}`;
    const found = records.get(key);
    if (found) return found;
    const row = {
      id: newId(ctx.now),
      object,
      object_id: objectId,
      account_id: accountId,
      changes: {},
      events: [],
    };
    records.set(key, row);
    return row;
  };
  for (const change of changes) {
    const row = rowOf(change.object, change.objectId, change.accountId);
    row.changes[change.field] = [change.old, change.new];
  }
  for (const event of events) rowOf(event.object, event.objectId, event.accountId).events.push(event.name);
  await sql`
    insert into audit (id, at, command, actor_kind, actor_id, actor_name, request_id, object, object_id, account_id,
                       changes, events)
    select r.id, ${ctx.now.toString()}::timestamptz, ${commandName}, ${ctx.actor.kind}, ${ctx.actor.id},
           ${ctx.actor.name}, ${ctx.requestId}, r.object, r.object_id, r.account_id, r.changes, r.events
      from jsonb_to_recordset(${JSON.stringify([...records.values()])}::jsonb)
        as r (id uuid, object text, object_id uuid, account_id uuid, changes jsonb, events jsonb)
  `.execute(tx);
}

type AuditRow = {
  id: string;
  object: string;
  object_id: string | null;
  account_id: string | null;
  changes: { [field: string]: [Json, Json] };
  events: string[];
};

/** The fields in which two states of a record differ; absent counts as null. */
export function changesBetween(
  object: string,
  record: { id: string; accountId: string | null },
  before: { readonly [field: string]: Json | undefined },
  after: { readonly [field: string]: Json | undefined },
): Change[] {
  const changes: Change[] = [];
  for (const field of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const old = before[field] ?? null;
    const now = after[field] ?? null;
    if (JSON.stringify(old) === JSON.stringify(now)) continue;
    changes.push({ object, objectId: record.id, accountId: record.accountId, field, old, new: now });
  }
  return changes;
}
