import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { newId, noAccount } from "../kernel/ids.ts";
import { dirtyChannel } from "./dirty.ts";
import { withDependents } from "./graph.ts";
import { nodesOf } from "./nodes.ts";
import { presentContext } from "./present-context.ts";
import { recompute } from "./tick.ts";

/** A recompute of all accounts, as shown while it runs. */
export type Pass = {
  id: string;
  reason: string;
  /** The nodes whose definitions changed; null for all. */
  nodeKeys: string[] | null;
  requestedAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  accountsDone: number;
  accountsTotal: number | null;
};

/** So many that a part is worked through in a second or so, during which its accounts wait with other changes. */
const chunkSize = 2_000;
/** Fewer, since what is made anew may keep facts from being stored meanwhile. */
const rebuildChunkSize = 200;

/**
 * Asks for a recompute of all accounts: of some nodes and what reads them (a definition changed), or of all nodes
 * (midnight). Workers go through it in chunks, each its own transaction, beside the live ticks. A pass that `rebuilds` has nodes
 * first make anew what they keep of the facts.
 */
export async function requestPass(
  tx: Tx,
  now: Temporal.Instant,
  reason: string,
  nodeKeys?: readonly string[],
  { rebuilds = false } = {},
): Promise<string> {
  const id = newId(now);
  await sql`
    insert into engine_passes (id, reason, node_keys, rebuilds, requested_at, accounts_done)
    values (${id}, ${reason}, ${nodeKeys ? [...nodeKeys] : null}::text[], ${rebuilds}, ${now.toString()}::timestamptz, 0)
  `.execute(tx);
  await sql`select pg_notify(${dirtyChannel}, '')`.execute(tx);
  return id;
}

/**
 * Computes the next part of the oldest open pass, in one transaction with what is kept of the pass's progress; a worker killed
 * anywhere leaves the part to others. Workers pass by the parts that others hold.
 * @param taken is told of the part before it is computed
 * @returns whether there was anything to do
 */
export async function runPassChunk(app: App, taken?: (chunk: Chunk) => void): Promise<boolean> {
  const isComputed = await app.db.transaction().execute(async (tx) => {
    const chunk = await takeChunk(tx);
    if (!chunk) return false;
    taken?.(chunk);
    const wantedNodes = async () => {
      const nodes = await nodesOf(app, tx);
      return chunk.node_keys ? withDependents(nodes, chunk.node_keys) : nodes;
    };
    if (chunk.rebuilds) {
      const accountIds = await accountsOf(tx, chunk);
      for (const node of await wantedNodes()) await node.rebuild?.({ tx, accountIds });
    }
    const accountIds = await accountsOf(tx, chunk, { isLocked: true });
    // Read once the accounts are locked, for which this may have waited: a definition, or a day, that came meanwhile may have been
    // worked out for them already, and must not be undone.
    const ctx = await presentContext(app, tx, accountIds);
    await recompute(app, tx, ctx, await wantedNodes(), accountIds);
    await finishChunk(tx, ctx.now, chunk, accountIds.length);
    return true;
  });
  return isComputed || app.db.transaction().execute((tx) => dividePass(tx, app.clock.now()));
}

export async function accountsOf(tx: Tx, chunk: Chunk, { isLocked = false } = {}): Promise<string[]> {
  const { rows } = await sql<{ account_id: string }>`
    select account_id from account_derived
     where account_id >= ${chunk.from_id} and (${chunk.until_id}::uuid is null or account_id < ${chunk.until_id}::uuid)
     order by account_id ${isLocked ? sql`for update` : sql``}
  `.execute(tx);
  return rows.map((row) => row.account_id);
}

/** A part of a pass, from one account to before another one. */
export type Chunk = {
  pass_id: string;
  from_id: string;
  until_id: string | null;
  node_keys: string[] | null;
  rebuilds: boolean;
};

async function takeChunk(tx: Tx): Promise<Chunk | undefined> {
  const { rows } = await sql<Chunk>`
    select c.pass_id, c.from_id, c.until_id, p.node_keys, p.rebuilds
      from engine_pass_chunks c join engine_passes p on p.id = c.pass_id
     order by p.requested_at, p.id, c.from_id limit 1 for update of c skip locked
  `.execute(tx);
  return rows[0];
}

/** Counts the accounts done. The pass's row is locked first, so that the last of several workers sees that none is left. */
export async function finishChunk(
  tx: Tx,
  now: Temporal.Instant,
  chunk: Chunk,
  accounts: number,
): Promise<void> {
  await sql`delete from engine_pass_chunks where pass_id = ${chunk.pass_id} and from_id = ${chunk.from_id}`.execute(
    tx,
  );
  await sql`update engine_passes set accounts_done = accounts_done + ${accounts} where id = ${chunk.pass_id}`.execute(
    tx,
  );
  await sql`
    update engine_passes set finished_at = ${now.toString()}::timestamptz
     where id = ${chunk.pass_id} and not exists (select from engine_pass_chunks c where c.pass_id = ${chunk.pass_id})
  `.execute(tx);
}

/** Divides the oldest pass that is not begun into parts of as many accounts. */
async function dividePass(tx: Tx, now: Temporal.Instant): Promise<boolean> {
  const { rows } = await sql<{ id: string; rebuilds: boolean }>`
    select id, rebuilds from engine_passes where finished_at is null and started_at is null
     order by requested_at, id limit 1 for update skip locked
  `.execute(tx);
  const pass = rows[0];
  if (!pass) return false;
  // One statement, so that parts and total are of the same accounts whoever makes one meanwhile.
  await sql`
    with each as (
      select account_id, row_number() over (order by account_id) as place from account_derived
    ), parts as (
      insert into engine_pass_chunks (pass_id, from_id, until_id)
      select ${pass.id}, case when place > 1 then account_id else ${noAccount} end, lead(account_id) over (order by account_id)
        from each where place % ${pass.rebuilds ? rebuildChunkSize : chunkSize} = 1
    )
    update engine_passes p
       set started_at = ${now.toString()}::timestamptz, accounts_total = n.total,
           finished_at = case when n.total = 0 then ${now.toString()}::timestamptz end
      from (select count(*)::integer as total from each) n
     where p.id = ${pass.id}
  `.execute(tx);
  return true;
}

/** The open passes and the last finished ones, newest first. */
export async function listPasses(db: Db, limit = 20): Promise<Pass[]> {
  const { rows } = await sql<Pass>`
    select id, reason, node_keys as "nodeKeys", requested_at as "requestedAt", started_at as "startedAt", finished_at as "finishedAt",
           accounts_done as "accountsDone", accounts_total as "accountsTotal"
      from engine_passes order by requested_at desc, id desc limit ${limit}
  `.execute(db);
  return rows;
}
