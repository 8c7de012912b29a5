import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import { isTransient } from "../kernel/database/transient.ts";
import { dirtyChannel } from "./dirty.ts";
import { runPassChunk } from "./passes.ts";
import { createPatience } from "./set-aside.ts";
import { tick } from "./tick.ts";

/** Marks are announced; this only bounds the wait when an announcement is lost with its connection. */
const idleMs = 1_000;
const heldElsewhereMs = 20;

/** So often something may fail in a row before it is left to rest between: as often as the one account at fault takes to be found. */
const failuresInRow = 12;

/** What a worker looks for when it has nothing to do; true when it found something. */
type Work = () => Promise<boolean>;

/**
 * Keeps derived values true until stopped, in two sessions: one in which marked accounts go first, and one in which passes over
 * all accounts do, so that neither waits for the other, and either alone has both. Any number of workers may run, in any number
 * of processes.
 */
export async function startEngine(app: App): Promise<() => Promise<void>> {
  const patience = createPatience(app);
  const stops = await Promise.all([
    startLoop(app, async () => (await patience.tick()) || (await patience.passChunk())),
    startLoop(app, async () => (await patience.passChunk()) || (await patience.tick())),
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
  let failures = 0;
  const loop = (async () => {
    while (!isStopped) {
      try {
        isMarked = false;
        const isFound = await work();
        failures = 0;
        if (isFound) continue;
        if (!isStopped && !isMarked) await rest(idleMs);
      } catch (error) {
        failures += 1;
        const isPassing = isTransient(error);
        const isRested = isPassing || failures >= failuresInRow;
        app.log[isRested && !isPassing ? "error" : "warn"](
          { err: error },
          "the live engine failed; trying again",
        );
        if (isRested && !isStopped) await rest(idleMs);
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
 * Recomputes until nothing is marked and no pass is open, in so many sessions at once; for the sample company, tests, and the
 * command line. What another worker holds is waited for, so that the values read afterwards are those of the facts before.
 */
export async function drainEngine(app: App, sessions = 1): Promise<void> {
  const drain = async () => {
    do {
      while ((await tick(app)) > 0 || (await runPassChunk(app)));
    } while (await isHeldElsewhere(app));
  };
  await Promise.all(Array.from({ length: sessions }, drain));
}

/** Whether anything is still to be computed; when so, after a moment in which its holder may have ended. */
async function isHeldElsewhere(app: App): Promise<boolean> {
  const { rows } = await sql<{ is_open: boolean }>`
    select exists (select from dirty_accounts m join account_derived d on d.account_id = m.account_id)
        or exists (select from engine_passes where finished_at is null) as is_open
  `.execute(app.db);
  if (!rows[0]?.is_open) return false;
  await sleep(heldElsewhereMs);
  return true;
}
