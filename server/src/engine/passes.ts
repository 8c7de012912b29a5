import { sql } from "kysely";
import type { Db, Tx } from "../kernel/db.ts";
import { newId } from "../kernel/ids.ts";
import { dirtyChannel } from "./dirty.ts";

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

/**
 * Asks for a recompute of all accounts: of some nodes and what reads them (a definition changed), or of all nodes
 * (midnight). Workers go through it in parts, each its own transaction, beside the live ticks. A pass that `rebuilds` has nodes
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

/** The open passes and the last finished ones, newest first. */
export async function listPasses(db: Db, limit = 20): Promise<Pass[]> {
  const { rows } = await sql<Pass>`
    select id, reason, node_keys as "nodeKeys", requested_at as "requestedAt", started_at as "startedAt", finished_at as "finishedAt",
           accounts_done as "accountsDone", accounts_total as "accountsTotal"
      from engine_passes order by requested_at desc, id desc limit ${limit}
  `.execute(db);
  return rows;
}
