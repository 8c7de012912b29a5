import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "../kernel/log.ts";

export type ClosingOrder = {
  /** Remembers how to close something that has just been opened; the last opened is closed first. */
  add: (name: string, close: () => Promise<unknown>, limitMs?: number) => void;
  /** Closes everything; one that fails or takes longer than its limit does not keep the others from closing. */
  closeAll: (hurry: AbortSignal) => Promise<void>;
};

/** Keeps what a process has opened, to close it in the opposite order. */
export function createClosingOrder(log: Logger): ClosingOrder {
  const opened: { name: string; close: () => Promise<unknown>; limitMs: number | undefined }[] = [];
  return {
    add: (name, close, limitMs) => opened.push({ name, close, limitMs }),
    async closeAll(hurry) {
      for (const { name, close, limitMs } of opened.splice(0).toReversed()) {
        const closed = close().catch((error: unknown) =>
          log.error({ err: error }, `could not close ${name}`),
        );
        if (limitMs === undefined) await closed;
        else if (!(await endsInTime(closed, limitMs, hurry)))
          log.warn(`${name} did not end in time; going on`);
      }
    },
  };
}

async function endsInTime(work: Promise<unknown>, limitMs: number, hurry: AbortSignal): Promise<boolean> {
  const stopWaiting = new AbortController();
  const signal = AbortSignal.any([hurry, stopWaiting.signal]);
  const late = sleep(limitMs, undefined, { signal }).catch(() => undefined);
  const isDone = await Promise.race([work.then(() => true), late.then(() => false)]);
  stopWaiting.abort();
  return isDone;
}
