import { EventEmitter } from "node:events";
import { type Job as QueuedJob, type Runner, run, type TaskList, type WorkerEvents } from "graphile-worker";
import type { App } from "../app.ts";
import { type Heartbeat, startHeartbeat } from "./heartbeat.ts";
import type { CronEntry, JobDefinition } from "./job.ts";
import { pause } from "./pause.ts";
import { queueLog } from "./queue-log.ts";
import { type Attempt, runJob } from "./run-job.ts";

export type JobsOptions = {
  app: App;
  /** The application's database; the queue opens a few connections of its own to it. */
  url: string;
  jobs: readonly JobDefinition[];
  crons?: readonly CronEntry[];
  /** Jobs at a time in this process; 5 unless told. */
  concurrency?: number;
  /** How often to look for jobs whose time has come; 2 s unless told. New ones are announced and start in milliseconds. */
  pollIntervalMs?: number;
  /** A worker silent for so long is taken for dead; 15 s unless told, so that its jobs run again within 25 s. */
  leaseMs?: number;
};

/** One life of a worker, under one name. */
export type Worker = {
  /** Resolves when this worker is over without having been told to stop. */
  ended: Promise<void>;
  /** Takes no more jobs, waits so long for those that run, and releases the others. */
  retire(limitMs: number): Promise<void>;
};

/** Starts to take jobs. Rejects when the database is out of reach. */
export async function startWorker(options: JobsOptions, byName: Map<string, JobDefinition>): Promise<Worker> {
  const { app, url } = options;
  const lost = new AbortController();
  const ended = Promise.withResolvers<void>();
  let workerId = "";
  let heartbeat: Heartbeat | undefined;

  const taskList: TaskList = {};
  for (const [name, job] of byName) {
    taskList[name] = async (payload, { job: queued, abortSignal }) => {
      await heartbeat?.registered;
      const signals = abortSignal ? [lost.signal, abortSignal] : [lost.signal];
      const isFresh = () => heartbeat?.isFresh() ?? false;
      await runJob(app, job, { ...attemptOf(queued, workerId, payload), isFresh }, AbortSignal.any(signals));
    };
  }
  const events: WorkerEvents = new EventEmitter();
  // The queue names its pool of runners itself, just before it starts them.
  events.once("pool:create", ({ workerPool }) => {
    workerId = workerPool.id;
    heartbeat = startHeartbeat({
      url,
      workerId,
      leaseMs: options.leaseMs ?? 15_000,
      log: app.log,
      onLost() {
        lost.abort();
        ended.resolve();
      },
    });
  });
  const runner = await run({
    connectionString: url,
    maxPoolSize: 4,
    concurrency: options.concurrency ?? 5,
    pollInterval: options.pollIntervalMs ?? 2000,
    noHandleSignals: true,
    logger: queueLog(app.log),
    events,
    taskList,
    // Without batches the queue neither waits for the ends of jobs to be written when it stops nor tries again when the
    // database is away for a moment.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
  });
  runner.promise.then(ended.resolve, ended.resolve);
  await heartbeat?.registered;
  return {
    ended: ended.promise,
    async retire(limitMs) {
      if (!(await isFinished(runner, limitMs))) lost.abort();
      await heartbeat?.stop();
    },
  };
}

async function isFinished(runner: Runner, limitMs: number): Promise<boolean> {
  const limit = new AbortController();
  const stopped = runner.stop().then(
    () => true,
    () => true,
  );
  const isInTime = await Promise.race([stopped, pause(limitMs, limit.signal).then(() => false)]);
  limit.abort();
  return isInTime;
}

function attemptOf(queued: QueuedJob, workerId: string, envelope: unknown): Omit<Attempt, "isFresh"> {
  return {
    jobId: String(queued.id),
    workerId,
    attempt: queued.attempts,
    maxAttempts: queued.max_attempts,
    envelope: envelope as Attempt["envelope"],
  };
}
