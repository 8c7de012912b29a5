import { sql } from "kysely";
import type { Tx } from "../kernel/db.ts";

/** What a worker has claimed of a pass: from one account to before another one, or to the end. */
export type Chunk = {
  pass_id: string;
  from_id: string;
  until_id: string | null;
  node_keys: string[] | null;
  rebuilds: boolean;
};

/** The first accounts of a chunk, which are computed together. */
export type Part = Chunk & { isLast: boolean; accounts: number };

/** The first chunk of the oldest open pass that no other worker has, for this transaction; or the given one, if it is to be had. */
export async function takeChunk(
  tx: Tx,
  wanted?: Pick<Chunk, "pass_id" | "from_id">,
): Promise<Chunk | undefined> {
  const isWanted = wanted
    ? sql`where c.pass_id = ${wanted.pass_id} and c.from_id = ${wanted.from_id}`
    : sql``;
  const { rows } = await sql<Chunk>`
    select c.pass_id, c.from_id, c.until_id, p.node_keys, p.rebuilds
      from engine_pass_chunks c join engine_passes p on p.id = c.pass_id ${isWanted}
     order by p.requested_at, p.id, c.from_id limit 1 for update of c skip locked
  `.execute(tx);
  return rows[0];
}

/** The part of as many accounts at the beginning of a chunk. */
export async function firstPart(tx: Tx, chunk: Chunk, size: number): Promise<Part> {
  const ids = await accountsOf(tx, chunk, { limit: size + 1 });
  const next = ids[size];
  if (next === undefined) return { ...chunk, isLast: true, accounts: ids.length };
  return { ...chunk, until_id: next, isLast: false, accounts: size };
}

export async function accountsOf(
  tx: Tx,
  chunk: Chunk,
  { isLocked = false, limit = null as number | null } = {},
): Promise<string[]> {
  const { rows } = await sql<{ account_id: string }>`
    select account_id from account_derived
     where account_id >= ${chunk.from_id} and (${chunk.until_id}::uuid is null or account_id < ${chunk.until_id}::uuid)
     order by account_id limit ${limit}::integer ${isLocked ? sql`for update` : sql``}
  `.execute(tx);
  return rows.map((row) => row.account_id);
}

/**
 * Leaves the rest of the chunk to whoever comes next, and counts the accounts done. The pass's row is locked before its chunks are
 * looked for, so that the last of several workers sees that none is left.
 */
export async function finishPart(tx: Tx, now: Temporal.Instant, part: Part, accounts: number): Promise<void> {
  const { pass_id, from_id, until_id } = part;
  const ofChunk = sql`where pass_id = ${pass_id} and from_id = ${from_id}`;
  await (part.isLast
    ? sql`delete from engine_pass_chunks ${ofChunk}`
    : sql`update engine_pass_chunks set from_id = ${until_id} ${ofChunk}`
  ).execute(tx);
  await sql`update engine_passes set accounts_done = accounts_done + ${accounts} where id = ${pass_id}`.execute(
    tx,
  );
  if (!part.isLast) return;
  await sql`
    update engine_passes set finished_at = ${now.toString()}::timestamptz
     where id = ${pass_id} and not exists (select from engine_pass_chunks c where c.pass_id = ${pass_id})
  `.execute(tx);
}
