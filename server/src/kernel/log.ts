import { type Logger, pino } from "pino";

export type { Logger } from "pino";

/** The structured log. Values under these keys never reach it. */
export function createLog(level: string, destination?: pino.DestinationStream): Logger {
  const options = {
    level,
    base: null,
    redact: {
      paths: ["password", "token", "secret", "authorization", "cookie", "*.password", "*.token", "*.secret"],
      censor: "[redacted]",
    },
  };
  return destination ? pino(options, destination) : pino(options);
}
