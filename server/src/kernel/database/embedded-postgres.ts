import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { CLUSTER_ROLE, type Cluster, openCluster } from "./cluster.ts";
import { type FileLock, tryExclusiveLock, trySharedLock, withExclusiveLock } from "./file-lock.ts";
import { clientConfig } from "./pool.ts";
import {
  findPostmaster,
  isPostgres,
  type Postmaster,
  startPostmaster,
  stopPostmaster,
} from "./postmaster.ts";
import { StartupError } from "./startup-error.ts";
import { isTransient } from "./transient.ts";

export type EmbeddedPostgres = {
  /** Connects to Perennial's database, on loopback only. */
  url: string;
  pid: () => number;
  /** Gives it back; the last of all processes that use the data directory stops the server. Call once. */
  release: () => Promise<void>;
};

export type EmbeddedOptions = {
  dataDir: string;
  /** Further PostgreSQL settings for this start, such as `fsync: "off"` in tests. */
  settings?: Record<string, string>;
  /** Told when the server was found dead and has been started again, or could not be. */
  onRestart?: (error: unknown) => void;
};

const DATABASE = "perennial";

/**
 * PostgreSQL in `dataDir`: attached to when a process already runs it, else started (made, at the first time). The
 * server is a process of its own that outlives a killed one of ours; see `docs/decisions/0002-embedded-database.md`.
 * Throws `StartupError` with what to do.
 */
export async function useEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  await createDataDir(dataDir);
  const startLock = join(dataDir, "postgres.lock");
  const usersPath = join(dataDir, "postgres.users");

  const opened = await withExclusiveLock(startLock, async () => {
    const cluster = await openCluster(dataDir);
    const server = await startOrAttach(cluster, options);
    return { cluster, server, user: await joinUsers(usersPath) };
  });
  const { cluster, user } = opened;
  let { server } = opened;

  const watch = watchPostmaster(
    () => server.pid,
    async () => {
      await withExclusiveLock(startLock, async () => {
        server = await startOrAttach(cluster, { ...options, settings: { ...options.settings } });
      });
    },
    options.onRestart,
  );

  return {
    url: urlOf(cluster, server, DATABASE),
    pid: () => server.pid,
    async release() {
      await watch.stop();
      await withExclusiveLock(startLock, async () => {
        user.release();
        const alone = tryExclusiveLock(usersPath);
        if (alone === undefined) return;
        try {
          if (findPostmaster(cluster) !== undefined) await stopPostmaster(cluster);
        } finally {
          alone.release();
        }
      });
    },
  };
}

async function createDataDir(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o711 });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartupError(
      `Cannot make the data directory ${dataDir} (${reason}). Give the user you run as the right to write there, or choose another DATA_DIR.`,
      { cause: error },
    );
  }
}

async function startOrAttach(cluster: Cluster, { settings }: EmbeddedOptions): Promise<Postmaster> {
  const server = findPostmaster(cluster) ?? (await startPostmaster(cluster, settings));
  await createDatabaseOnce(urlOf(cluster, server, "postgres"));
  return server;
}

async function joinUsers(path: string): Promise<FileLock> {
  for (;;) {
    const lock = trySharedLock(path);
    if (lock !== undefined) return lock;
    await sleep(20);
  }
}

function urlOf(cluster: Cluster, { port }: Postmaster, database: string): string {
  return `postgresql://${CLUSTER_ROLE}:${cluster.password}@127.0.0.1:${port}/${database}`;
}

/** Waits for a server that is still recovering, then makes the database where it is absent. */
async function createDatabaseOnce(url: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const client = new pg.Client(clientConfig(url));
    try {
      await client.connect();
      const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [DATABASE]);
      if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
      return;
    } catch (error) {
      if (attempt >= 240 || !isTransient(error)) throw error;
      await sleep(250);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

/** Looks once a second whether the server is alive, and starts it again when something killed it. */
function watchPostmaster(
  pid: () => number,
  restart: () => Promise<void>,
  onRestart: ((error: unknown) => void) | undefined,
): { stop: () => Promise<void> } {
  let running = Promise.resolve();
  let busy = false;
  const timer = setInterval(() => {
    if (busy || isPostgres(pid())) return;
    busy = true;
    running = restart()
      .then(() => onRestart?.(undefined), onRestart)
      .finally(() => {
        busy = false;
      });
  }, 1000).unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
