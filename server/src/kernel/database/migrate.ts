import pg from "pg";
import { type Migration, readMigrations } from "./migration-files.ts";
import { clientConfig } from "./pool.ts";
import { StartupError } from "./startup-error.ts";

export type MigrateOptions = {
  url: string;
  folder: string;
  /** Written beside each applied migration. */
  now: Temporal.Instant;
  onApplied?: (migration: Migration) => void;
  /** Applies only these of the pending ones; all unless told. */
  isWanted?: (migration: Migration) => boolean;
};

export type MigrateResult = {
  applied: string[];
  /** Migrations the database has and this release does not know: a newer release has been here. */
  newer: string[];
};

type Recorded = { number: number; name: string; checksum: string };

/** Chosen once; two processes that migrate at the same time wait for each other on it. */
const MIGRATION_LOCK = 8_702_111_904;

/**
 * Brings the database forward to the newest migration in `folder`, each in a transaction of its own together with its
 * record. Safe to run from several processes at once. Throws `StartupError` when a past migration was edited or is
 * missing, or when one fails (what came before it stays applied).
 */
export async function migrate({
  url,
  folder,
  now,
  onApplied,
  isWanted,
}: MigrateOptions): Promise<MigrateResult> {
  const migrations = await readMigrations(folder);
  const client = new pg.Client(
    clientConfig(url, { applicationName: "perennial migrate", statementTimeoutMs: 0 }),
  );
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK]);
    await createRecords(client);
    const recorded = await client.query<Recorded>("SELECT number, name, checksum FROM schema_migration");
    const { pending: all, newer } = compare(migrations, recorded.rows);
    const pending = isWanted === undefined ? all : all.filter(isWanted);
    for (const migration of pending) {
      await apply(client, migration, now);
      onApplied?.(migration);
    }
    return { applied: pending.map((migration) => migration.file), newer };
  } finally {
    await client.end();
  }
}

/** What `migrate` would apply to the database at `url`, without touching it. Throws as `migrate` does. */
export async function pendingMigrations(url: string, folder: string): Promise<string[]> {
  const migrations = await readMigrations(folder);
  const client = new pg.Client(clientConfig(url, { applicationName: "perennial migrate" }));
  await client.connect();
  try {
    const table = await client.query<{ exists: boolean }>(
      "SELECT to_regclass('schema_migration') IS NOT NULL AS exists",
    );
    const recorded = table.rows[0]?.exists
      ? (await client.query<Recorded>("SELECT number, name, checksum FROM schema_migration")).rows
      : [];
    return compare(migrations, recorded).pending.map((migration) => migration.file);
  } finally {
    await client.end();
  }
}

async function createRecords(client: pg.Client): Promise<void> {
  await client.query(`CREATE TABLE IF NOT EXISTS schema_migration (
    number integer CONSTRAINT schema_migration_pkey PRIMARY KEY,
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamptz NOT NULL
  )`);
}

function compare(migrations: Migration[], recorded: Recorded[]): { pending: Migration[]; newer: string[] } {
  const byNumber = new Map(migrations.map((migration) => [migration.number, migration]));
  const newest = Math.max(0, ...byNumber.keys());
  const newer: string[] = [];
  for (const row of recorded.toSorted((a, b) => a.number - b.number)) {
    const migration = byNumber.get(row.number);
    if (migration === undefined && row.number > newest) {
      newer.push(row.name);
    } else if (migration === undefined) {
      throw new StartupError(
        `The database has migration ${row.name}, which is missing from this release although it is older than its newest. Install a complete release, or restore a backup made by this one.`,
      );
    } else if (migration.checksum !== row.checksum) {
      throw new StartupError(
        `Migration ${migration.file} was edited after it had been applied to this database. Put its original text back and write a new migration for the change.`,
      );
    }
    byNumber.delete(row.number);
  }
  return { pending: migrations.filter((migration) => byNumber.has(migration.number)), newer };
}

async function apply(client: pg.Client, migration: Migration, now: Temporal.Instant): Promise<void> {
  try {
    await client.query("BEGIN");
    await client.query(migration.sql);
    await client.query(
      "INSERT INTO schema_migration (number, name, checksum, applied_at) VALUES ($1, $2, $3, $4)",
      [migration.number, migration.file, migration.checksum, now.toString()],
    );
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw new StartupError(
      `Migration ${migration.file} failed${placeOf(error, migration.sql)}: ${messageOf(error)}`,
      {
        cause: error,
      },
    );
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function placeOf(error: unknown, sql: string): string {
  if (!(error instanceof pg.DatabaseError) || error.position === undefined) return "";
  return ` at line ${sql.slice(0, Number(error.position)).split("\n").length}`;
}
