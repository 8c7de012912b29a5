import { once } from "node:events";
import { finished } from "node:stream/promises";
import pg from "pg";
import { type CopyStreamQuery, from as copyFrom } from "pg-copy-streams";
import { migrate } from "../migrate.ts";
import { readMigrations } from "../migration-files.ts";
import { clientConfig } from "../pool.ts";
import { StartupError } from "../startup-error.ts";
import type { BackupHeader, Frame } from "./backup-format.ts";
import { copiedColumns, quoteName, readCatalog, type TableCatalog } from "./catalog.ts";
import { completeSchema, dropForeignKeys, restoreForeignKeys, restoreIdentities } from "./complete-schema.ts";
import { readBackup, verifyBackup } from "./verify-backup.ts";

export type RestoreOptions = { url: string; file: string; migrationsFolder: string; now: Temporal.Instant };

/**
 * Fills the empty database at `url` from a backup: the schema as the backup knew it, its rows in one transaction, their
 * counts compared, and then the migrations this release has beyond it. Throws `StartupError`.
 */
export async function restoreBackup(
  options: RestoreOptions,
): Promise<{ tableCount: number; rowCount: number }> {
  const { url, file, migrationsFolder, now } = options;
  const promised = await verifyBackup(file);
  const client = new pg.Client(
    clientConfig(url, { applicationName: "perennial restore", statementTimeoutMs: 0 }),
  );
  await client.connect();
  try {
    await refuseFilled(client);
    const parts = readBackup(file);
    const header = (await parts.next()).value as BackupHeader;
    const numbers = await numbersOf(header, migrationsFolder);
    await migrate({ url, folder: migrationsFolder, now, isWanted: ({ number }) => numbers.has(number) });
    await client.query("BEGIN");
    await completeSchema(client, header.tables);
    const tables = await readCatalog(client);
    await dropForeignKeys(client, tables);
    await emptyTables(client, tables);
    const rowCount = await copyRows(client, header.tables, parts as AsyncGenerator<Frame>);
    if (rowCount !== promised.rowCount)
      throw new StartupError(`${file} holds ${promised.rowCount} rows, but ${rowCount} arrived.`);
    await restoreForeignKeys(client, tables);
    await restoreIdentities(client, tables);
    await client.query("COMMIT");
    await client.query("ANALYZE");
  } finally {
    await client.end();
  }
  await migrate({ url, folder: migrationsFolder, now });
  return promised;
}

async function refuseFilled(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query("SELECT 1 FROM pg_tables WHERE schemaname = 'public' LIMIT 1");
  if (rowCount === 0) return;
  throw new StartupError(
    "This database is not empty, and a restore never overwrites. Stop Perennial and choose an empty place: DATA_DIR=NEW_FOLDER npx perennial restore FILE, or a DATABASE_URL with a new database.",
  );
}

/** The backup's migrations, each of which this release must have unchanged. */
async function numbersOf(header: BackupHeader, folder: string): Promise<Set<number>> {
  const known = new Map((await readMigrations(folder)).map((migration) => [migration.number, migration]));
  for (const { number, name, checksum } of header.migrations) {
    if (known.get(number)?.checksum !== checksum) {
      throw new StartupError(
        `The backup was made by a release with migration ${name}, which this one does not have. Restore it with that release or a newer one.`,
      );
    }
  }
  return new Set(header.migrations.map(({ number }) => number));
}

/** Migrations fill some tables; the backup has those rows too. */
async function emptyTables(client: pg.Client, tables: TableCatalog[]): Promise<void> {
  if (tables.length === 0) return;
  await client.query(`TRUNCATE ${tables.map((table) => quoteName(table.name)).join(", ")}`);
}

async function copyRows(
  client: pg.Client,
  tables: TableCatalog[],
  frames: AsyncGenerator<Frame>,
): Promise<number> {
  let total = 0;
  let at = 0;
  let stream: CopyStreamQuery | undefined;
  for await (const frame of frames) {
    const table = tables[at];
    if (frame.kind === "E" || table === undefined) break;
    stream ??= client.query(copyFrom(`COPY ${quoteName(table.name)} (${copiedColumns(table)}) FROM STDIN`));
    if (frame.kind === "D") {
      if (!stream.write(frame.rows)) await once(stream, "drain");
      continue;
    }
    stream.end();
    await finished(stream);
    if (stream.rowCount !== frame.rowCount) {
      throw new StartupError(
        `Table ${table.name} should have ${frame.rowCount} rows, but ${stream.rowCount} arrived.`,
      );
    }
    total += frame.rowCount;
    stream = undefined;
    at += 1;
  }
  return total;
}
