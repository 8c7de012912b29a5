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

/**
 * Takes up to `limit` marked accounts for this transaction, those that wait for the longest first: locks their derived rows,
 * passing by those that another worker holds, and deletes the marks it can see. A mark made later stays for the next tick;
 * the facts behind every deleted mark are committed, so whatever is read after this call includes them.
 */
export async function takeDirty(tx: Tx, limit: number): Promise<string[]> {
  // Twice as many as wanted, so that two workers find something beside one another.
  const { rows: marked } = await sql<{ account_id: string }>`
    select account_id from (select account_id, id from dirty_accounts order by id limit ${limit * 4}) m
     group by account_id order by min(id) limit ${limit * 2}
  `.execute(tx);
  if (marked.length === 0) return [];
  const waiting = marked.map((row) => row.account_id);
  const { rows: locked } = await sql<{ account_id: string }>`
    select account_id from account_derived where account_id = any(${waiting}::uuid[])
     order by array_position(${waiting}::uuid[], account_id) limit ${limit} for update skip locked
  `.execute(tx);
  const ids = locked.map((row) => row.account_id).sort();
  await sql`delete from dirty_accounts where account_id = any(${ids}::uuid[])`.execute(tx);
  return ids;
}

/** Drops marks of accounts that are no more, which no tick could ever take. */
export async function dropOrphanedMarks(tx: Tx): Promise<void> {
  await sql`
    delete from dirty_accounts m where not exists (select from account_derived d where d.account_id = m.account_id)
  `.execute(tx);
}
