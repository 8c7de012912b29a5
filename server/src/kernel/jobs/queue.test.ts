import { sql } from "kysely";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { createTestDatabase, type TestDatabase } from "../../../test/database.ts";
import { createJobsApp } from "../../../test/jobs/marks.ts";
import type { App } from "../app.ts";
import type { Tx } from "../db.ts";
import {
  cancelJob,
  countJobs,
  defineJob,
  discardDeadJobs,
  enqueue,
  enqueueAll,
  type JobDefinition,
  type JobsWorker,
  listDeadJobs,
  retryDeadJobs,
  startJobs,
} from "./index.ts";

const patience = { timeout: 20_000, interval: 20 };
let database: TestDatabase;
let app: App;
let workers: JobsWorker[];
let heard: string[];

const sayJob = defineJob({
  name: "test.say",
  payload: z.object({ word: z.string() }),
  async run({ payload, ctx }) {
    heard.push(`${payload.word} by ${ctx.actor.name}`);
  },
});
const failJob = defineJob({
  name: "test.fail",
  payload: z.object({ untilAttempt: z.number() }),
  maxAttempts: 2,
  async run({ payload, attempt }) {
    heard.push(`attempt ${attempt}`);
    if (attempt < payload.untilAttempt) throw new Error(`no luck at attempt ${attempt}`);
  },
});

beforeEach(async () => {
  database = await createTestDatabase();
  app = createJobsApp(database.url);
  workers = [];
  heard = [];
});

afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
  await app.pool.end();
  await database.close();
});

const start = async (jobs: JobDefinition[]) => {
  const worker = await startJobs({ app, url: database.url, jobs, pollIntervalMs: 100 });
  workers.push(worker);
  return worker;
};
const inTransaction = <T>(work: (tx: Tx) => Promise<T>) => app.db.transaction().execute(work);
const say = (word: string, options = {}) => inTransaction((tx) => enqueue(tx, sayJob, { word }, options));

test("a job runs when its transaction commits, and never when it is rolled back", async () => {
  await start([sayJob]);
  await inTransaction(async (tx) => {
    await enqueue(tx, sayJob, { word: "never" });
    throw new Error("changed my mind");
  }).catch(() => undefined);
  await say("hello");
  await vi.waitFor(() => expect(heard).toEqual(["hello by test.say"]), patience);
  await vi.waitFor(async () => expect(await countJobs(app.db)).toEqual([]), patience);
});

test("a payload that does not fit is refused where it is enqueued, in words", async () => {
  const wrong = { word: 7 } as unknown as { word: string };
  await expect(inTransaction((tx) => enqueue(tx, sayJob, wrong))).rejects.toThrow(
    /does not fit the job “test\.say”:[\s\S]*expected string[\s\S]*word/,
  );
  expect(await countJobs(app.db)).toEqual([]);
});

test("of several with one key the last waits; another key and another job are others", async () => {
  await say("one", { key: "a" });
  await say("two", { key: "a" });
  await say("three", { key: "b" });
  await start([sayJob]);
  await vi.waitFor(
    () => expect(heard.toSorted()).toEqual(["three by test.say", "two by test.say"]),
    patience,
  );
});

test("a running job is not disturbed by one with its key: both run, and its writes are accepted", async () => {
  const go = Promise.withResolvers<void>();
  const slowJob = defineJob({
    name: "test.slow",
    payload: z.object({ word: z.string() }),
    async run({ payload, claim }) {
      heard.push(`${payload.word} began`);
      if (payload.word === "first") await go.promise;
      await claim.complete(async () => heard.push(payload.word));
    },
  });
  await start([slowJob]);
  await inTransaction((tx) => enqueue(tx, slowJob, { word: "first" }, { key: "k" }));
  await vi.waitFor(() => expect(heard).toEqual(["first began"]), patience);
  await inTransaction((tx) => enqueue(tx, slowJob, { word: "second" }, { key: "k" }));
  go.resolve();
  await vi.waitFor(() =>
    expect(heard.toSorted()).toEqual(["first", "first began", "second", "second began"]),
  );
  await vi.waitFor(async () => expect(await countJobs(app.db)).toEqual([]), patience);
  expect(await listDeadJobs(app.db)).toEqual([]);
});

test("a cancelled job does not run", async () => {
  await say("gone", { key: "a", runAt: app.clock.now().add({ hours: 1 }) });
  expect(await inTransaction((tx) => cancelJob(tx, sayJob, "a"))).toBe(true);
  expect(await inTransaction((tx) => cancelJob(tx, sayJob, "a"))).toBe(false);
  expect(await countJobs(app.db)).toEqual([]);
});

