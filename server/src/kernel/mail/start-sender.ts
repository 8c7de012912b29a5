import type { App } from "../app.ts";
import { defaultSenderOptions, type SenderOptions, sendDue } from "./sender.ts";

/** How often due times and lapsed leases are looked at when nothing wakes the sender. */
const LOOK_EVERY_MS = 1_000;

/**
 * Starts this process's sender; a committed `….queued` event wakes it at once. Any number of processes may run one.
 * @returns how to stop it: no new claim, what is being handed over is waited for
 */
export async function startSender(
  app: App,
  options: SenderOptions = defaultSenderOptions,
): Promise<() => Promise<void>> {
  const stopping = new AbortController();
  let isWoken = false;
  let wake = () => {};
  const unsubscribe = app.live.subscribe((changes) => {
    if (!changes.some((change) => change.name.endsWith(".queued"))) return;
    isWoken = true;
    wake();
  });
  const pause = () =>
    new Promise<void>((resolve) => {
      // Woken while it was busy: what was queued then may have come after its last look.
      const timer = setTimeout(resolve, isWoken ? 0 : LOOK_EVERY_MS);
      isWoken = false;
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const loop = async () => {
    while (!stopping.signal.aborted) {
      try {
        await sendDue(app, options, stopping.signal);
      } catch (error) {
        app.log.error({ err: error }, "the mail sender could not look for messages; it tries again");
      }
      if (!stopping.signal.aborted) await pause();
    }
  };
  const running = loop();
  return async () => {
    stopping.abort();
    unsubscribe();
    wake();
    await running;
  };
}
