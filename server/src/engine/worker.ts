import type { App } from "../kernel/app.ts";
import { isTransient } from "../kernel/database/transient.ts";
import { dirtyChannel } from "./dirty.ts";
import { runPassChunk } from "./passes.ts";
import { tick } from "./tick.ts";

/** Marks are announced; this only bounds the wait when an announcement is lost with its connection. */
const idleMs = 1_000;

/**
 * Keeps derived values true until stopped. Marked accounts go first; passes over all accounts advance chunk by chunk
 * between ticks. Any number of workers may run, in any number of processes.
 */
export async function startEngine(app: App): Promise<() => Promise<void>> {
  let isStopped = false;
  let wake: () => void = () => {};
  // A mark announced while the loop is at work must not be slept over.
  let isMarked = false;
  const unsubscribe = await app.live.listen(dirtyChannel, () => {
    isMarked = true;
    wake();
  });
  const rest = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const loop = (async () => {
    while (!isStopped) {
      try {
        isMarked = false;
        const taken = await tick(app);
        if (taken > 0) continue;
        if (await runPassChunk(app)) continue;
        if (!isStopped && !isMarked) await rest(idleMs);
      } catch (error) {
        const level = isTransient(error) ? "warn" : "error";
        app.log[level]({ err: error }, "the live engine failed; trying again");
        if (!isStopped) await rest(idleMs);
      }
    }
  })();
  return async () => {
    isStopped = true;
    unsubscribe();
    wake();
    await loop;
  };
}

/** Recomputes until nothing is marked and no pass is open; for tests, imports that wait, and the command line. */
export async function drainEngine(app: App): Promise<void> {
  while ((await tick(app)) > 0 || (await runPassChunk(app)));
}
