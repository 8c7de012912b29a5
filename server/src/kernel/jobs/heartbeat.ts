import { stopwatch } from "../clock.ts";
import { createPool } from "../database/pool.ts";
import { createDb } from "../db.ts";
import type { Logger } from "../log.ts";
import { pause } from "./pause.ts";
import { registerWorker, releaseDeadWorkers, renewWorker, retireWorker } from "./workers.ts";

/** A worker's sign of life, on a connection of its own so that busy jobs never delay it. */
export type Heartbeat = {
  /** Resolves when the worker is known to the others. */
  registered: Promise<void>;
  /** Whether the lease was renewed so lately that nobody can have taken this worker for dead. */
  isFresh(): boolean;
  /** Stops the signs of life and releases what the worker still holds. */
  stop(): Promise<void>;
};

/** Begins to renew `workerId`'s lease every `leaseMs / 3`, and each time looks for workers that died. */
export function startHeartbeat(options: {
  url: string;
  workerId: string;
  leaseMs: number;
  log: Logger;
  /** The others gave this worker up. Called once; its attempts can write nothing any more. */
  onLost: () => void;
}): Heartbeat {
  const { workerId, leaseMs, log } = options;
  const pool = createPool(options.url, {
    max: 1,
    applicationName: "perennial jobs",
    statementTimeoutMs: leaseMs,
  });
  const db = createDb(pool);
  const stopping = new AbortController();
  let isLost = false;
  let sinceRenewalMs = stopwatch();

  const beat = async () => {
    const elapsedMs = stopwatch();
    if (isLost) {
      // Final: this name is never used again.
    } else if (await renewWorker(db, workerId)) {
      sinceRenewalMs = elapsedMs;
    } else {
      isLost = true;
      log.warn({ workerId }, "this worker was taken for dead; its jobs run elsewhere");
      options.onLost();
    }
    const released = await releaseDeadWorkers(db, leaseMs);
    if (released.length > 0) log.warn({ workers: released }, "released the jobs of workers that died");
  };
  const registered = retry(() => registerWorker(db, workerId), stopping.signal, log);
  const beats = registered.then(async () => {
    while (!stopping.signal.aborted) {
      await beat().catch((error: unknown) => log.warn({ err: error }, "the jobs’ heartbeat failed"));
      await pause(leaseMs / 3, stopping.signal);
    }
  });
  return {
    registered,
    isFresh: () => !isLost && sinceRenewalMs() < leaseMs,
    async stop() {
      stopping.abort();
      await beats;
      await retireWorker(db, workerId).catch((error: unknown) => {
        log.warn({ err: error }, "could not sign off; the others will notice");
      });
      await db.destroy();
    },
  };
}

async function retry(work: () => Promise<void>, signal: AbortSignal, log: Logger): Promise<void> {
  while (!signal.aborted) {
    try {
      return await work();
    } catch (error) {
      log.warn({ err: error }, "could not register as a worker; trying again");
      await pause(500, signal);
    }
  }
}
