import { sql } from "kysely";
import { plainArray, type Tx } from "../kernel/db.ts";

/** Wakes the workers of every process when the marking transaction commits. */
export const dirtyChannel = "perennial_dirty";

/** Says that facts of these accounts changed in this transaction. Never waits for anybody. */
export async function markDirty(tx: Tx, accountIds: Iterable<string>, now: Temporal.Instant): Promise<void> {
  const ids = [...new Set(accountIds)];
  if (ids.length === 0) return;
  await sql`
    insert into dirty_accounts (account_id, marked_at)
    select unnest(${plainArray(ids)}::uuid[]), ${now.toString()}::timestamptz
  `.execute(tx);
  await sql`select pg_notify(${dirtyChannel}, '')`.execute(tx);
}

/** So many marks are looked through at once: twice as many accounts as a tick takes, and more, in ordinary times. */
const windowSize = 1_600;

/**
 * Takes up to `limit` marked accounts for this transaction, those that wait for the longest first: locks their derived rows,
 * passing by those that another worker holds, those that are no more and those of `except`, and deletes the marks it can see. A
 * mark made later stays for the next tick; the facts behind every deleted mark are committed, so whatever is read after this call
 * includes them.
 */
export async function takeDirty(tx: Tx, limit: number, except: readonly string[] = []): Promise<string[]> {
  const ids: string[] = [];
  const passedBy = new Set(except);
  // On through the marks until there is enough: however many of the oldest cannot be taken, those behind them can.
  for (let after: string | undefined = "0"; after !== undefined && ids.length < limit; ) {
    const marked: Window = await readMarks(tx, after);
    const waiting = marked.accountIds.filter((id) => !passedBy.has(id));
    for (const id of waiting) passedBy.add(id);
    ids.push(...(await lockFirst(tx, waiting, limit - ids.length)));
    after = marked.next;
  }
  if (ids.length === 0) return [];
  ids.sort();
  await sql`delete from dirty_accounts where account_id = any(${ids}::uuid[])`.execute(tx);
  return ids;
}

type Window = { accountIds: string[]; next: string | undefined };

/** The accounts of the marks behind this one, in their order, and where to read on. */
async function readMarks(tx: Tx, after: string): Promise<Window> {
  const { rows } = await sql<{ account_id: string; last: string; marks: number }>`
    select account_id, max(id)::text as last, count(*)::integer as marks
      from (select account_id, id from dirty_accounts where id > ${after}::bigint order by id limit ${windowSize}) m
     group by account_id order by min(id)
  `.execute(tx);
  const isFull = rows.reduce((sum, { marks }) => sum + marks, 0) === windowSize;
  const last = rows.reduce((most, row) => (BigInt(row.last) > most ? BigInt(row.last) : most), 0n);
  return { accountIds: rows.map((row) => row.account_id), next: isFull ? last.toString() : undefined };
}

async function lockFirst(tx: Tx, waiting: readonly string[], limit: number): Promise<string[]> {
  if (waiting.length === 0) return [];
  const { rows } = await sql<{ account_id: string }>`
    select account_id from account_derived where account_id = any(${[...waiting]}::uuid[])
     order by array_position(${[...waiting]}::uuid[], account_id) limit ${limit} for update skip locked
  `.execute(tx);
  return rows.map((row) => row.account_id);
}

/** Drops marks of accounts that are no more, which no tick could ever take. */
export async function dropOrphanedMarks(tx: Tx): Promise<void> {
  await sql`
    delete from dirty_accounts m where not exists (select from account_derived d where d.account_id = m.account_id)
  `.execute(tx);
}
