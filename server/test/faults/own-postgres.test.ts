import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { runPerennial } from "../perennial-process.ts";
import { type SystemPostgres, startSystemPostgres } from "../system-postgres.ts";

// Whole processes on a machine that may be busy with others.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let postgres: SystemPostgres | undefined;
let dataDir: string;

beforeAll(async () => {
  postgres = await startSystemPostgres();
  dataDir = await mkdtemp(join(tmpdir(), "perennial-own-"));
});
afterAll(async () => {
  await postgres?.stop();
  await rm(dataDir, { recursive: true });
});

const run = (words: string[], url: string) =>
  runPerennial(words, { env: { DATA_DIR: dataDir, DATABASE_URL: url } });
const onDatabase = (url: string, name: string) => {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
};

async function createDatabase(url: string, name: string, options = ""): Promise<string> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(`CREATE DATABASE ${name} TEMPLATE template0 ${options}`);
  await client.end();
  return onDatabase(url, name);
}

test("runs on a PostgreSQL of one's own, starts no other, and backs up from one into another", async ({
  skip,
}) => {
  if (postgres === undefined) return skip("no PostgreSQL is installed on this system");
  const url = await createDatabase(postgres.url, "own");
  const server = run(["start"], url);
  const address = await server.ready();
  expect((await fetch(`${address}/readyz`)).status).toBe(200);
  expect(await readdir(dataDir)).toEqual(["secret"]);

  const file = join(dataDir, "own.backup");
  const backup = run(["backup", file], url);
  expect(await backup.ended).toBe(0);
  expect(backup.output()).toMatch(/\d+ rows of \d+ tables, read back and counted/);
  server.child.kill("SIGTERM");
  expect(await server.ended).toBe(0);

  const restore = run(["restore", file], await createDatabase(postgres.url, "copy"));
  expect(await restore.ended, restore.output()).toBe(0);
  const again = run(["doctor"], onDatabase(postgres.url, "copy"));
  await again.ended;
  expect(again.output()).toMatch(new RegExp(`database +PostgreSQL ${postgres.major}`));
  expect(again.output()).toMatch(/schema +up to date/);
});

test("says what to do when the database is absent, the password wrong or the encoding unfit", async ({
  skip,
}) => {
  if (postgres === undefined) return skip("no PostgreSQL is installed on this system");
  const wrongPassword = new URL(postgres.url);
  wrongPassword.password = "guess";
  const latin = await createDatabase(postgres.url, "latin", "ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'");
  for (const [url, advice] of [
    [onDatabase(postgres.url, "nowhere"), 'has no database "nowhere". Create it there: CREATE DATABASE'],
    [wrongPassword.href, "refuses the user or password in DATABASE_URL"],
    [latin, "is encoded in LATIN1. Create one with"],
  ] as const) {
    const server = run(["start"], url);
    expect(await server.ended).toBe(1);
    expect(server.output()).toContain(advice);
    expect(server.output()).not.toContain("guess");
  }
});

test("says what to do when the server at DATABASE_URL cannot be reached", async () => {
  const server = run(["start"], "postgresql://me:hunter2@127.0.0.1:1/own");
  expect(await server.ended).toBe(1);
  expect(server.output()).toMatch(
    /PostgreSQL at 127\.0\.0\.1:1 \(DATABASE_URL\) cannot be reached: .*Start it, correct DATABASE_URL/,
  );
  expect(server.output()).not.toContain("hunter2");
});
