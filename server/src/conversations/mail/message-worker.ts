/** Runs in a worker thread: reads mail that anybody may have sent. */
import { serveWorker } from "../../kernel/worker-thread.ts";
import type { IncomingMessage, ReadOptions } from "./incoming-message.ts";
import { readMessage } from "./read-message.ts";

serveWorker(
  ({ raw, options }: { raw: Uint8Array; options: ReadOptions }): Promise<IncomingMessage> =>
    readMessage(raw, options),
);
