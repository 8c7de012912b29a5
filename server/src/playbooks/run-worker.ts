import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import { isTransient, retryConflicts } from "../kernel/database/transient.ts";
import { startWokenLoop } from "../kernel/woken-loop.ts";
import { advanceRun } from "./advance-run.ts";
import { type ClaimedRun, claimRuns } from "./claim-runs.ts";
import { playbooksChannel } from "./enrol.ts";

export type WorkerOptions = {
  /** A worker silent for so long has lost its runs; with one look a second they are taken again well within 30 s. */
  leaseMs: number;
  /** Runs taken at a time, and of these advanced at once. */
  batch: number;
  parallel: number;
};
export const defaultWorkerOptions: WorkerOptions = { leaseMs: 20_000, batch: 40, parallel: 4 };

/** Due runs are announced; this bounds the wait for times that come and for announcements that were lost. */
const idleMs = 1_000;
/** A step that fails for no reason a person could mend is tried so often, with growing pauses, before the run stands. */
const mostAttempts = 8;

/**
 * Takes what is due and advances each run until it waits or ends.
 * @returns how many runs were taken
 */
export async function runDue(
  app: App,
  options: WorkerOptions = defaultWorkerOptions,
  signal?: AbortSignal,
): Promise<number> {
  const claimed = await claimRuns(app, options.batch, options.leaseMs);
  const queue = [...claimed];
  const lane = async () => {
    for (let run = queue.shift(); run !== undefined; run = queue.shift()) {
      if (signal?.aborted) await letGo(app, run);
      else await advance(app, run, options.leaseMs, signal);
    }
  };
  await Promise.all(Array.from({ length: options.parallel }, lane));
  return claimed.length;
}

async function advance(app: App, run: ClaimedRun, leaseMs: number, signal?: AbortSignal): Promise<void> {
  try {
    while (await retryConflicts(() => advanceRun(app, run, leaseMs))) {
      if (signal?.aborted) return await letGo(app, run);
    }
  } catch (error) {
    app.log[isTransient(error) ? "warn" : "error"]({ err: error, runId: run.id }, "a playbook’s step failed");
    await putOff(app, run, error);
  }
}

/** Gives a run back untouched, so that another worker need not wait for the lease. */
async function letGo(app: App, { accountId, id, fence }: ClaimedRun): Promise<void> {
  await sql`
    update playbook_runs set leased_until = null where account_id = ${accountId} and id = ${id} and fence = ${fence}
  `.execute(app.db);
}

/** The step is tried again later; after many attempts the run stands until a person looks. */
async function putOff(app: App, { accountId, id, fence }: ClaimedRun, error: unknown): Promise<void> {
  const now = app.clock.now();
  const message = error instanceof Error ? error.message : String(error);
  await sql`
    update playbook_runs
       set attempts = attempts + 1, last_error = ${message}, leased_until = null, updated_at = ${now.toString()}::timestamptz,
           state = case when attempts + 1 >= ${mostAttempts} then 'failed' else state end,
           wake_at = ${now.toString()}::timestamptz + make_interval(secs => least(3600, 2 ^ (attempts + 1)))
     where account_id = ${accountId} and id = ${id} and fence = ${fence} and state in ('ready', 'waiting')
  `
    .execute(app.db)
    .catch((failure: unknown) => app.log.warn({ err: failure, runId: id }, "could not put a run off"));
}

/** Keeps runs going until stopped. Any number of workers may run, in any number of processes. */
export async function startPlaybooks(
  app: App,
  options: WorkerOptions = defaultWorkerOptions,
): Promise<() => Promise<void>> {
  return startWokenLoop(app, {
    channel: playbooksChannel,
    idleMs,
    failure: "playbooks could not look for due runs",
    work: async (signal) => (await runDue(app, options, signal)) > 0,
  });
}

/** Advances everything that is due by the clock until nothing is; for tests and the command line. */
export async function drainPlaybooks(app: App, options: WorkerOptions = defaultWorkerOptions): Promise<void> {
  while ((await runDue(app, options)) > 0);
}
