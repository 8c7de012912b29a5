import { type App, createContext } from "../app.ts";
import { stopwatch } from "../clock.ts";
import { systemActor } from "../context.ts";
import { ClaimLost, createClaim, isHeld } from "./claim.ts";
import type { Envelope } from "./enqueue.ts";
import type { JobDefinition } from "./job.ts";

/** One attempt as a worker has taken it from the queue. */
export type Attempt = {
  jobId: string;
  workerId: string;
  attempt: number;
  maxAttempts: number;
  envelope: Envelope;
  /** Whether the worker's lease is surely running, which spares a look into the database. */
  isFresh(): boolean;
};

/**
 * Runs one attempt. Returns when the job is done, and throws when it is to be tried again.
 * @returns whether the job has already left the queue, in the transaction of `claim.complete`
 */
export async function runJob(
  app: App,
  job: JobDefinition,
  taken: Attempt,
  signal: AbortSignal,
  now?: Temporal.Instant,
): Promise<{ isCompleted: boolean }> {
  const elapsedMs = stopwatch();
  const claim = createClaim(app.db, taken);
  const about = { job: job.name, jobId: taken.jobId, attempt: taken.attempt };
  try {
    const ctx = await createContext(app, systemActor(job.name), {
      requestId: `job-${taken.jobId}-${taken.attempt}`,
      ...(now ? { now } : {}),
    });
    let isCompleted = false;
    await job.run({
      payload: job.payload.parse(taken.envelope.payload),
      app,
      ctx,
      signal,
      attempt: taken.attempt,
      claim: {
        ...claim,
        async complete(work) {
          const result = await claim.complete(work);
          isCompleted = true;
          return result;
        },
      },
    });
    // The queue ends a job by its id alone: without this look, an attempt given up for dead would end its successor.
    if (!isCompleted && !taken.isFresh() && !(await isHeld(app.db, taken))) throw new ClaimLost(taken.jobId);
    app.log.debug({ ...about, elapsedMs: elapsedMs() }, "job done");
    return { isCompleted };
  } catch (error) {
    const isLast = taken.attempt >= taken.maxAttempts;
    app.log[isLast ? "error" : "warn"](
      { ...about, err: error, elapsedMs: elapsedMs() },
      isLast ? "job failed for the last time" : "job failed and will be tried again",
    );
    throw error;
  } finally {
    claim.close();
  }
}
