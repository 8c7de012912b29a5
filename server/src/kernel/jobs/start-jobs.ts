import { storeClockOffset } from "./clock-offset.ts";
import { fireCrons, parseCrons } from "./crons.ts";
import { installJobQueue } from "./install.ts";
import { jobsByName } from "./job.ts";
import { pause, whenAborted } from "./pause.ts";
import { type JobsOptions, startWorker } from "./worker.ts";

export type JobsWorker = {
  /** Takes no more jobs, gives those that run `limitMs` to finish (10 s unless told), and releases the rest to others. */
  stop(limitMs?: number): Promise<void>;
};

const cronLookMs = 5000;

/**
 * Runs jobs in this process until stopped. When the others take this worker for dead (it hung, or the database was
 * away), or when the queue gives up on its connections, it begins again under a new name: what the old name still runs
 * can write nothing any more.
 * @throws Error when two jobs share a name, a cron is wrong, or the database is out of reach
 */
export async function startJobs(options: JobsOptions): Promise<JobsWorker> {
  const { app } = options;
  const byName = jobsByName(options.jobs);
  const crons = parseCrons(options.crons ?? []);
  await installJobQueue(options.url, app.log);
  await storeClockOffset(app);

  const stopping = new AbortController();
  const retirements: Promise<void>[] = [];
  let worker = await startWorker(options, byName);
  const succession = (async () => {
    for (;;) {
      await Promise.race([worker.ended, whenAborted(stopping.signal)]);
      if (stopping.signal.aborted) return;
      retirements.push(worker.retire(0));
      const successor = await startWorker(options, byName).catch((error: unknown) => {
        app.log.warn({ err: error }, "the job queue did not start again; trying further");
      });
      if (successor) worker = successor;
      else await pause(1000, stopping.signal);
    }
  })();
  const calendar = (async () => {
    while (!stopping.signal.aborted) {
      await fireCrons(app, crons, app.clock.now()).catch((error: unknown) => {
        app.log.warn({ err: error }, "the crons could not be looked at; trying again");
      });
      await pause(cronLookMs, stopping.signal);
    }
  })();
  return {
    async stop(limitMs = 10_000) {
      stopping.abort();
      await Promise.all([succession, calendar]);
      await Promise.all([...retirements, worker.retire(limitMs)]);
    },
  };
}
