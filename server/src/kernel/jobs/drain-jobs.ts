import { sql } from "kysely";
import type { App } from "../app.ts";
import { newId } from "../ids.ts";
import { removeJob } from "./claim.ts";
import { fireCrons, parseCrons } from "./crons.ts";
import type { Envelope } from "./enqueue.ts";
import { type CronEntry, type JobDefinition, jobsByName } from "./job.ts";
import { runJob } from "./run-job.ts";
import { registerWorker, retireWorker } from "./workers.ts";

/** What a drain did: the names of the jobs in the order they ran, and what went wrong. */
export type Drained = { ran: string[]; failed: { job: string; attempt: number; error: unknown }[] };

const tooMany = 10_000;

/**
 * Runs every job that is due at `now`, and those they cause, one after another in this process, until none is due. For
 * tests and replays, where time is the application's clock alone: nothing here asks the database what time it is. A job
 * that fails is put back as a worker would, its next attempt due later by the same clock. Crons first: see `fireCrons`.
 * @throws Error when jobs never come to an end
 */
export async function drainJobs(
  app: App,
  parts: { jobs: readonly JobDefinition[]; crons?: readonly CronEntry[]; now?: Temporal.Instant },
): Promise<Drained> {
  const byName = jobsByName(parts.jobs);
  const now = parts.now ?? app.clock.now();
  await fireCrons(app, parseCrons(parts.crons ?? []), now);
  const workerId = `drain-${newId(now)}`;
  await registerWorker(app.db, workerId);
  const drained: Drained = { ran: [], failed: [] };
  try {
    for (;;) {
      const taken = await takeDueJob(app, workerId, [...byName.keys()], now);
      const job = taken && byName.get(taken.name);
      if (!job) return drained;
      if (drained.ran.length >= tooMany)
        throw new Error(`Jobs cause jobs without end; the last was “${job.name}”.`);
      drained.ran.push(job.name);
      try {
        const { isCompleted } = await runJob(
          app,
          job,
          { ...taken, workerId, isFresh: () => true },
          new AbortController().signal,
          now,
        );
        if (!isCompleted) await removeJob(app.db, { jobId: taken.jobId, workerId });
      } catch (error) {
        drained.failed.push({ job: job.name, attempt: taken.attempt, error });
        await putBack(app, taken.jobId, workerId, taken.attempt, error, now);
      }
    }
  } finally {
    await retireWorker(app.db, workerId);
  }
}

async function takeDueJob(app: App, workerId: string, names: string[], now: Temporal.Instant) {
  const { rows } = await sql<{
    name: string;
    jobId: string;
    attempt: number;
    maxAttempts: number;
    envelope: Envelope;
  }>`
    with next as (
      select j.id, t.identifier
        from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
       where j.is_available and t.identifier = any(${names}::text[])
         and coalesce((j.payload ->> 'runAt')::timestamptz, '-infinity') <= ${now.toString()}::timestamptz
       order by j.priority, (j.payload ->> 'runAt')::timestamptz nulls first, j.id
       limit 1 for update of j skip locked
    )
    update graphile_worker._private_jobs j
       set attempts = j.attempts + 1, locked_by = ${workerId}, locked_at = j.run_at
      from next where j.id = next.id
    returning next.identifier as name, j.id::text as "jobId", j.attempts as attempt, j.max_attempts as "maxAttempts",
              j.payload as envelope
  `.execute(app.db);
  return rows[0];
}

async function putBack(
  app: App,
  jobId: string,
  workerId: string,
  attempt: number,
  error: unknown,
  now: Temporal.Instant,
): Promise<void> {
  const dueAt = now.add({ milliseconds: Math.round(Math.exp(Math.min(attempt, 10)) * 1000) });
  await sql`
    update graphile_worker._private_jobs
       set locked_by = null, locked_at = null, last_error = ${String(error instanceof Error ? error.message : error)},
           payload = (payload::jsonb || jsonb_build_object('runAt', ${dueAt.toString()}::text))::json
     where id = ${jobId}::bigint and locked_by = ${workerId}
  `.execute(app.db);
}
