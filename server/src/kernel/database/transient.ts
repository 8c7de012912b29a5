import { setTimeout as sleep } from "node:timers/promises";

/** serialization_failure, deadlock_detected, lock_not_available: the transaction was rolled back and may simply be run again. */
const CONFLICTS = new Set(["40001", "40P01", "55P03"]);

/** A lock that was not had in the time it may be waited for; only definitions, which change tables, limit that time. */
const LOCK_NOT_AVAILABLE = "55P03";

/** The server or the way to it is gone for a while; what a running transaction did is not known. */
const OUTAGES = new Set([
  "57P01",
  "57P02",
  "57P03",
  "53300",
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
]);

function codeOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "";
}

/** PostgreSQL rolled the transaction back because of another one: running it again is safe. */
export function isConflict(error: unknown): boolean {
  return CONFLICTS.has(codeOf(error));
}

/** The failure passes by itself: a conflict, or a database that is restarting, full of connections or out of reach. */
export function isTransient(error: unknown): boolean {
  const code = codeOf(error);
  if (CONFLICTS.has(code) || OUTAGES.has(code) || code.startsWith("08")) return true;
  return (
    error instanceof Error &&
    /^(Connection terminated|timeout exceeded when trying to connect|Client (was closed|has encountered))/.test(
      error.message,
    )
  );
}

/**
 * Runs a whole transaction, and again when it lost against another one (serialization failure, deadlock), at most
 * `attempts` times with a growing, jittered pause. A lock that was not had is tried for longer, and left alone for a while between:
 * whoever queued behind the attempt goes on meanwhile. Lost connections are not retried: their commit may have happened.
 */
export async function retryConflicts<T>(
  run: () => Promise<T>,
  { attempts = 5, lockAttempts = 30, lockPauseMs = 1000 } = {},
): Promise<T> {
  let locksMissed = 0;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      const isLock = codeOf(error) === LOCK_NOT_AVAILABLE;
      if (isLock) locksMissed += 1;
      const isSpent = isLock ? locksMissed >= lockAttempts : attempt - locksMissed >= attempts;
      if (isSpent || !isConflict(error)) throw error;
      await sleep(
        isLock
          ? lockPauseMs * (0.5 + Math.random())
          : 2 ** (attempt - locksMissed) * 5 * (0.5 + Math.random()),
      );
    }
  }
}
