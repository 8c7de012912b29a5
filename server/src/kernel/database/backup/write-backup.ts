import { createWriteStream } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { constants, createZstdCompress } from "node:zlib";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { clientConfig } from "../pool.ts";
import { type BackupHeader, encodeFrame, encodeHeader } from "./backup-format.ts";
import { copiedColumns, quoteName, readCatalog } from "./catalog.ts";
import { verifyBackup } from "./verify-backup.ts";

export type BackupSummary = { tableCount: number; rowCount: number };

/**
 * Writes everything in the database at `url`, as it stood at one instant, to `file`, while others go on working; then
 * reads the file back and compares its counts. The file appears under its name only when it is whole and on disk.
 */
export async function writeBackup(url: string, file: string, now: Temporal.Instant): Promise<BackupSummary> {
  const draft = `${file}.part`;
  const client = new pg.Client(
    clientConfig(url, { applicationName: "perennial backup", statementTimeoutMs: 0 }),
  );
  await client.connect();
  try {
    await client.query("SET idle_in_transaction_session_timeout = 0");
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const compress = createZstdCompress({ params: { [constants.ZSTD_c_checksumFlag]: 1 } });
    await pipeline(Readable.from(content(client, now)), compress, createWriteStream(draft, { mode: 0o600 }));
    await client.query("COMMIT");
    await syncToDisk(draft);
    const summary = await verifyBackup(draft);
    await rename(draft, file);
    return summary;
  } finally {
    await client.end();
    await rm(draft, { force: true });
  }
}

async function* content(client: pg.Client, now: Temporal.Instant): AsyncGenerator<Buffer> {
  const header = await readHeader(client, now);
  yield encodeHeader(header);
  let total = 0;
  for (const table of header.tables) {
    const columns = copiedColumns(table);
    const stream = client.query(copyTo(`COPY (SELECT ${columns} FROM ${quoteName(table.name)}) TO STDOUT`));
    for await (const rows of stream) yield encodeFrame({ kind: "D", rows });
    yield encodeFrame({ kind: "T", rowCount: stream.rowCount });
    total += stream.rowCount;
  }
  yield encodeFrame({ kind: "E", tableCount: header.tables.length, rowCount: total });
}

async function readHeader(client: pg.Client, now: Temporal.Instant): Promise<BackupHeader> {
  const version = await client.query<{ server_version: string }>("SHOW server_version");
  const migrations = await client.query<BackupHeader["migrations"][number]>(
    "SELECT number, name, checksum FROM schema_migration ORDER BY number",
  );
  return {
    createdAt: now.toString(),
    postgres: version.rows[0]?.server_version ?? "",
    migrations: migrations.rows,
    tables: await readCatalog(client),
  };
}

async function syncToDisk(path: string): Promise<void> {
  const handle = await open(path, "r+");
  await handle.sync();
  await handle.close();
}
