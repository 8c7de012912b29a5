import { sql } from "kysely";
import { readCompany } from "../kernel/company.ts";
import type { Tx } from "../kernel/db.ts";

/** Names the lock over which days buckets are cut by. */
const zoneLock = 4_127_003;

/**
 * The time zone whose days buckets are to be cut by in this transaction; it cannot change before the transaction ends. Asked
 * of the database in statements of its own: what a process remembers may be a moment old, and a bucket is for good.
 */
export async function bucketZone(tx: Tx): Promise<string> {
  await sql`select pg_advisory_xact_lock_shared(${zoneLock})`.execute(tx);
  return (await readCompany(tx)).timeZone;
}

/** Waits until nobody writes buckets, and lets nobody begin before this transaction ends. */
export async function holdBuckets(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${zoneLock})`.execute(tx);
}
