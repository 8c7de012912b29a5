import type { Config } from "../config.ts";
import { createLog, type Logger } from "../kernel/log.ts";

/** The log goes to standard error, so that standard output holds only what a command answers. */
export function createOperatorLog(config: Config): Logger {
  return createLog(config.logLevel, { write: (line) => process.stderr.write(line) });
}
