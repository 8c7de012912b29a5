import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import { isTransient, retryConflicts } from "../kernel/database/transient.ts";
import { startWokenLoop } from "../kernel/woken-loop.ts";
import { advanceRuns } from "./advance-runs.ts";
import { type ClaimedRun, claimRuns } from "./claim-runs.ts";
import { playbooksChannel } from "./enrol.ts";

export type WorkerOptions = {
  /** A worker silent for so long has lost its runs; with one look a second they are taken again well within 30 s. */
  leaseMs: number;
  /** Runs taken at a time; those of a lane take each step together, in one transaction. */
  batch: number;
  lanes: number;
};
export const defaultWorkerOptions: WorkerOptions = { leaseMs: 20_000, batch: 200, lanes: 2 };

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
  // Runs of one account side by side, so that two lanes do not wait for the same account.
  const sorted = claimed.toSorted((a, b) => (a.accountId < b.accountId ? -1 : 1));
  const width = Math.ceil(sorted.length / options.lanes);
  const lanes = Array.from({ length: options.lanes }, (_, n) => sorted.slice(n * width, (n + 1) * width));
  await Promise.all(lanes.map((runs) => advanceLane(app, runs, options.leaseMs, signal)));
  return claimed.length;
}

async function advanceLane(
  app: App,
  runs: readonly ClaimedRun[],
  leaseMs: number,
  signal?: AbortSignal,
): Promise<void> {
  for (let going = runs; going.length > 0; going = await advance(app, going, leaseMs)) {
    if (signal?.aborted) return await letGo(app, going);
  }
}

/** One step of each; when they cannot take it together, each by itself, so that one cannot hold up the others. */
async function advance(app: App, runs: readonly ClaimedRun[], leaseMs: number): Promise<ClaimedRun[]> {
  try {
    return await retryConflicts(() => advanceRuns(app, runs, leaseMs));
  } catch (error) {
    const [run] = runs;
    if (runs.length === 1 && run) {
      app.log[isTransient(error) ? "warn" : "error"](
        { err: error, runId: run.id },
        "a playbook’s step failed",
      );
      await putOff(app, run, error);
      return [];
    }
    const going: ClaimedRun[] = [];
    for (const one of runs) going.push(...(await advance(app, [one], leaseMs)));
    return going;
  }
}

/** Gives runs back untouched, so that another worker need not wait for the lease. */
async function letGo(app: App, runs: readonly ClaimedRun[]): Promise<void> {
  const held = runs.map(({ accountId, id, fence }) => ({ account_id: accountId, id, fence }));
  await sql`
    update playbook_runs u set leased_until = null
      from jsonb_to_recordset(${JSON.stringify(held)}::jsonb) as h (account_id uuid, id uuid, fence bigint)
     where u.account_id = h.account_id and u.id = h.id and u.fence = h.fence
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
