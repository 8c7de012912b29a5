import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";

let t: TestApp;
beforeAll(async () => {
  t = await testApp();
});
afterAll(() => t.close());

it("waits for a long reader without making others wait behind it, and is had once the reader is done", {
  timeout: 30_000,
}, async () => {
  const { body } = await t.inject({ method: "POST", url: "accounts", body: { name: "Busy" } });
  const url = `accounts/${body.id}`;
  const longest = { ms: 0 };
  let isDone = false;
  const reader = t.db.transaction().execute(async (tx) => {
    await sql`select count(*) from accounts`.execute(tx);
    await sql`select pg_sleep(2.5)`.execute(tx);
  });
  const load = (async () => {
    for (let at = 0; !isDone; at++) {
      const began = performance.now();
      const read = await t.inject({ url });
      const written = await t.inject({ method: "PATCH", url, body: { plan: `Plan ${at}` } });
      expect([read.status, written.status]).toEqual([200, 200]);
      longest.ms = Math.max(longest.ms, performance.now() - began);
    }
  })();
  const trait = { object: "account", slug: "added", name: "Added", type: "text" };
  const created = await t.inject({ method: "POST", url: "traits", body: trait });
  isDone = true;
  await Promise.all([reader, load]);
  expect(created.status).toBe(201);
  // Nobody waits longer than the lock is waited for (1.5 s); a reader of 2.5 s alone would have held them up for all of it.
  expect(longest.ms).toBeLessThan(2_200);
});
