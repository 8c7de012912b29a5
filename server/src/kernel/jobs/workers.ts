import { sql } from "kysely";
import type { Db } from "../db.ts";

/*
 * Which workers are alive. A worker renews its row; one that has not done so for the length of a lease is given up, its
 * row removed and its jobs released, all in one statement. A transaction of a job pins its worker's row (see claim.ts):
 * the removal passes such a worker by until the transaction has ended, and a transaction that comes after the removal
 * finds no row. All of it is by the database's own clock, which every worker shares.
 */

/** Makes a worker known before its first job. */
export async function registerWorker(db: Db, id: string): Promise<void> {
  await sql`insert into job_worker (id, heartbeat_at) values (${id}, clock_timestamp())`.execute(db);
}

/** Renews the lease; false when the worker has been given up for dead, which is final. */
export async function renewWorker(db: Db, id: string): Promise<boolean> {
  const renewed = await sql`update job_worker set heartbeat_at = clock_timestamp() where id = ${id}`.execute(
    db,
  );
  return renewed.numAffectedRows === 1n;
}

/**
 * Releases the jobs of workers that are dead: those silent for `leaseMs`, and those that died before they were known.
 * The jobs keep their attempt, so that a job that kills its worker each time is dead in the end.
 * @returns the ids of the workers
 */
export async function releaseDeadWorkers(db: Db, leaseMs: number): Promise<string[]> {
  const { rows } = await sql<{ ids: string[] }>`
    with silence as (select make_interval(secs => ${leaseMs / 1000}::float8) as lease),
    dead as (
      delete from job_worker
       where id in (select w.id from job_worker w, silence
                     where w.heartbeat_at < clock_timestamp() - silence.lease
                       for update of w skip locked)
      returning id
    ), unknown as (
      select distinct job.locked_by as id from graphile_worker._private_jobs job, silence
       where job.locked_at < clock_timestamp() - silence.lease
         and not exists (select 1 from job_worker w where w.id = job.locked_by)
    ), released as (select array(select id from dead union select id from unknown) as ids)
    select ids, graphile_worker.force_unlock_workers(ids) from released where cardinality(ids) > 0
  `.execute(db);
  return rows[0]?.ids ?? [];
}

/** Takes a worker off the list and releases what it still holds; a job in the middle of a transaction is left to the others' sweep. */
export async function retireWorker(db: Db, id: string): Promise<void> {
  await sql`
    with retired as (
      delete from job_worker where id in (select id from job_worker where id = ${id} for update skip locked) returning id
    )
    select graphile_worker.force_unlock_workers(array[id]) from retired
  `.execute(db);
}
