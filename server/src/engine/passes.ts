import { sql } from "kysely";
import { type App, systemContext } from "../kernel/app.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { newId } from "../kernel/ids.ts";
import { dirtyChannel } from "./dirty.ts";
import { withDependents } from "./graph.ts";
import { nodesOf } from "./nodes.ts";
import { engineName, recompute } from "./tick.ts";

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

const chunkSize = 2_000;

/**
 * Asks for a recompute of all accounts: of some nodes and what reads them (a definition changed), or of all nodes
 * (midnight). Workers go through it in chunks, each its own transaction, beside the live ticks.
 */
export async function requestPass(
  tx: Tx,
  now: Temporal.Instant,
  reason: string,
  nodeKeys?: readonly string[],
): Promise<string> {
  const id = newId(now);
  await sql`
    insert into engine_passes (id, reason, node_keys, requested_at, accounts_done)
    values (${id}, ${reason}, ${nodeKeys ? [...nodeKeys] : null}::text[], ${now.toString()}::timestamptz, 0)
  `.execute(tx);
  await sql`select pg_notify(${dirtyChannel}, '')`.execute(tx);
  return id;
}

type PassRow = { id: string; node_keys: string[] | null; position: string | null; started_at: string | null };

/**
 * Computes the next chunk of the oldest open pass. The pass's row is locked meanwhile, so that workers take turns at
 * it; its place is kept with the chunk's own writes.
 * @returns whether there was anything to do
 */
export async function runPassChunk(app: App): Promise<boolean> {
  const ctx = await systemContext(app, engineName);
  return app.db.transaction().execute(async (tx) => {
    const { rows } = await sql<PassRow>`
      select id, node_keys, position, started_at from engine_passes
       where finished_at is null order by requested_at, id limit 1 for update skip locked
    `.execute(tx);
    const pass = rows[0];
    if (!pass) return false;
    if (pass.started_at === null) {
      await sql`
        update engine_passes set started_at = ${ctx.now.toString()}::timestamptz,
               accounts_total = (select count(*) from account_derived) where id = ${pass.id}
      `.execute(tx);
    }
    const { rows: chunk } = await sql<{ account_id: string }>`
      select account_id from account_derived
       where ${pass.position}::uuid is null or account_id > ${pass.position}::uuid
       order by account_id limit ${chunkSize} for update
    `.execute(tx);
    const ids = chunk.map((row) => row.account_id);
    const last = ids.at(-1);
    if (last !== undefined) {
      const nodes = await nodesOf(app, tx);
      await recompute(app, tx, ctx, pass.node_keys ? withDependents(nodes, pass.node_keys) : nodes, ids);
    }
    const isFinished = ids.length < chunkSize;
    await sql`
      update engine_passes set position = coalesce(${last ?? null}::uuid, position),
             accounts_done = accounts_done + ${ids.length},
             finished_at = ${isFinished ? ctx.now.toString() : null}::timestamptz
       where id = ${pass.id}
    `.execute(tx);
    return true;
  });
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
