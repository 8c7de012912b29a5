import type { App } from "./app.ts";
import { isTransient } from "./database/transient.ts";

export type WokenLoop = {
  /** What is announced here (NOTIFY) ends a rest at once. */
  channel: string;
  /** The longest rest: bounds the wait for times that come and for announcements that were lost. */
  idleMs: number;
  /** What the log says when `work` fails; it is tried again after a rest. */
  failure: string;
  /** One turn; true when there may be more to do at once. */
  work(signal: AbortSignal): Promise<boolean>;
};

/** Works turn by turn, resting when there is nothing to do, until the function it gives back is called. */
export async function startWokenLoop(app: App, loop: WokenLoop): Promise<() => Promise<void>> {
  const stopping = new AbortController();
  let isWoken = false;
  let wake: () => void = () => {};
  const unsubscribe = await app.live.listen(loop.channel, () => {
    isWoken = true;
    wake();
  });
  const rest = () =>
    new Promise<void>((resolve) => {
      // Woken while it was busy: what came then may have come after its last look.
      const timer = setTimeout(resolve, isWoken ? 0 : loop.idleMs);
      isWoken = false;
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const ended = (async () => {
    while (!stopping.signal.aborted) {
      try {
        if (await loop.work(stopping.signal)) continue;
      } catch (error) {
        app.log[isTransient(error) ? "warn" : "error"]({ err: error }, loop.failure);
      }
      if (!stopping.signal.aborted) await rest();
    }
  })();
  return async () => {
    stopping.abort();
    unsubscribe();
    wake();
    await ended;
  };
}
