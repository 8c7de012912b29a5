import pg from "pg";
import type { Config } from "./config.ts";
import { useEmbeddedPostgres } from "./kernel/database/embedded-postgres.ts";
import { clientConfig } from "./kernel/database/pool.ts";
import { StartupError } from "./kernel/database/startup-error.ts";
import type { Logger } from "./kernel/log.ts";

export type OpenDatabase = {
  url: string;
  isEmbedded: boolean;
  /** Lets go of it; the embedded one stops when nobody else uses it. */
  close: () => Promise<void>;
};

const OLDEST_VERSION = 15;

/**
 * The database of this installation: the one at DATABASE_URL, checked, or the embedded one, started when nothing runs
 * it. Throws `StartupError` with what to do.
 */
export async function openDatabase(config: Config, log: Logger): Promise<OpenDatabase> {
  if (config.databaseUrl !== undefined) {
    await checkServer(config.databaseUrl);
    return { url: config.databaseUrl, isEmbedded: false, close: async () => undefined };
  }
  const server = await useEmbeddedPostgres({
    dataDir: config.dataDir,
    onRestart: (error) => {
      if (error === undefined) log.warn("PostgreSQL had died and was started again");
      else log.error({ err: error }, "PostgreSQL has died and does not start again; trying on");
    },
  });
  return { url: server.url, isEmbedded: true, close: server.release };
}

async function checkServer(url: string): Promise<void> {
  const client = new pg.Client(clientConfig(url));
  try {
    await client.connect();
    const { rows } = await client.query<{ version: number; encoding: string }>(
      "SELECT current_setting('server_version_num')::int / 10000 AS version, current_setting('server_encoding') AS encoding",
    );
    const { version = 0, encoding = "" } = rows[0] ?? {};
    if (version < OLDEST_VERSION) {
      throw new StartupError(
        `DATABASE_URL leads to PostgreSQL ${version}; Perennial needs ${OLDEST_VERSION} or newer. Upgrade that server, or leave DATABASE_URL away to use the embedded one.`,
      );
    }
    if (encoding !== "UTF8") {
      throw new StartupError(
        `The database at DATABASE_URL is encoded in ${encoding}. Create one with: CREATE DATABASE perennial ENCODING 'UTF8' TEMPLATE template0;`,
      );
    }
  } catch (error) {
    throw error instanceof StartupError ? error : new StartupError(adviceFor(url, error), { cause: error });
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The address without its password, and what the refusal means. */
function adviceFor(url: string, error: unknown): string {
  const address = new URL(url);
  const where = `${address.hostname || "localhost"}:${address.port || "5432"}`;
  const code = error instanceof Error && "code" in error ? error.code : "";
  if (code === "28P01" || code === "28000") {
    return `PostgreSQL at ${where} refuses the user or password in DATABASE_URL. Correct them, or create the user there.`;
  }
  if (code === "3D000") {
    const name = decodeURIComponent(address.pathname.slice(1));
    return `PostgreSQL at ${where} has no database "${name}". Create it there: CREATE DATABASE "${name}" ENCODING 'UTF8' TEMPLATE template0;`;
  }
  const reason = error instanceof Error ? error.message || String(code) : String(error);
  return `PostgreSQL at ${where} (DATABASE_URL) cannot be reached: ${reason}. Start it, correct DATABASE_URL, or leave DATABASE_URL away to use the embedded one.`;
}
