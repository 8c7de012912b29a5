import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type EmbeddedPostgres, useEmbeddedPostgres } from "./embedded-postgres.ts";
import { createPool } from "./pool.ts";
import { isPostgres } from "./postmaster.ts";

let dataDir: string;
const inUse = new Set<EmbeddedPostgres>();

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "perennial-embedded-"));
});

afterEach(async () => {
  for (const server of inUse) await server.release();
  inUse.clear();
  await rm(dataDir, { recursive: true, force: true });
});

const use = async () => {
  const server = await useEmbeddedPostgres({ dataDir, settings: { shared_buffers: "16MB" } });
  inUse.add(server);
  return server;
};
const release = async (server: EmbeddedPostgres) => {
  inUse.delete(server);
  await server.release();
};
const query = async (url: string, sql: string) => {
  const pool = createPool(url, { max: 1 });
  try {
    return (await pool.query(sql)).rows;
  } finally {
    await pool.end();
  }
};

test("several users share one server; the last to leave stops it; data stays", async () => {
  const [first, second] = await Promise.all([use(), use()]);
  expect(second.url).toBe(first.url);
  expect(second.pid()).toBe(first.pid());
  await query(first.url, "CREATE TABLE kept AS SELECT 42 AS answer");
  await release(first);
  expect(await query(second.url, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
  const pid = second.pid();
  await release(second);
  expect(isPostgres(pid)).toBe(false);

  const again = await use();
  expect(again.url).toBe(first.url);
  expect(await query(again.url, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
});

test("listens on loopback only, asks for the password, and keeps it from others", async () => {
  const server = await use();
  expect((await stat(join(dataDir, "postgres.password"))).mode & 0o777).toBe(0o600);
  const address = new URL(server.url);
  address.password = "guess";
  await expect(query(address.href, "SELECT 1")).rejects.toThrow(/password authentication failed/);
  const outside = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  for (const { address: host } of outside.filter(({ internal, family }) => !internal && family === "IPv4")) {
    expect(await canConnect(host, Number(address.port))).toBe(false);
  }
  expect(await query(server.url, "SHOW fsync")).toEqual([{ fsync: "on" }]);
  expect(await query(server.url, "SHOW synchronous_commit")).toEqual([{ synchronous_commit: "on" }]);
});

const canConnect = (host: string, port: number) =>
  new Promise<boolean>((done) => {
    const socket = connect({ host, port });
    socket.on("connect", () => socket.end(() => done(true))).on("error", () => done(false));
  });

test("a server killed with -9 is started again by itself, on the same address, with what was committed", async () => {
  const server = await use();
  await query(server.url, "CREATE TABLE kept AS SELECT 42 AS answer");
  const pid = server.pid();
  process.kill(pid, "SIGKILL");
  for (let waited = 0; server.pid() === pid && waited < 20_000; waited += 100) await sleep(100);
  expect(server.pid()).not.toBe(pid);
  expect(await query(server.url, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
});

test("a postmaster.pid whose number belongs to another program by now does not keep it from starting", async () => {
  const server = await use();
  const path = join(dataDir, "postgres/postmaster.pid");
  const content = await readFile(path, "utf8");
  await release(server);
  const other = execFileSync("sh", ["-c", "sleep 60 >/dev/null 2>&1 & echo $!"], { encoding: "utf8" }).trim();
  try {
    await writeFile(path, content.replace(/^\d+/, other));
    expect(await query((await use()).url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  } finally {
    process.kill(Number(other));
  }
});

test("a start that was killed half-way through making the cluster is begun anew", async () => {
  await mkdir(join(dataDir, "postgres.new"));
  await writeFile(join(dataDir, "postgres.new/PG_VERSION"), "18\n");
  expect(await query((await use()).url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
});

test("takes another port when the last one is in other hands", async () => {
  const first = await use();
  await release(first);
  const port = Number(new URL(first.url).port);
  const squatter = createServer();
  await new Promise<void>((listening) => squatter.listen(port, "127.0.0.1", listening));
  try {
    const second = await use();
    expect(new URL(second.url).port).not.toBe(String(port));
    expect(await query(second.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  } finally {
    squatter.close();
  }
});

test("refuses a directory of another major version, and one that holds something else, with what to do", async () => {
  await mkdir(join(dataDir, "postgres"));
  await writeFile(join(dataDir, "postgres/letters.txt"), "mine");
  await expect(use()).rejects.toThrow(/holds no PostgreSQL cluster.*Choose another DATA_DIR/);
  expect(await readFile(join(dataDir, "postgres/letters.txt"), "utf8")).toBe("mine");
  await writeFile(join(dataDir, "postgres/PG_VERSION"), "16\n");
  await expect(use()).rejects.toThrow(
    /made by PostgreSQL 16; this release brings PostgreSQL 18.*perennial backup FILE/,
  );
});
