import type { App } from "../kernel/app.ts";
import { isTransient } from "../kernel/database/transient.ts";
import { dirtyChannel } from "./dirty.ts";
import { runPassChunk } from "./passes.ts";
import { tick } from "./tick.ts";

/** Marks are announced; this only bounds the wait when an announcement is lost with its connection. */
const idleMs = 1_000;

/** What a worker looks for when it has nothing to do; true when it found something. */
type Work = (app: App) => Promise<boolean>;

/**
 * Keeps derived values true until stopped, in two sessions: one in which marked accounts go first, and one in which passes over
 * all accounts do, so that neither waits for the other, and either alone has both. Any number of workers may run, in any number
 * of processes.
 */
export async function startEngine(app: App): Promise<() => Promise<void>> {
  const stops = await Promise.all([
    startLoop(app, async () => (await tick(app)) > 0 || (await runPassChunk(app))),
    startLoop(app, async () => (await runPassChunk(app)) || (await tick(app)) > 0),
  ]);
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}

async function startLoop(app: App, work: Work): Promise<() => Promise<void>> {
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
        if (await work(app)) continue;
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

/**
 * Recomputes until nothing is marked and no pass is open, in so many sessions at once; for tests, imports that wait, and the
 * command line.
 */
export async function drainEngine(app: App, sessions = 1): Promise<void> {
  const drain = async () => {
    while ((await tick(app)) > 0 || (await runPassChunk(app)));
  };
  await Promise.all(Array.from({ length: sessions }, drain));
}
