import { Worker } from "node:worker_threads";

/**
 * A few worker threads that do work we do not trust: templates somebody wrote, mail somebody sent.
 * Limits inside a library are cooperative; the only limit that holds is the one that ends the thread. So each request
 * gets a thread for itself, a time after which the thread is killed, and a heap beyond which V8 ends it. A thread that
 * survives is used again, because starting one costs some 30 ms.
 *
 * The worker's script says `{ isReady }` once it is loaded, then answers every request with
 * `{ reply }` or `{ error }` (see `serveWorker` in `worker-thread.ts`).
 */
export type WorkerPoolOptions = {
  script: URL;
  /** Threads at most; they start when first needed. */
  threads: number;
  /**
   * Milliseconds a single request may take before its thread is killed. They count from when the thread is ready: how
   * long a busy machine takes to start one says nothing about the request.
   */
  timeoutMs: number;
  /** Megabytes of heap per thread. */
  heapMb: number;
};

export type WorkerFailure = "timeout" | "memory" | "crash" | "closed" | "refused";

/** Why a request in a worker thread gave no reply. `refused` carries the script's own error message. */
export class WorkerError extends Error {
  readonly failure: WorkerFailure;
  constructor(failure: WorkerFailure, message: string) {
    super(message);
    this.name = "WorkerError";
    this.failure = failure;
  }
}

type Waiting<Request, Reply> = {
  request: Request;
  resolve: (reply: Reply) => void;
  reject: (error: WorkerError) => void;
};
type Answer<Reply> = { reply: Reply } | { error: string } | { isReady: true };

/** A thread that is not ready after so long never will be. */
const startLimitMs = 60_000;

export type WorkerPool<Request, Reply> = {
  /** Runs one request; rejects with a `WorkerError` when it is killed, refused or the pool is closed. */
  run: (request: Request) => Promise<Reply>;
  /** Ends all threads; what still waits is rejected. */
  close: () => Promise<void>;
};

/** Opens a pool; no thread starts before the first request, and an idle pool never keeps the program alive. */
export function createWorkerPool<Request, Reply>(options: WorkerPoolOptions): WorkerPool<Request, Reply> {
  const waiting: Waiting<Request, Reply>[] = [];
  const idle: Worker[] = [];
  const all = new Set<Worker>();
  const starting = new WeakSet<Worker>();
  let isClosed = false;

  function start(): Worker {
    const worker = new Worker(options.script, {
      resourceLimits: { maxOldGenerationSizeMb: options.heapMb, maxYoungGenerationSizeMb: 8, stackSizeMb: 4 },
      env: {},
      execArgv: [],
    });
    worker.setMaxListeners(0);
    all.add(worker);
    starting.add(worker);
    worker.on("exit", () => {
      all.delete(worker);
      const at = idle.indexOf(worker);
      if (at >= 0) idle.splice(at, 1);
    });
    // An idle thread that dies takes nothing with it; a busy one is answered for in `give`.
    worker.on("error", () => {});
    return worker;
  }

  function give(worker: Worker, job: Waiting<Request, Reply>): void {
    worker.ref();
    const limit = (ms: number) => setTimeout(() => fail("timeout", `stopped after ${ms} ms`), ms);
    let timer = limit(starting.has(worker) ? startLimitMs : options.timeoutMs);
    const settle = () => {
      clearTimeout(timer);
      worker.off("message", onAnswer).off("error", onError).off("exit", onExit);
    };
    const onAnswer = (answer: Answer<Reply>) => {
      if ("isReady" in answer) {
        starting.delete(worker);
        clearTimeout(timer);
        timer = limit(options.timeoutMs);
        return;
      }
      settle();
      worker.unref();
      if ("reply" in answer) job.resolve(answer.reply);
      else job.reject(new WorkerError("refused", answer.error));
      idle.push(worker);
      next();
    };
    const fail = (failure: WorkerFailure, message: string) => {
      settle();
      all.delete(worker);
      void worker.terminate();
      job.reject(new WorkerError(failure, message));
      next();
    };
    const onError = (error: Error & { code?: string }) =>
      error.code === "ERR_WORKER_OUT_OF_MEMORY"
        ? fail("memory", `stopped at ${options.heapMb} MB of memory`)
        : fail("crash", error.message);
    const onExit = () => fail(isClosed ? "closed" : "crash", "the worker thread ended");
    worker.on("message", onAnswer).on("error", onError).on("exit", onExit);
    worker.postMessage(job.request);
  }

  function next(): void {
    if (isClosed) return;
    while (waiting.length > 0 && (idle.length > 0 || all.size < options.threads)) {
      const job = waiting.shift();
      if (job) give(idle.pop() ?? start(), job);
    }
  }

  return {
    run: (request) =>
      new Promise<Reply>((resolve, reject) => {
        if (isClosed) return reject(new WorkerError("closed", "the worker pool is closed"));
        waiting.push({ request, resolve, reject });
        next();
      }),
    close: async () => {
      isClosed = true;
      for (const job of waiting.splice(0)) job.reject(new WorkerError("closed", "the worker pool is closed"));
      await Promise.all([...all].map((worker) => worker.terminate()));
    },
  };
}
