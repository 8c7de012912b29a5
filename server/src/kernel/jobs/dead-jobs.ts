import { sql } from "kysely";
import type { Db } from "../db.ts";

/** A job that used up its attempts. It stays until it is tried again or discarded. */
export type DeadJob = {
  id: string;
  name: string;
  key: string | null;
  attempts: number;
  lastError: string;
  payload: unknown;
  createdAt: string;
};

/** Jobs that will not run again by themselves, the youngest first. */
export async function listDeadJobs(db: Db, { limit = 100 } = {}): Promise<DeadJob[]> {
  const { rows } = await sql<DeadJob>`
    select j.id::text as id, t.identifier as name, j.key, j.attempts,
           coalesce(j.last_error, 'The worker died, or a newer job took its place.') as "lastError",
           j.payload -> 'payload' as payload, j.created_at as "createdAt"
      from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
     where j.attempts >= j.max_attempts and j.locked_at is null
     order by j.id desc
     limit ${limit}
  `.execute(db);
  return rows;
}

/** Gives dead jobs all their attempts again, beginning now; how many there were. */
export async function retryDeadJobs(db: Db, ids: readonly string[]): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select id::text from graphile_worker.reschedule_jobs(${deadAmong(ids)}, run_at => now(), attempts => 0)
  `.execute(db);
  return rows.length;
}

/** Takes dead jobs out of the queue; how many there were. */
export async function discardDeadJobs(db: Db, ids: readonly string[]): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select id::text from graphile_worker.complete_jobs(${deadAmong(ids)})
  `.execute(db);
  return rows.length;
}

function deadAmong(ids: readonly string[]) {
  return sql`array(select id from graphile_worker._private_jobs
                    where id = any(${[...ids]}::bigint[]) and attempts >= max_attempts and locked_at is null)`;
}
