import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { StartupError } from "./startup-error.ts";

/**
 * Locks between processes that the operating system itself gives back when their holder dies, however it dies. Node has
 * no file locks of its own; SQLite's are reached through an empty database file that is never written.
 */
export type FileLock = { release: () => void };

const SQLITE_BUSY = 5;

function tryLock(path: string, statement: string): FileLock | undefined {
  const file = open(path);
  try {
    file.exec(statement);
    file.prepare("SELECT count(*) FROM sqlite_schema").get();
    return { release: () => file.close() };
  } catch (error) {
    file.close();
    if (error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY) return undefined;
    throw error;
  }
}

function open(path: string): DatabaseSync {
  try {
    return new DatabaseSync(path, { timeout: 0 });
  } catch (error) {
    throw new StartupError(
      `Cannot open ${path}. Run as the user who owns that folder, or choose another DATA_DIR.`,
      {
        cause: error,
      },
    );
  }
}

/** The exclusive lock, or undefined while anybody holds it in either way. */
export function tryExclusiveLock(path: string): FileLock | undefined {
  return tryLock(path, "BEGIN EXCLUSIVE");
}

/** A lock that many may hold at once; undefined while somebody holds it exclusively. */
export function trySharedLock(path: string): FileLock | undefined {
  return tryLock(path, "BEGIN");
}

/** Runs `work` while nobody else runs theirs on the same path, waiting for a turn as long as it takes. */
export async function withExclusiveLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  let lock = tryExclusiveLock(path);
  while (lock === undefined) {
    await sleep(50);
    lock = tryExclusiveLock(path);
  }
  try {
    return await work();
  } finally {
    lock.release();
  }
}
