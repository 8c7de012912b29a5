import { sql } from "kysely";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { createTestDatabase, type TestDatabase } from "../../../test/database.ts";
import { createJobsApp } from "../../../test/jobs/marks.ts";
import type { App } from "../app.ts";
import { createClock, createVirtualClock, type VirtualClock } from "../clock.ts";
import type { Tx } from "../db.ts";
import { fireCrons, parseCrons } from "./crons.ts";
import { defineCron, defineJob, drainJobs, enqueue, startJobs } from "./index.ts";

const patience = { timeout: 20_000, interval: 20 };
let database: TestDatabase;
let clock: VirtualClock;
let app: App;
let heard: string[];

const sayJob = defineJob({
  name: "test.say",
  payload: z.object({ word: z.string() }),
  async run({ payload, ctx, claim }) {
    await claim.complete(async () => heard.push(`${payload.word} at ${ctx.now}`));
  },
});
const relayJob = defineJob({
  name: "test.relay",
  payload: z.object({ hours: z.number() }),
  async run({ payload, ctx, claim }) {
    const runAt = ctx.now.add({ hours: payload.hours });
    await claim.complete((tx) => enqueue(tx, sayJob, { word: "relayed" }, { runAt }));
  },
});
const failJob = defineJob({
  name: "test.fail",
  payload: z.object({}),
  async run({ attempt }) {
    if (attempt === 1) throw new Error("not yet");
    heard.push(`attempt ${attempt}`);
  },
});
const jobs = [sayJob, relayJob, failJob];
const nightly = defineCron({ job: sayJob, payload: { word: "night" }, pattern: "30 2 * * *" });

beforeEach(async () => {
  database = await createTestDatabase();
  clock = createVirtualClock(Temporal.Instant.from("2026-03-01T12:00:00Z"));
  app = createJobsApp(database.url, clock);
  heard = [];
});

afterEach(async () => {
  await app.pool.end();
  await database.close();
});

const inTransaction = <T>(work: (tx: Tx) => Promise<T>) => app.db.transaction().execute(work);

test("draining runs what is due by the given clock, and what that causes, and nothing else", async () => {
  await inTransaction(async (tx) => {
    await enqueue(tx, sayJob, { word: "tomorrow" }, { runAt: clock.now().add({ hours: 24 }) });
    await enqueue(tx, relayJob, { hours: 0 });
    await enqueue(tx, relayJob, { hours: 1 });
  });
  expect(await drainJobs(app, { jobs })).toEqual({
    ran: ["test.relay", "test.relay", "test.say"],
    failed: [],
  });
  expect(heard).toEqual(["relayed at 2026-03-01T12:00:00Z"]);
  clock.advance({ hours: 1 });
  expect((await drainJobs(app, { jobs })).ran).toEqual(["test.say"]);
  clock.advance({ hours: 23 });
  expect((await drainJobs(app, { jobs })).ran).toEqual(["test.say"]);
  expect(heard.slice(1)).toEqual(["relayed at 2026-03-01T13:00:00Z", "tomorrow at 2026-03-02T12:00:00Z"]);
});

test("a job that fails in a drain is due again later by the same clock", async () => {
  await inTransaction((tx) => enqueue(tx, failJob, {}));
  const first = await drainJobs(app, { jobs });
  expect(first.failed).toMatchObject([{ job: "test.fail", attempt: 1, error: new Error("not yet") }]);
  expect((await drainJobs(app, { jobs })).ran).toEqual([]);
  clock.advance({ seconds: 3 });
  expect(await drainJobs(app, { jobs })).toEqual({ ran: ["test.fail"], failed: [] });
  expect(heard).toEqual(["attempt 2"]);
});

test("a cron begins when it is first seen, keeps to the company's wall clock, and makes up for missed days once", async () => {
  await sql`update company set time_zone = 'Europe/Berlin'`.execute(app.db);
  const drain = () => drainJobs(app, { jobs, crons: [nightly] });
  expect((await drain()).ran).toEqual([]);
  clock.set(Temporal.Instant.from("2026-03-02T01:29:59Z"));
  expect((await drain()).ran).toEqual([]);
  clock.set(Temporal.Instant.from("2026-03-02T01:30:00Z"));
  expect((await drain()).ran).toEqual(["test.say"]);
  expect((await drain()).ran).toEqual([]);
  clock.advance({ days: 5 });
  expect((await drain()).ran).toEqual(["test.say"]);
});

test("of several that look at once one fires a cron", async () => {
  const crons = parseCrons([nightly]);
  await fireCrons(app, crons, clock.now());
  clock.advance({ days: 1 });
  // All have looked, and wait to move the mark, before the first can.
  const { fired } = await inTransaction(async (tx) => {
    await sql`select * from job_cron for update`.execute(tx);
    const looks = Promise.all([1, 2, 3].map(() => fireCrons(app, crons, clock.now())));
    const waiting = sql`select 1 from pg_locks where not granted and locktype in ('transactionid', 'tuple')`;
    await vi.waitFor(async () => expect((await waiting.execute(tx)).rows).toHaveLength(3), patience);
    return { looks };
  }).then(async ({ looks }) => ({ fired: await looks }));
  expect(fired.flat()).toEqual(["test.say"]);
  expect((await drainJobs(app, { jobs })).ran).toEqual(["test.say"]);
});

test("two workers fire a cron once", async () => {
  const entry = { ...nightly, pattern: "* * * * *" };
  const start = () => startJobs({ app, url: database.url, jobs, crons: [entry] });
  const drain = () => drainJobs(app, { jobs, crons: [entry] });
  await drain();
  clock.advance({ minutes: 1 });
  const workers = await Promise.all([start(), start()]);
  await vi.waitFor(() => expect(heard).toHaveLength(1), patience);
  await Promise.all(workers.map((worker) => worker.stop()));
  expect(heard).toEqual(["night at 2026-03-01T12:01:00Z"]);
});

test("a worker whose clock was set runs jobs when that clock says so, also after it was set anew", async () => {
  const inJune = createJobsApp(database.url, createClock(Temporal.Instant.from("2031-06-01T00:00:00Z")));
  const inMay = createJobsApp(database.url, createClock(Temporal.Instant.from("2021-05-01T00:00:00Z")));
  const may = await startJobs({ app: inMay, url: database.url, jobs, pollIntervalMs: 50 });
  await inMay.db.transaction().execute(async (tx) => {
    await enqueue(tx, sayJob, { word: "soon" }, { runAt: inMay.clock.now().add({ milliseconds: 300 }) });
    await enqueue(tx, sayJob, { word: "in June" }, { runAt: Temporal.Instant.from("2021-05-02T00:00:00Z") });
    await enqueue(tx, sayJob, { word: "in July" }, { runAt: Temporal.Instant.from("2031-07-01T00:00:00Z") });
  });
  await vi.waitFor(() => expect(heard).toHaveLength(1), patience);
  await new Promise((passed) => setTimeout(passed, 300));
  await may.stop();
  expect(heard).toHaveLength(1);
  expect(heard[0]).toMatch(/^soon at 2021-05-01T00:00/);
  const june = await startJobs({ app: inJune, url: database.url, jobs, pollIntervalMs: 50 });
  await vi.waitFor(() => expect(heard).toHaveLength(2), patience);
  await june.stop();
  expect(heard[1]).toMatch(/^in June at 2031-06-01T00:00/);
  await Promise.all([inJune.pool.end(), inMay.pool.end()]);
});
