import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../../test/database.ts";
import { migrate } from "../migrate.ts";
import { restoreBackup } from "./restore-backup.ts";
import { writeBackup } from "./write-backup.ts";

const now = Temporal.Instant.from("2026-11-23T07:00:00Z");
let source: TestDatabase;
let target: TestDatabase;
let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "perennial-backup-"));
  file = join(folder, "friday.backup");
  source = await createTestDatabase({ isEmpty: true });
  target = await createTestDatabase({ isEmpty: true });
  await writeFile(
    join(folder, "0001_trees.sql"),
    `CREATE TABLE tree (id uuid NOT NULL, parent_id uuid, name text NOT NULL, height numeric(12,4), planted_on date,
       felled_at timestamptz, rings jsonb NOT NULL DEFAULT '{}', photo bytea, tags text[],
       label text GENERATED ALWAYS AS (name || '!') STORED);
     ALTER TABLE tree ADD CONSTRAINT tree_pkey PRIMARY KEY (id);
     ALTER TABLE tree ADD CONSTRAINT tree_parent FOREIGN KEY (parent_id) REFERENCES tree (id);
     CREATE TABLE visit (number bigint GENERATED ALWAYS AS IDENTITY, tree_id uuid NOT NULL, at timestamptz NOT NULL)
       PARTITION BY RANGE (at);
     ALTER TABLE visit ADD CONSTRAINT visit_tree FOREIGN KEY (tree_id) REFERENCES tree (id);
     CREATE TABLE setting (name text CONSTRAINT setting_pkey PRIMARY KEY, value text NOT NULL);
     INSERT INTO setting VALUES ('colour', 'as shipped');`,
  );
  await migrate({ url: source.url, folder, now });
  // What the running product adds by itself: a month's partition, a column and its index, a table.
  await source.pool.query(`
    CREATE TABLE visit_2026_11 PARTITION OF visit FOR VALUES FROM ('2026-11-01Z') TO ('2026-12-01Z');
    ALTER TABLE tree ADD COLUMN "trait Größe" double precision;
    CREATE INDEX tree_size ON tree ("trait Größe");
    CREATE TABLE nest (id int NOT NULL, tree_id uuid NOT NULL);
    ALTER TABLE nest ADD CONSTRAINT nest_pkey PRIMARY KEY (id);
    ALTER TABLE nest ADD CONSTRAINT nest_tree FOREIGN KEY (tree_id) REFERENCES tree (id);
    UPDATE setting SET value = 'green';
    INSERT INTO tree (id, parent_id, name, height, planted_on, felled_at, rings, photo, tags, "trait Größe") VALUES
      ('00000000-0000-7000-8000-000000000002', NULL, E'tab\\t, back\\\\slash, line\\nend, \\\\N and “ü”', 12345678.1234,
       '1900-02-28', '2026-11-23 07:33:41.123456+00', '{"a": [1, null, "\\\\u00e9"]}', '\\x00ff0a', '{"a,b",NULL}', 0.1),
      ('00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002', '', NULL, NULL, NULL, '{}', '', '{}', 'NaN');
    INSERT INTO visit (tree_id, at)
      SELECT '00000000-0000-7000-8000-000000000001', timestamptz '2026-11-01Z' + n * interval '1 minute'
      FROM generate_series(0, 4999) n;
    INSERT INTO nest VALUES (7, '00000000-0000-7000-8000-000000000002');`);
});

afterEach(async () => {
  await source.close();
  await target.close();
  await rm(folder, { recursive: true });
});

const contentOf = async ({ pool }: TestDatabase) => {
  const all: Record<string, unknown> = {};
  for (const table of ["tree", "visit", "setting", "nest"]) {
    all[table] = (await pool.query(`SELECT t::text AS row FROM ${table} t ORDER BY 1`)).rows;
  }
  all.schema = (
    await pool.query(`
      SELECT conrelid::regclass::text AS table, conname AS name, pg_get_constraintdef(oid) AS definition
      FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
      UNION ALL SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2, 3`)
  ).rows;
  return all;
};
const restore = () => restoreBackup({ url: target.url, file, migrationsFolder: folder, now });

test("what is restored is what was backed up, to the last character, with what the product itself had made", async () => {
  expect(await writeBackup(source.url, file, now)).toEqual({ tableCount: 4, rowCount: 5004 });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await restore()).toEqual({ tableCount: 4, rowCount: 5004 });
  expect(await contentOf(target)).toEqual(await contentOf(source));
  const { rows } = await target.pool.query(
    "INSERT INTO visit (tree_id, at) VALUES ('00000000-0000-7000-8000-000000000001', '2026-11-30Z') RETURNING number",
  );
  expect(rows).toEqual([{ number: 5001 }]);
});

test("an older release's backup is restored by a newer one, and migrated on", async () => {
  await writeBackup(source.url, file, now);
  await writeFile(
    join(folder, "0002_bark.sql"),
    "ALTER TABLE tree ADD COLUMN bark text NOT NULL DEFAULT 'rough'",
  );
  await restore();
  const { rows } = await target.pool.query("SELECT DISTINCT bark FROM tree");
  expect(rows).toEqual([{ bark: "rough" }]);
});

test("shows one instant, although others write meanwhile", async () => {
  const client = await source.pool.connect();
  await client.query("BEGIN");
  await client.query("INSERT INTO nest VALUES (8, '00000000-0000-7000-8000-000000000002')");
  const summary = await writeBackup(source.url, file, now);
  await client.query("COMMIT");
  client.release();
  expect(summary.rowCount).toBe(5004);
});

test("refuses a database that is not empty, and leaves it alone", async () => {
  await writeBackup(source.url, file, now);
  await target.pool.query("CREATE TABLE mine AS SELECT 1 AS one");
  await expect(restore()).rejects.toThrow(/not empty.*DATA_DIR=NEW_FOLDER/);
  expect((await target.pool.query("SELECT one FROM mine")).rows).toEqual([{ one: 1 }]);
});

test("refuses a damaged file, one cut short, one of something else, and leaves the database empty", async () => {
  await writeBackup(source.url, file, now);
  const whole = await readFile(file);
  const damaged = Buffer.from(whole);
  const middle = Math.floor(whole.length / 2);
  damaged.writeUInt8(damaged.readUInt8(middle) ^ 0xff, middle);
  for (const content of [damaged, whole.subarray(0, whole.length - 40), Buffer.from("PK\u0003\u0004")]) {
    await writeFile(file, content);
    await expect(restore()).rejects.toThrow(/Take another backup file/);
  }
  const { rowCount } = await target.pool.query("SELECT 1 FROM pg_tables WHERE schemaname = 'public'");
  expect(rowCount).toBe(0);
});

test("refuses a backup of a newer release", async () => {
  await writeBackup(source.url, file, now);
  await rm(join(folder, "0001_trees.sql"));
  await expect(restore()).rejects.toThrow(/made by a release with migration 0001_trees\.sql/);
});
