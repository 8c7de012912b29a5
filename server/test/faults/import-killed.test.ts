import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestApp, testApp } from "../app.ts";
import { type PerennialProcess, runPerennial } from "../perennial-process.ts";

let t: TestApp;
let folder: string;
beforeAll(async () => {
  t = await testApp();
  folder = await mkdtemp(join(tmpdir(), "perennial-import-"));
});
afterAll(async () => {
  await t.close();
  await rm(folder, { recursive: true });
});

const rows = 6000;

const importing = (file: string): PerennialProcess =>
  runPerennial(["import", "accounts", file, "--source", "killed", "--rejects", join(folder, "rejects.csv")], {
    env: { DATABASE_URL: t.url, DATA_DIR: folder, LOG_LEVEL: "warn" },
  });

const linesTaken = async (): Promise<number> => {
  const { rows: found } = await sql<{ next_line: number }>`select next_line from imports`.execute(t.db);
  return found[0]?.next_line ?? 0;
};

test("killed in its middle, the same command goes on and ends without a row twice or left out", {
  timeout: 300_000,
}, async () => {
  const file = join(folder, "accounts.csv");
  const lines = Array.from({ length: rows }, (_, at) => `K-${at},Kestrel ${at},${at === 4000 ? "many" : at}`);
  await writeFile(file, `id,name,employees\n${lines.join("\n")}\n`);
  const first = importing(file);
  while ((await linesTaken()) < 1000) await sleep(20);
  first.child.kill("SIGKILL");
  expect(await first.ended).toBe(-1);
  const taken = await linesTaken();
  expect(taken).toBeLessThan(rows);
  // What a batch wrote and the line it came to were committed together.
  const { rows: made } = await sql<{ count: number }>`select count(*)::int as count from accounts`.execute(
    t.db,
  );
  expect(made[0]?.count).toBe(taken - 2);

  const second = importing(file);
  expect(await second.ended).toBe(3);
  expect(second.output()).toContain(`at line ${taken}`);
  expect(second.output()).toContain(`lines: ${rows + 1} read, ${rows} accepted, 1 rejected`);
  expect(second.output()).toContain(`imported ${rows - 1} created, 0 updated, 0 unchanged, 1 rejected`);
  const { rows: names } = await sql<{ all: number; distinct: number }>`
    select count(*)::int as all, count(distinct name)::int as distinct from accounts
  `.execute(t.db);
  expect(names[0]).toEqual({ all: rows - 1, distinct: rows - 1 });

  const third = importing(file);
  expect(await third.ended).toBe(3);
  expect(third.output()).toContain(`imported 0 created, 0 updated, ${rows - 1} unchanged, 1 rejected`);
});
