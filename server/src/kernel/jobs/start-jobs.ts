import { EventEmitter } from "node:events";
import { type Job as QueuedJob, run, type Runner, type TaskList, type WorkerEvents } from "graphile-worker";
import type { App } from "../app.ts";
import { storeClockOffset } from "./clock-offset.ts";
import { fireCrons, parseCrons } from "./crons.ts";
import type { Envelope } from "./enqueue.ts";
import { pause, startHeartbeat } from "./heartbeat.ts";
import { type CronEntry, type JobDefinition, jobsByName } from "./job.ts";
import { queueLog } from "./queue-log.ts";
import { runJob } from "./run-job.ts";

export type JobsOptions = {
  app: App;
  /** The application's database; the queue opens a few connections of its own to it. */
  url: string;
  jobs: readonly JobDefinition[];
  crons?: readonly CronEntry[];
  /** Jobs at a time in this process; 5 unless told. */
  concurrency?: number;
  /** How often to look for jobs whose time has come; new ones are announced and start within milliseconds. */
  pollIntervalMs?: number;
  /** A worker silent for so long is taken for dead: 15 s unless told, so that its jobs run again within 25 s. */
  leaseMs?: number;
};

export type JobsWorker = {
  /** Takes no more jobs, gives those that run `limitMs` to finish (10 s unless told), and releases the rest to others. */
  stop(limitMs?: number): Promise<void>;
};

type Generation = { retire(limitMs: number): Promise<void> };

/**
 * Runs jobs in this process until stopped. When the others take this worker for dead (it hung, or the database was
 * away), or when the queue gives up on its connections, it begins again under a new name: what the old name still runs
 * can write nothing any more.
 * @throws Error when two jobs share a name or a cron is wrong
 */
export async function startJobs(options: JobsOptions): Promise<JobsWorker> {
  const { app } = options;
  const byName = jobsByName(options.jobs);
  const crons = parseCrons(options.crons ?? []);
  const stopping = new AbortController();
  let generation: Generation | undefined;
  let firstReady: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    firstReady = resolve;
  });

  const generations = (async () => {
    while (!stopping.signal.aborted) {
      const ended = Promise.withResolvers<void>();
      try {
        generation = await startGeneration(options, byName, () => ended.resolve());
        firstReady();
        await Promise.race([ended.promise, whenAborted(stopping.signal)]);
      } catch (error) {
        app.log.warn({ err: error }, "the job queue did not start; trying again");
        await pause(1000, stopping.signal);
        continue;
      }
      if (!stopping.signal.aborted) void generation.retire(30_000);
    }
  })();
  const calendar = ready.then(async () => {
    while (!stopping.signal.aborted) {
      await fireCrons(app, crons, app.clock.now()).catch((error: unknown) => {
        app.log.warn({ err: error }, "the crons could not be looked at; trying again");
      });
      await pause(5000, stopping.signal);
    }
  });
  await ready;
  return {
    async stop(limitMs = 10_000) {
      stopping.abort();
      await Promise.all([generations, calendar]);
      await generation?.retire(limitMs);
    },
  };
}

async function startGeneration(
  options: JobsOptions,
  byName: Map<string, JobDefinition>,
  onEnd: () => void,
): Promise<Generation> {
  const { app, leaseMs = 15_000 } = options;
  const lost = new AbortController();
  let registered: Promise<void> = Promise.resolve();
  let workerId = "";

  const tasks: TaskList = {};
  for (const [name, job] of byName) {
    tasks[name] = async (payload, { job: queued, abortSignal }) => {
      await registered;
      const signals = abortSignal ? [lost.signal, abortSignal] : [lost.signal];
      await runJob(app, job, attemptOf(queued, workerId, payload), AbortSignal.any(signals));
    };
  }
  const events: WorkerEvents = new EventEmitter();
  let heartbeat: ReturnType<typeof startHeartbeat> | undefined;
  events.once("pool:create", ({ workerPool }) => {
    workerId = workerPool.id;
    const onLost = () => {
      lost.abort();
      onEnd();
    };
    heartbeat = startHeartbeat({ url: options.url, workerId, leaseMs, log: app.log, onLost });
    registered = heartbeat.registered;
  });
  const runner = await run({
    connectionString: options.url,
    maxPoolSize: 4,
    concurrency: options.concurrency ?? 5,
    pollInterval: options.pollIntervalMs ?? 2000,
    gracefulShutdownAbortTimeout: 5000,
    noHandleSignals: true,
    logger: queueLog(app.log),
    events,
    taskList: tasks,
  });
  await storeClockOffset(app);
  await registered;
  runner.promise.then(onEnd, onEnd);
  return {
    async retire(limitMs) {
      await finish(runner, limitMs);
      await heartbeat?.stop();
    },
  };
}

/** Lets running jobs end, for so long; after that their claims are released and they can write nothing any more. */
async function finish(runner: Runner, limitMs: number): Promise<void> {
  const limit = new AbortController();
  const stopped = runner.stop().catch(() => undefined);
  await Promise.race([stopped, pause(limitMs, limit.signal)]);
  limit.abort();
}

function attemptOf(queued: QueuedJob, workerId: string, payload: unknown) {
  return {
    jobId: String(queued.id),
    workerId,
    attempt: queued.attempts,
    maxAttempts: queued.max_attempts,
    envelope: payload as Envelope,
  };
}

async function whenAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
