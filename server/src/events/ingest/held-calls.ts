import { sql } from "kysely";
import { markDirty } from "../../engine/index.ts";
import type { App } from "../../kernel/app.ts";
import type { Context } from "../../kernel/context.ts";
import type { Tx } from "../../kernel/db.ts";
import { newId } from "../../kernel/ids.ts";
import { publish } from "../../kernel/publish.ts";
import { bucketZone } from "../bucket-zone.ts";
import type { HeldCall } from "./applied.ts";
import { applyCalls } from "./apply-calls.ts";
import type { Call } from "./call.ts";

/** So that a transaction that makes an account does not carry a year of events; the rest follows in jobs. */
const mostAtOnce = 2_000;

/** Keeps calls until their account or contact appears. */
export async function holdCalls(tx: Tx, ctx: Context, held: readonly HeldCall[]): Promise<void> {
  if (held.length === 0) return;
  await sql`
    insert into held_events (id, kind, group_ref, user_ref, anonymous_ref, call, received_at)
    select r.id, r.kind, r.group_ref, r.user_ref, r.anonymous_ref, r.call::jsonb, r.received_at
      from unnest(
        ${held.map(() => newId(ctx.now))}::uuid[], ${held.map((each) => each.kind)}::text[],
        ${held.map((each) => each.groupRef)}::text[], ${held.map((each) => each.userRef)}::text[],
        ${held.map((each) => each.anonymousRef)}::text[],
        ${held.map((each) => JSON.stringify(each.call))}::text[],
        ${held.map((each) => each.call.receivedAt)}::timestamptz[]
      ) as r (id, kind, group_ref, user_ref, anonymous_ref, call, received_at)
  `.execute(tx);
}

type Appeared = { accountIds: readonly string[]; contactIds: readonly string[] };

/**
 * Applies the calls that waited for these accounts or contacts, and gives events that were counted without their
 * contact to the contacts.
 * @returns whether more may wait
 */
export async function attachHeld(
  app: App,
  tx: Tx,
  ctx: Context,
  { accountIds, contactIds }: Appeared,
): Promise<boolean> {
  if (contactIds.length > 0) await attachContacts(tx, ctx, contactIds);
  const { rows } = await sql<{ id: string; call: Call }>`
    select h.id, h.call from held_events h
     where h.group_ref in (
             select external_id from external_ids
              where object = 'account' and object_id = any(${[...accountIds]}::uuid[]))
        or h.user_ref in (
             select external_id from external_ids
              where object = 'contact' and object_id = any(${[...contactIds]}::uuid[]))
     order by h.received_at, h.id limit ${mostAtOnce} for update
  `.execute(tx);
  if (rows.length === 0) return false;
  const applied = await applyCalls(
    app,
    tx,
    ctx,
    rows.map((row) => row.call),
  );
  const stillHeld = new Set(applied.held.map(({ index }) => index));
  const attached = rows.filter((_, index) => !stillHeld.has(index)).map((row) => row.id);
  await sql`delete from held_events where id = any(${attached}::uuid[])`.execute(tx);
  await publish(app, tx, ctx, "events.attach", applied);
  return attached.length > 0 && rows.length === mostAtOnce;
}

async function attachContacts(tx: Tx, ctx: Context, contactIds: readonly string[]): Promise<void> {
  const { rows } = await sql<{ account_id: string; at: string; id: string; contact_id: string }>`
    delete from events_without_contact w using external_ids e
     where e.object = 'contact' and e.object_id = any(${[...contactIds]}::uuid[]) and e.external_id = w.user_ref
    returning w.account_id, w.at, w.id, e.object_id as contact_id
  `.execute(tx);
  if (rows.length === 0) return;
  const given = sql`unnest(
    ${rows.map((row) => row.account_id)}::uuid[], ${rows.map((row) => row.at)}::timestamptz[],
    ${rows.map((row) => row.id)}::uuid[], ${rows.map((row) => row.contact_id)}::uuid[]
  ) as g (account_id, at, id, contact_id)`;
  await sql`
    update events v set contact_id = g.contact_id from ${given}
     where v.account_id = g.account_id and v.at = g.at and v.id = g.id
  `.execute(tx);
  const timeZone = await bucketZone(tx);
  await sql`
    insert into contact_days (account_id, contact_id, month, days)
    select account_id, contact_id, date_trunc('month', day)::date, bit_or(1 << (extract(day from day)::int - 1))
      from (select g.account_id, g.contact_id, (g.at at time zone ${timeZone})::date as day from ${given}) d
     group by 1, 2, 3 order by 1, 2, 3
    on conflict (account_id, contact_id, month) do update set days = contact_days.days | excluded.days
  `.execute(tx);
  await markDirty(
    tx,
    rows.map((row) => row.account_id),
    ctx.now,
  );
}
