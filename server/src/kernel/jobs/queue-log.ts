import { Logger as QueueLogger } from "graphile-worker";
import type { Logger } from "../log.ts";

/** The queue library's own messages in our log. Failures of jobs are logged where they happen, not here again. */
export function queueLog(log: Logger | undefined): QueueLogger {
  return new QueueLogger(() => (level, message, meta) => {
    if (!log || meta?.failure || meta?.success) return;
    if (level === "error") log.warn({ queue: true }, message);
    else log.debug({ queue: true }, message);
  });
}
