import { tmpdir } from "node:os";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type TestApp, testApp } from "../../../test/app.ts";
import { type EngineWorkers, engineWorkers } from "../../../test/engine-workers.ts";
import { signInAs } from "../../../test/people.ts";
import { authenticate } from "../../people/index.ts";
import { slices } from "../../slices.ts";
import { type App, createApp } from "../app.ts";
import { createPool } from "../database/pool.ts";
import { createLog } from "../log.ts";
import { buildServer } from "./server.ts";

// Two servers and two workers in a process of their own each: open pages hear of everything, whoever did it, and are told when they may have missed
// something.

type Server = { app: App; address: string; close: () => Promise<void> };

let t: TestApp;
let workers: EngineWorkers;
let servers: [Server, Server];
let cookie: string;
beforeAll(async () => {
  t = await testApp();
  workers = engineWorkers(t);
  servers = await Promise.all([startServer("server one"), startServer("server two")]);
  await Promise.all([workers.start(), workers.start()]);
  ({ cookie } = await signInAs(t, { name: "Mia", role: "administrator" }));
}, 60_000);
afterAll(async () => {
  await workers.stop();
  await Promise.all(servers.map((server) => server.close()));
  await t.close();
});

async function startServer(applicationName: string): Promise<Server> {
  const pool = createPool(t.url, { max: 5, applicationName });
  const { publicUrl, secret } = t.app.settings;
  const settings = { publicUrl, secret, dataDir: tmpdir() };
  const app = createApp({ pool, clock: t.clock, log: createLog("silent"), settings, slices });
  await app.live.start();
  const server = await buildServer(app, authenticate(app));
  const address = await server.listen({ port: 0 });
  return {
    app,
    address,
    async close() {
      await server.close();
      await app.live.stop();
      await pool.end();
    },
  };
}

/** An open page: what it was told so far. */
async function openPage(server: Server): Promise<{ told: () => string; ended: Promise<void> }> {
  const answer = await fetch(`${server.address}/api/v1/changes/stream`, { headers: { cookie } });
  expect(answer.status).toBe(200);
  let told = "";
  const ended = (async () => {
    for await (const text of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) told += text;
  })();
  await vi.waitFor(() => expect(told).toContain("ready"));
  return { told: () => told, ended };
}

async function createAccount(server: Server, name: string): Promise<string> {
  const answer = await fetch(`${server.address}/api/v1/accounts`, {
    method: "POST",
    headers: { cookie, "x-perennial-csrf": "1", "content-type": "application/json" },
    body: JSON.stringify({ name }),
  });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { id: string }).id;
}

it("tells the pages of every server what another server wrote and a worker worked out", async () => {
  const pages = await Promise.all(servers.map(openPage));
  const id = await createAccount(servers[0], "Kestrel");
  await vi.waitFor(
    () => {
      for (const page of pages) {
        expect(page.told()).toContain(`"account.created","object":"account","objectId":"${id}"`);
        expect(page.told()).toContain(`"account.recomputed","object":"account","objectId":"${id}"`);
      }
    },
    { timeout: 10_000 },
  );
}, 30_000);

it("tells pages that something may have been missed when its own listening broke, and goes on telling", async () => {
  const [one, two] = await Promise.all(servers.map(openPage));
  const { rows } = await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
     where application_name = 'server two' and datname = current_database() and query like 'listen %'
  `.execute(t.db);
  expect(rows).toHaveLength(1);
  const unheard = await createAccount(servers[0], "Unheard");
  await vi.waitFor(() => expect(two?.told()).toContain("event: missed"), { timeout: 10_000 });
  expect(one?.told()).not.toContain("event: missed");
  // Reading anew after that finds what went unheard.
  const read = await fetch(`${servers[1].address}/api/v1/accounts/${unheard}`, { headers: { cookie } });
  expect(read.status).toBe(200);
  const heard = await createAccount(servers[0], "Heard");
  await vi.waitFor(() => expect(two?.told()).toContain(heard), { timeout: 10_000 });
}, 30_000);

it("reads the company's settings anew when it may have missed that they changed", async () => {
  const [, two] = servers;
  expect((await two.app.company()).timeZone).not.toBe("Asia/Tokyo");
  await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
     where application_name = 'server two' and datname = current_database() and query like 'listen %'
  `.execute(t.db);
  const { status } = await t.inject({ method: "PATCH", url: "company", body: { timeZone: "Asia/Tokyo" } });
  expect(status).toBe(200);
  await vi.waitFor(async () => expect((await two.app.company()).timeZone).toBe("Asia/Tokyo"), {
    timeout: 10_000,
  });
}, 30_000);

it("ends the pages' streams when a server stops, for them to go to another one", async () => {
  const page = await openPage(servers[1]);
  await servers[1].close();
  await page.ended;
  servers[1] = await startServer("server two");
  const again = await openPage(servers[1]);
  const id = await createAccount(servers[0], "Later");
  await vi.waitFor(() => expect(again.told()).toContain(id), { timeout: 10_000 });
}, 30_000);
