import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../test/database.ts";
import { migrate, pendingMigrations } from "./migrate.ts";

const now = Temporal.Instant.from("2026-11-23T07:00:00Z");
let database: TestDatabase;
let folder: string;

beforeEach(async () => {
  database = await createTestDatabase({ isEmpty: true });
  folder = await mkdtemp(join(tmpdir(), "perennial-migrations-"));
  await write("0001_fruit.sql", "CREATE TABLE fruit (id int);\nINSERT INTO fruit VALUES (1);");
});

afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

const write = (file: string, sql: string) => writeFile(join(folder, file), sql);
const run = () => migrate({ url: database.url, folder, now });

test("applies what is pending, in order, once, with gaps and late numbers", async () => {
  await write("0300_colour.sql", "ALTER TABLE fruit ADD COLUMN colour text");
  expect(await pendingMigrations(database.url, folder)).toEqual(["0001_fruit.sql", "0300_colour.sql"]);
  expect(await run()).toEqual({ applied: ["0001_fruit.sql", "0300_colour.sql"], newer: [] });
  expect(await run()).toEqual({ applied: [], newer: [] });
  await write("0200_size.sql", "ALTER TABLE fruit ADD COLUMN size int");
  expect(await run()).toEqual({ applied: ["0200_size.sql"], newer: [] });
  const { rows } = await database.pool.query(
    "SELECT number, name, applied_at FROM schema_migration WHERE number = 1",
  );
  expect(rows).toEqual([{ number: 1, name: "0001_fruit.sql", applied_at: "2026-11-23T07:00:00Z" }]);
});

test("two processes at the same time apply each migration once", async () => {
  const results = await Promise.all([run(), run(), run()]);
  expect(results.flatMap((result) => result.applied)).toEqual(["0001_fruit.sql"]);
  expect((await database.pool.query("SELECT id FROM fruit")).rowCount).toBe(1);
});

test("a failing migration leaves nothing of itself, keeps its forerunners and names its line", async () => {
  await write("0002_broken.sql", "CREATE TABLE leaf (id int);\n\nSELECT nonsense;");
  await expect(run()).rejects.toThrow(/0002_broken\.sql failed at line 3: column "nonsense" does not exist/);
  const { rows } = await database.pool.query(
    "SELECT to_regclass('fruit') AS fruit, to_regclass('leaf') AS leaf",
  );
  expect(rows).toEqual([{ fruit: "fruit", leaf: null }]);
});

test("refuses an edited migration and a missing past one, and lets a newer release's be", async () => {
  await write("0002_leaf.sql", "CREATE TABLE leaf (id int)");
  await run();
  await write("0001_fruit.sql", "CREATE TABLE vegetable (id int)");
  await expect(run()).rejects.toThrow(/0001_fruit\.sql was edited/);
  await rm(join(folder, "0001_fruit.sql"));
  await expect(run()).rejects.toThrow(/0001_fruit\.sql, which is missing/);
  await write("0001_fruit.sql", "CREATE TABLE fruit (id int);\nINSERT INTO fruit VALUES (1);");
  await rm(join(folder, "0002_leaf.sql"));
  expect(await run()).toEqual({ applied: [], newer: ["0002_leaf.sql"] });
});

test("refuses two migrations of one number and a wrong name", async () => {
  await write("0001_herb.sql", "SELECT 1");
  await expect(run()).rejects.toThrow(/Two migrations have the number 1/);
  await rm(join(folder, "0001_herb.sql"));
  await write("2_herb.sql", "SELECT 1");
  await expect(run()).rejects.toThrow(/not named like a migration/);
});
