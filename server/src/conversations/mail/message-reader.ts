import { createWorkerPool, WorkerError } from "../../kernel/worker-pool.ts";
import type { IncomingMessage, ReadOptions } from "./incoming-message.ts";
import { readHeadersOnly } from "./read-message.ts";

export type MessageReader = {
  /**
   * Reads a message in a worker thread. A message is never lost: one whose quotes cannot be folded in time is read
   * unfolded, one that cannot be read at all keeps its headers and carries its bytes as `message.eml`.
   */
  read: (raw: Uint8Array) => Promise<IncomingMessage>;
  close: () => Promise<void>;
};

/** Opens a reader; threads start with the first message. */
export function createMessageReader({ timeoutMs = 4_000, heapMb = 256, threads = 1 } = {}): MessageReader {
  const script = new URL("./message-worker.ts", import.meta.url);
  const pool = createWorkerPool<{ raw: Uint8Array; options: ReadOptions }, IncomingMessage>({
    script,
    threads,
    timeoutMs,
    heapMb,
  });
  return {
    async read(raw) {
      let reason = "";
      for (const foldsQuotes of [true, false]) {
        try {
          return await pool.run({ raw, options: { foldsQuotes } });
        } catch (error) {
          if (!(error instanceof WorkerError) || error.failure === "closed") throw error;
          reason = error.message;
        }
      }
      return readHeadersOnly(raw, reason);
    },
    close: pool.close,
  };
}