test("a failing job is tried again later, its error visible, and done when it succeeds", async () => {
  await inTransaction((tx) => enqueue(tx, failJob, { untilAttempt: 2 }));
  await start([failJob]);
  await vi.waitFor(() => expect(heard).toEqual(["attempt 1"]), patience);
  await vi.waitFor(
    async () => expect(await countJobs(app.db)).toMatchObject([{ name: "test.fail", scheduled: 1, dead: 0 }]),
    patience,
  );
  const { rows } = await sql<{ last_error: string }>`select last_error from graphile_worker.jobs`.execute(
    app.db,
  );
  expect(rows).toEqual([{ last_error: "no luck at attempt 1" }]);
  await vi.waitFor(() => expect(heard).toEqual(["attempt 1", "attempt 2"]), patience);
  await vi.waitFor(async () => expect(await countJobs(app.db)).toEqual([]), patience);
});

test("a job that used up its attempts is listed as dead, and can be tried again or discarded", async () => {
  await inTransaction((tx) => enqueue(tx, failJob, { untilAttempt: 99 }));
  await start([failJob]);
  await vi.waitFor(async () => expect(await listDeadJobs(app.db)).toHaveLength(1), patience);
  const [dead] = await listDeadJobs(app.db);
  expect(dead).toMatchObject({
    name: "test.fail",
    attempts: 2,
    lastError: "no luck at attempt 2",
    payload: { untilAttempt: 99 },
  });
  const id = dead?.id ?? "";
  expect(await retryDeadJobs(app.db, [id])).toBe(1);
  await vi.waitFor(() => expect(heard).toHaveLength(4), patience);
  await vi.waitFor(async () => expect(await discardDeadJobs(app.db, [id])).toBe(1), patience);
  expect(await listDeadJobs(app.db)).toEqual([]);
});

test("jobs of one named queue run one after another, over several workers", async () => {
  let running = 0;
  let most = 0;
  const turnJob = defineJob({
    name: "test.turn",
    payload: z.object({}),
    queue: "turns",
    async run({ claim }) {
      running += 1;
      most = Math.max(most, running);
      await new Promise((passed) => setTimeout(passed, 30));
      await claim.complete(async () => {
        running -= 1;
      });
      heard.push("turn");
    },
  });
  await inTransaction((tx) =>
    enqueueAll(
      tx,
      turnJob,
      Array.from({ length: 6 }, () => ({ payload: {} })),
    ),
  );
  await start([turnJob]);
  await start([turnJob]);
  await vi.waitFor(() => expect(heard).toHaveLength(6), patience);
  expect(most).toBe(1);
});

test("stopping lets a running job finish, and releases at once one that does not", async () => {
  const untilAborted = defineJob({
    name: "test.stubborn",
    payload: z.object({ waitMs: z.number() }),
    async run({ payload, attempt, signal }) {
      heard.push(`began ${attempt}`);
      if (attempt > 1) return;
      await new Promise<void>((passed) => {
        setTimeout(passed, payload.waitMs);
        signal.addEventListener("abort", () => heard.push("told to give up"));
      });
      heard.push("finished");
    },
  });
  const polite = await start([untilAborted]);
  await inTransaction((tx) => enqueue(tx, untilAborted, { waitMs: 400 }));
  await vi.waitFor(() => expect(heard).toEqual(["began 1"]), patience);
  await polite.stop();
  workers = [];
  expect(heard).toEqual(["began 1", "finished"]);

  heard = [];
  const hasty = await start([untilAborted]);
  await inTransaction((tx) => enqueue(tx, untilAborted, { waitMs: 3000 }));
  await vi.waitFor(() => expect(heard).toEqual(["began 1"]), patience);
  await hasty.stop(50);
  workers = [];
  expect(heard).toEqual(["began 1", "told to give up"]);
  await start([untilAborted]);
  await vi.waitFor(() => expect(heard).toContain("began 2"), patience);
  await vi.waitFor(async () => expect(await countJobs(app.db)).toEqual([]), patience);
  await new Promise((passed) => setTimeout(passed, 3000));
  expect(await listDeadJobs(app.db)).toEqual([]);
});

test("a worker goes on after the database has ended all its connections", async () => {
  await start([sayJob]);
  await say("before");
  await vi.waitFor(() => expect(heard).toHaveLength(1), patience);
  const elsewhere = createJobsApp(database.url);
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
             where datname = current_database() and pid <> pg_backend_pid()`.execute(elsewhere.db);
  await elsewhere.db.transaction().execute((tx) => enqueue(tx, sayJob, { word: "after" }));
  await vi.waitFor(() => expect(heard).toContain("after by test.say"), patience);
  await elsewhere.pool.end();
});
