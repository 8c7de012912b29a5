import { execFileSync } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useEmbeddedPostgres } from "../../src/kernel/database/embedded-postgres.ts";
import { createPool } from "../../src/kernel/database/pool.ts";
import { type PerennialProcess, postmasterPid, runPerennial } from "../perennial-process.ts";

// Whole processes on a machine that may be busy with others.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let dataDir: string;
const running = new Set<PerennialProcess>();

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "perennial-start-"));
});

afterEach(async () => {
  for (const { child, ended } of running) {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
    await ended;
  }
  running.clear();
  // What a test killed with -9 left running is stopped by whoever uses it last.
  if (postmasterPid(dataDir) !== undefined) await (await useEmbeddedPostgres({ dataDir })).release();
  await rm(dataDir, { recursive: true, force: true });
});

function run(
  words: string[],
  env: Record<string, string> = {},
  more: { node?: string; uid?: number; viaNpm?: boolean } = {},
) {
  const started = runPerennial(words, { env: { DATA_DIR: dataDir, ...env }, ...more });
  running.add(started);
  return started;
}

async function query(sql: string): Promise<unknown[]> {
  const server = await useEmbeddedPostgres({ dataDir });
  const pool = createPool(server.url, { max: 1 });
  try {
    return (await pool.query(sql)).rows;
  } finally {
    await pool.end();
    await server.release();
  }
}

const isReady = async (address: string) => (await fetch(`${address}/readyz`)).status === 200;

test("runs twice beside itself with another DATA_DIR and PORT, and stops on SIGTERM without leaving a process", async () => {
  const otherDir = await mkdtemp(join(tmpdir(), "perennial-start-"));
  const first = run(["start"]);
  const second = run(["start"], { DATA_DIR: otherDir });
  const [address, otherAddress] = await Promise.all([first.ready(), second.ready()]);
  expect(address).not.toBe(otherAddress);
  expect(await isReady(address)).toBe(true);
  expect(await isReady(otherAddress)).toBe(true);
  first.child.kill("SIGTERM");
  expect(await first.ended).toBe(0);
  expect(postmasterPid(dataDir)).toBe(undefined);
  expect(await isReady(otherAddress)).toBe(true);
  second.child.kill("SIGTERM");
  expect(await second.ended).toBe(0);
  expect(postmasterPid(otherDir)).toBe(undefined);
  await rm(otherDir, { recursive: true });
});

test("Ctrl-C reaches the whole process group, once and again, and the database still stops last and clean", async () => {
  const server = run(["start"]);
  await server.ready();
  process.kill(-(server.child.pid ?? 0), "SIGINT");
  await sleep(20);
  process.kill(-(server.child.pid ?? 0), "SIGINT");
  expect(await server.ended).toBe(0);
  expect(postmasterPid(dataDir)).toBe(undefined);
  expect(server.output()).not.toMatch(/"level":(50|60)/);
  const log = execFileSync("sh", ["-c", `cat ${dataDir}/postgres/log/*.log`], { encoding: "utf8" });
  expect(log).toContain("database system is shut down");
});

