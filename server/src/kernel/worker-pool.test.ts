import { afterAll, expect, test } from "vitest";
import { createWorkerPool } from "./worker-pool.ts";

const script = new URL("../../test/fixtures/unruly-worker.ts", import.meta.url);
const pool = createWorkerPool<string, string>({ script, threads: 2, timeoutMs: 800, heapMb: 24 });
afterAll(() => pool.close());

test.each([
  ["spin", "timeout"],
  ["swell", "memory"],
  ["throw", "refused"],
  ["exit", "crash"],
])("%s ends as %s and its neighbours are served", async (request, failure) => {
  const neighbours = Promise.all(Array.from({ length: 10 }, () => pool.run("echo")));
  await expect(pool.run(request)).rejects.toMatchObject({ failure });
  expect(await neighbours).toEqual(Array(10).fill("echo!"));
  expect(await pool.run("echo")).toBe("echo!");
});

test("the time a thread takes to start is not the request's", async () => {
  const slow = new URL("../../test/fixtures/slow-to-start-worker.ts", import.meta.url);
  const patient = createWorkerPool<string, string>({ script: slow, threads: 1, timeoutMs: 300, heapMb: 24 });
  expect(await patient.run("echo")).toBe("echo!");
  await patient.close();
});

test("a closed pool refuses at once", async () => {
  const short = createWorkerPool<string, string>({ script, threads: 1, timeoutMs: 5_000, heapMb: 24 });
  const running = short.run("spin");
  const queued = short.run("echo");
  const both = Promise.allSettled([running, queued]);
  await short.close();
  expect((await both).map((result) => result.status)).toEqual(["rejected", "rejected"]);
  await expect(short.run("echo")).rejects.toMatchObject({ failure: "closed" });
});
