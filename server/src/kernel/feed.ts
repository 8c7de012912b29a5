import { sql } from "kysely";
import type { DomainEvent, Json } from "./command.ts";
import type { Context } from "./context.ts";
import type { Db, Tx } from "./db.ts";
import { problem } from "./errors.ts";

/** An entry of the change feed, as readers get it. */
export type FeedEntry = {
  cursor: string;
  name: string;
  object: string;
  objectId: string | null;
  accountId: string | null;
  at: string;
  actor: { kind: string; id: string; name: string };
  payload: { [key: string]: Json };
};

/** Writes events to the outbox, in the transaction that made them happen. */
export async function appendToFeed(tx: Tx, ctx: Context, events: readonly DomainEvent[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map((event) => ({
    name: event.name,
    object: event.object,
    object_id: event.objectId,
    account_id: event.accountId,
    payload: event.payload ?? {},
  }));
  await sql`
    insert into feed (name, object, object_id, account_id, payload, at, actor_kind, actor_id, actor_name)
    select r.name, r.object, r.object_id, r.account_id, r.payload, ${ctx.now.toString()}::timestamptz,
           ${ctx.actor.kind}, ${ctx.actor.id}, ${ctx.actor.name}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r (name text, object text, object_id uuid, account_id uuid, payload jsonb)
  `.execute(tx);
}

/**
 * Reads on from a cursor. Sequence numbers are drawn before their transactions commit, so a reader that went
 * by them alone could pass one by; the feed is ordered by (transaction, number) and shows only transactions
 * older than every one still running here, so nothing can appear behind a cursor. (The order names the table's columns:
 * `tx` alone would be the text that is returned, in which 1000 comes before 999.)
 */
export async function readFeed(
  db: Db,
  cursor: string | undefined,
  limit: number,
): Promise<{ items: FeedEntry[]; nextCursor: string }> {
  const [transaction, seq] = parseCursor(cursor);
  const horizon = await oldestRunning(db);
  const { rows } = await sql<FeedRow>`
    select tx::text as tx, seq, name, object, object_id, account_id, at, actor_kind, actor_id, actor_name, payload
      from feed
     where (tx, seq) > (${transaction}::text::xid8, ${seq}::bigint) and tx < ${horizon}::text::xid8
     order by feed.tx, feed.seq
     limit ${limit}
  `.execute(db);
  const items = rows.map((row) => ({
    cursor: `${row.tx}-${row.seq}`,
    name: row.name,
    object: row.object,
    objectId: row.object_id,
    accountId: row.account_id,
    at: row.at,
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
    payload: row.payload,
  }));
  return { items, nextCursor: items.at(-1)?.cursor ?? cursor ?? "0-0" };
}

/**
 * The oldest transaction that still runs in this database, or the next one to come. Those of other databases on the
 * server, which `pg_snapshot_xmin` counts as well, cannot write here and are not waited for. It must be asked in a
 * statement of its own before the feed is read: what is not running any more when this looks has ended, and the next
 * statement's snapshot sees it. A running transaction is told by its lower 32 bits, which its distance to the next one completes.
 */
async function oldestRunning(db: Db): Promise<string> {
  const { rows } = await sql<{ oldest: string }>`
    with next as (select pg_snapshot_xmax(pg_current_snapshot())::text::bigint as tx)
    select (next.tx - coalesce(max((next.tx - running.backend_xid::text::bigint) & 4294967295), 0))::text as oldest
      from next
      left join pg_stat_activity running
        on running.datname = current_database() and running.backend_type = 'client backend' and running.backend_xid is not null
           and (next.tx - running.backend_xid::text::bigint) & 4294967295 < 2147483648
     group by next.tx
  `.execute(db);
  return rows[0]?.oldest ?? "0";
}

type FeedRow = {
  tx: string;
  seq: number;
  name: string;
  object: string;
  object_id: string | null;
  account_id: string | null;
  at: string;
  actor_kind: string;
  actor_id: string;
  actor_name: string;
  payload: { [key: string]: Json };
};

function parseCursor(cursor: string | undefined): [string, string] {
  if (cursor === undefined) return ["0", "0"];
  const match = /^(\d{1,19})-(\d{1,18})$/.exec(cursor);
  if (!match?.[1] || !match[2]) {
    throw problem("invalid-input", "This cursor was not given by us. Leave it out to read from the start.", {
      fields: [{ path: "cursor", message: "not a cursor of this feed" }],
    });
  }
  return [match[1], match[2]];
}