test("after kill -9 the next start takes the database over, with what was committed", async () => {
  const server = run(["start"]);
  await server.ready();
  await query("CREATE TABLE kept AS SELECT 42 AS answer");
  server.child.kill("SIGKILL");
  await server.ended;
  const orphan = postmasterPid(dataDir);
  expect(orphan).toBeDefined();

  const next = run(["start"]);
  expect(await isReady(await next.ready())).toBe(true);
  expect(postmasterPid(dataDir)).toBe(orphan);
  expect(await query("SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
  next.child.kill("SIGTERM");
  expect(await next.ended).toBe(0);
  expect(postmasterPid(dataDir)).toBe(undefined);
});

test("when PostgreSQL is killed with -9 under it, the server starts it again and goes on", async () => {
  const server = run(["start"]);
  const address = await server.ready();
  process.kill(postmasterPid(dataDir) ?? 0, "SIGKILL");
  const isHealed = async () =>
    server.output().includes("PostgreSQL had died and was started again") && (await isReady(address));
  let healed = false;
  for (let waited = 0; !healed && waited < 30_000; waited += 250) {
    await sleep(250);
    healed = await isHealed();
  }
  expect(healed).toBe(true);
  expect(server.child.exitCode).toBe(null);
});

test("a command works while the server runs and leaves its database running", async () => {
  const server = run(["start"]);
  const address = await server.ready();
  const pid = postmasterPid(dataDir);
  const migrate = run(["migrate"]);
  expect(await migrate.ended).toBe(0);
  expect(migrate.output()).toContain("The schema is up to date.");
  expect(postmasterPid(dataDir)).toBe(pid);
  expect(await isReady(address)).toBe(true);
});

test("says what to do when the port is taken", async () => {
  const squatter = createServer();
  await new Promise<void>((listening) => squatter.listen(0, "127.0.0.1", listening));
  const address = squatter.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  const server = run(["start"], { PORT: String(port) });
  expect(await server.ended).toBe(1);
  expect(server.output()).toContain(`Port ${port} is taken`);
  expect(server.output()).toContain(`PORT=${port + 1} npm start`);
  expect(postmasterPid(dataDir)).toBe(undefined);
  squatter.close();
});

test("says what to do when the data directory cannot be written", async () => {
  await chmod(dataDir, 0o555);
  const uid = process.getuid?.() === 0 ? 65_534 : undefined;
  const server = run(["start"], { DATA_DIR: join(dataDir, "inside") }, uid === undefined ? {} : { uid });
  expect(await server.ended).toBe(1);
  expect(server.output()).toMatch(/Cannot make the data directory .*choose another DATA_DIR/s);
  await chmod(dataDir, 0o755);
});

test("an ordinary user runs it too", async ({ skip }) => {
  if (process.getuid?.() !== 0) return skip("the other tests run as an ordinary user already");
  await chmod(dataDir, 0o777);
  const server = run(["start"], { DATA_DIR: join(dataDir, "inside"), HOME: dataDir }, { uid: 65_534 });
  expect(await isReady(await server.ready())).toBe(true);
  server.child.kill("SIGTERM");
  expect(await server.ended).toBe(0);
  expect(postmasterPid(join(dataDir, "inside"))).toBe(undefined);
});

test("stops when the launcher on an older Node is killed", async ({ skip }) => {
  const older = olderNode();
  if (older === undefined) return skip("no Node older than 26 is installed here");
  const server = run(["start"], {}, { node: older });
  const address = await server.ready();
  server.child.kill("SIGKILL");
  for (let waited = 0; postmasterPid(dataDir) !== undefined && waited < 10_000; waited += 100)
    await sleep(100);
  expect(postmasterPid(dataDir)).toBe(undefined);
  await expect(fetch(address)).rejects.toThrow();
});

test("goes on, and stops in order, when nobody reads its output any more", async () => {
  const server = run(["start"], { LOG_LEVEL: "trace" });
  const address = await server.ready();
  server.child.stdout?.destroy();
  server.child.stderr?.destroy();
  for (let request = 0; request < 3; request += 1) expect(await isReady(address)).toBe(true);
  server.child.kill("SIGTERM");
  const code = await new Promise((done) => server.child.on("exit", done));
  expect(code).toBe(0);
  expect(postmasterPid(dataDir)).toBe(undefined);
});

test.each(["SIGTERM", "SIGKILL"] as const)(
  "npm start ends with npm, also when npm gets %s",
  async (signal) => {
    const npm = run(["start"], { HOME: dataDir }, { viaNpm: true });
    const address = await npm.ready();
    npm.child.kill(signal);
    for (let waited = 0; postmasterPid(dataDir) !== undefined && waited < 10_000; waited += 100)
      await sleep(100);
    expect(postmasterPid(dataDir)).toBe(undefined);
    await expect(fetch(address)).rejects.toThrow();
  },
);

function olderNode(): string | undefined {
  for (const path of ["/usr/local/bin/node", "/usr/bin/node"]) {
    try {
      if (Number.parseInt(execFileSync(path, ["-p", "process.versions.node"], { encoding: "utf8" }), 10) < 26)
        return path;
    } catch {
      // Not there.
    }
  }
  return undefined;
}
