import { parentPort } from "node:worker_threads";

/**
 * The thread's side of a worker pool: answers each request with what `work` returns, or with the message of what it threw.
 * Only the message crosses over, never a stack.
 */
export function serveWorker<Request, Reply>(work: (request: Request) => Reply | Promise<Reply>): void {
  parentPort?.on("message", async (request: Request) => {
    try {
      const reply = await work(request);
      parentPort?.postMessage({ reply });
    } catch (error) {
      parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) });
    }
  });
  parentPort?.postMessage({ isReady: true });
}
