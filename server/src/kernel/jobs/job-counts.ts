import { sql } from "kysely";
import type { Db } from "../db.ts";

/** The state of the queue for one kind of job: what the metrics page shows. */
export type JobCount = {
  name: string;
  /** Due and waiting for a worker. */
  due: number;
  /** Waiting for its time, retries included. */
  scheduled: number;
  running: number;
  dead: number;
  /** How long the oldest one due has waited. */
  oldestDueSeconds: number;
};

/** Depth of the queue by job; kinds with nothing in the queue are absent. */
export async function countJobs(db: Db): Promise<JobCount[]> {
  const { rows } = await sql<JobCount>`
    select t.identifier as name,
           count(*) filter (where j.is_available and j.run_at <= now())::int as due,
           count(*) filter (where j.is_available and j.run_at > now())::int as scheduled,
           count(*) filter (where j.locked_at is not null)::int as running,
           count(*) filter (where j.attempts >= j.max_attempts and j.locked_at is null)::int as dead,
           coalesce(extract(epoch from now() - min(j.run_at) filter (where j.is_available and j.run_at <= now())), 0)
             ::float8 as "oldestDueSeconds"
      from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
     group by t.identifier order by t.identifier
  `.execute(db);
  return rows;
}
