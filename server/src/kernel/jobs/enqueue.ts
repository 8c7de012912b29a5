import { sql } from "kysely";
import { z } from "zod";
import type { Db, Tx } from "../db.ts";
import { defaultMaxAttempts, type JobDefinition } from "./job.ts";

export type EnqueueOptions = {
  /** By the application's clock; at once unless told. */
  runAt?: Temporal.Instant;
  /**
   * At most one waiting job of this name has this key: a later one replaces its payload, `runAt` and attempts. One
   * that is already running is left to finish (but not to retry), and the new one runs after it or beside it.
   */
  key?: string;
  /** Instead of the job's own queue. */
  queue?: string;
  /** Smaller runs earlier; 0 unless told. */
  priority?: number;
};

/** What the queue keeps: the payload and, in the application's time, when it is due. */
export type Envelope = { payload: unknown; runAt?: string };

/**
 * Puts a job into the queue as part of `tx`: it exists if and only if the transaction commits.
 * @returns the job's id in the queue
 * @throws TypeError when the payload does not fit the job's schema
 */
export async function enqueue<S extends z.ZodType>(
  tx: Tx,
  job: JobDefinition<S>,
  payload: z.input<S>,
  options: EnqueueOptions = {},
): Promise<string> {
  const [id] = await enqueueAll(tx, job, [{ payload, ...options }]);
  if (id === undefined) throw new Error(`The queue did not take the job “${job.name}”.`);
  return id;
}

/** As {@link enqueue}, for many payloads in one statement. */
export async function enqueueAll<S extends z.ZodType>(
  tx: Tx,
  job: JobDefinition<S>,
  items: readonly ({ payload: z.input<S> } & EnqueueOptions)[],
): Promise<string[]> {
  if (items.length === 0) return [];
  const specs = items.map(({ payload, runAt, key, queue, priority }) => ({
    identifier: job.name,
    payload: envelope(job, payload, runAt),
    queue_name: queue ?? job.queue,
    run_at: runAt?.toString(),
    max_attempts: job.maxAttempts ?? defaultMaxAttempts,
    job_key: key === undefined ? undefined : keyInQueue(job, key),
    priority,
  }));
  // The queue compares run_at with the database's clock, so the application's offset from it is taken off here.
  const { rows } = await sql<{ id: string }>`
    select job.id::text as id
      from graphile_worker.add_jobs(array(
        select row(spec.identifier, spec.payload, spec.queue_name,
                   spec.run_at - make_interval(secs => clock.offset_ms / 1000.0),
                   spec.max_attempts, spec.job_key, spec.priority, spec.flags)::graphile_worker.job_spec
          from json_populate_recordset(null::graphile_worker.job_spec, ${JSON.stringify(specs)}::json) as spec,
               (select coalesce(max(offset_ms), 0) as offset_ms from job_clock) as clock)) as job
  `.execute(tx);
  return rows.map((row) => row.id);
}

/** Takes a waiting job out of the queue by its key; whether there was one. One that runs is not stopped. */
export async function cancelJob(tx: Tx | Db, job: JobDefinition, key: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select (graphile_worker.remove_job(${keyInQueue(job, key)})).id is not null as found
  `.execute(tx);
  return rows[0]?.found ?? false;
}

function envelope(job: JobDefinition, payload: unknown, runAt: Temporal.Instant | undefined): Envelope {
  const checked = job.payload.safeParse(payload);
  if (!checked.success) {
    throw new TypeError(`The payload does not fit the job “${job.name}”:\n${z.prettifyError(checked.error)}`);
  }
  return runAt === undefined ? { payload } : { payload, runAt: runAt.toString() };
}

function keyInQueue(job: JobDefinition, key: string): string {
  return `${job.name}:${key}`;
}
