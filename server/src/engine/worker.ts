import type { App } from "../kernel/app.ts";
import { isTransient } from "../kernel/database/transient.ts";
import { startWokenLoop } from "../kernel/woken-loop.ts";
import { dirtyChannel } from "./dirty.ts";
import { createPatience } from "./set-aside.ts";

/** Marks are announced; this only bounds the wait when an announcement is lost with its connection. */
const idleMs = 1_000;

/** So often something may fail in a row before it is left to rest between: as often as the one account at fault takes to be found. */
const failuresInRow = 12;

/** What a session looks for when it has nothing to do; true when it found something. */
type Work = () => Promise<boolean>;

/**
 * Keeps derived values true until stopped, in three sessions: one for marked accounts alone, so that no change waits for a part of a
 * pass unless its account is in it; and two that also go through passes, neither beginning a part before it has looked for marked
 * accounts. Of these, one computes marked accounts for as long as there are any, the other goes on with passes between, so that
 * they come to their end under any load. Any number of workers may run, in any number of processes.
 */
export async function startEngine(app: App): Promise<() => Promise<void>> {
  const patience = createPatience(app);
  const stops = await Promise.all([
    startSession(app, () => patience.tick()),
    startSession(app, async () => (await patience.tick()) || (await patience.passPart())),
    startSession(app, async () => {
      const isTicked = await patience.tick();
      return (await patience.passPart()) || isTicked;
    }),
  ]);
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}

function startSession(app: App, work: Work): Promise<() => Promise<void>> {
  let failures = 0;
  return startWokenLoop(app, {
    channel: dirtyChannel,
    idleMs,
    failure: "the live engine failed; trying again after a rest",
    async work() {
      try {
        const isFound = await work();
        failures = 0;
        return isFound;
      } catch (error) {
        failures += 1;
        if (isTransient(error) || failures >= failuresInRow) throw error;
        app.log.warn({ err: error }, "the live engine failed; trying again with fewer accounts");
        return true;
      }
    },
  });
}
