import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Config, repository } from "./config.ts";
import { installationSecret } from "./installation-secret.ts";
import { type App, createApp, systemContext } from "./kernel/app.ts";
import { createClock } from "./kernel/clock.ts";
import { migrate } from "./kernel/database/migrate.ts";
import { createPool } from "./kernel/database/pool.ts";
import { installJobQueue } from "./kernel/jobs/index.ts";
import type { Logger } from "./kernel/log.ts";
import { type OpenDatabase, openDatabase } from "./open-database.ts";
import { slices } from "./slices.ts";

export const migrationsFolder = resolve(repository, "server/db/migrations");

const POOL_LIMIT_MS = 5_000;

export type Installation = {
  app: App;
  /** Where the database is, for those that open connections of their own. */
  url: string;
  /** Ends the connections, then lets go of the database. */
  close: () => Promise<void>;
};

/** Database, migrations, application: what every process of Perennial begins with. Throws `StartupError`. */
export async function openInstallation(config: Config, log: Logger): Promise<Installation> {
  const database = await openDatabase(config, log);
  try {
    return await openApp(config, log, database);
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function openApp(config: Config, log: Logger, database: OpenDatabase): Promise<Installation> {
  const clock = createClock(config.startsAt);
  const { applied, newer } = await migrate({ url: database.url, folder: migrationsFolder, now: clock.now() });
  await installJobQueue(database.url, log);
  if (applied.length > 0) log.info({ applied }, "migrated the database");
  if (newer.length > 0) log.warn({ newer }, "a newer release has migrated this database");
  const pool = createPool(database.url, {
    onIdleError: (error) => log.warn({ reason: error.message }, "lost a connection to the database"),
  });
  const { publicUrl, dataDir, smtpUrl, imapUrl } = config;
  const app = createApp({
    pool,
    clock,
    log,
    slices,
    settings: {
      publicUrl,
      dataDir,
      secret: await installationSecret(config),
      ...(smtpUrl === undefined ? {} : { smtpUrl }),
      ...(imapUrl === undefined ? {} : { imapUrl }),
    },
  });
  const close = async () => {
    // A connection that is never given back must not keep the database from stopping.
    await Promise.race([pool.end(), sleep(POOL_LIMIT_MS, undefined, { ref: false })]);
    await database.close();
  };
  try {
    for (const slice of slices) await slice.ensureShipped?.(app, await systemContext(app, slice.name));
  } catch (error) {
    await pool.end();
    throw error;
  }
  return { app, url: database.url, close };
}
