import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../test/database.ts";
import { createJobsApp, createMarks, markJob, pinJob, readMarks } from "../../../test/jobs/marks.ts";
import type { App } from "../app.ts";
import { enqueue, type JobsWorker, startJobs } from "./index.ts";

const leaseMs = 900;
const patience = { timeout: 30_000, interval: 50 };
let database: TestDatabase;
let app: App;
let children: ChildProcess[];
let worker: JobsWorker | undefined;

beforeEach(async () => {
  database = await createTestDatabase();
  app = createJobsApp(database.url);
  await createMarks(app);
  children = [];
});

afterEach(async () => {
  for (const child of children) child.kill("SIGKILL");
  await worker?.stop();
  worker = undefined;
  await app.pool.end();
  await database.close();
});

async function startProcess(): Promise<ChildProcess> {
  const script = resolve(import.meta.dirname, "../../../test/jobs/worker-process.ts");
  const child = spawn(process.execPath, [script, database.url, String(leaseMs)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  await once(child.stdout ?? child, "data");
  return child;
}

const startHere = async () => {
  worker = await startJobs({
    app,
    url: database.url,
    jobs: [markJob, pinJob],
    pollIntervalMs: 200,
    leaseMs,
  });
};

const put = (job: typeof markJob, waitMs: number) =>
  app.db.transaction().execute((tx) => enqueue(tx, job, { note: "done", slowAttempts: 1, waitMs }));

const notes = async () => (await readMarks(app)).map(({ note, pid, attempt }) => [note, pid, attempt]);

test("a job of a worker killed in its middle is taken by another and done once", async () => {
  const child = await startProcess();
  await put(markJob, 60_000);
  await vi.waitFor(async () => expect(await notes()).toEqual([["done began", child.pid, 1]]), patience);
  child.kill("SIGKILL");
  await startHere();
  await vi.waitFor(async () => expect(await notes()).toContainEqual(["done", process.pid, 2]), patience);
  expect(await notes()).toEqual([
    ["done began", child.pid, 1],
    ["done began", process.pid, 2],
    ["done", process.pid, 2],
  ]);
});

test("a worker that hangs, loses its job and wakes again can write nothing", async () => {
  const child = await startProcess();
  await put(markJob, 1000);
  await vi.waitFor(async () => expect(await notes()).toHaveLength(1), patience);
  child.kill("SIGSTOP");
  await startHere();
  await vi.waitFor(async () => expect(await notes()).toContainEqual(["done", process.pid, 2]), patience);
  child.kill("SIGCONT");
  // The zombie is itself again when it does jobs, under a new name; by then its old attempt has long ended.
  await worker?.stop();
  worker = undefined;
  await new Promise((passed) => setTimeout(passed, 2500));
  await app.db.transaction().execute((tx) => enqueue(tx, markJob, { note: "later" }));
  await vi.waitFor(async () => expect(await notes()).toContainEqual(["later", child.pid, 1]), patience);
  expect((await notes()).filter(([note]) => note === "done")).toEqual([["done", process.pid, 2]]);
});

test("a worker that hangs inside a transaction keeps its job only until the database ends the transaction", async () => {
  const child = await startProcess();
  await put(pinJob, 60_000);
  await vi.waitFor(async () => expect(await notes()).toHaveLength(1), patience);
  await new Promise((passed) => setTimeout(passed, 300));
  child.kill("SIGSTOP");
  await startHere();
  await vi.waitFor(async () => expect(await notes()).toContainEqual(["done", process.pid, 2]), patience);
  child.kill("SIGCONT");
  await app.db.transaction().execute((tx) => enqueue(tx, markJob, { note: "later" }));
  await vi.waitFor(
    async () => expect(await notes()).toContainEqual(expect.arrayContaining(["later"])),
    patience,
  );
  expect((await notes()).filter(([note]) => note === "done")).toEqual([["done", process.pid, 2]]);
  expect(child.exitCode).toBeNull();
});
