import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";

let t: TestApp;
beforeAll(async () => {
  t = await testApp();
});
afterAll(() => t.close());

/** Resolves when somebody waits for the lock that a new column takes. */
async function columnIsWaitedFor(): Promise<void> {
  for (;;) {
    const { rows } = await sql`
      select from pg_locks where not granted and mode = 'AccessExclusiveLock' and relation = 'accounts'::regclass
    `.execute(t.db);
    if (rows.length > 0) return;
    await sleep(10);
  }
}

it("waits for a long reader without making others wait behind it, and is had once the reader is done", {
  timeout: 30_000,
}, async () => {
  const { body } = await t.inject({ method: "POST", url: "accounts", body: { name: "Busy" } });
  const url = `accounts/${body.id}`;
  const reading = Promise.withResolvers<void>();
  const readerMayEnd = Promise.withResolvers<void>();
  const reader = t.db.transaction().execute(async (tx) => {
    await sql`select count(*) from accounts`.execute(tx);
    reading.resolve();
    await readerMayEnd.promise;
  });
  await reading.promise;
  const trait = { object: "account", slug: "added", name: "Added", type: "text" };
  const created = t.inject({ method: "POST", url: "traits", body: trait });
  await columnIsWaitedFor();
  // The reader goes on reading: whoever comes now would wait behind the column for ever, did it not give up its place.
  for (let at = 0; at < 3; at += 1) {
    const read = await t.inject({ url });
    const written = await t.inject({ method: "PATCH", url, body: { plan: `Plan ${at}` } });
    expect([read.status, written.status]).toEqual([200, 200]);
  }
  readerMayEnd.resolve();
  await reader;
  expect((await created).status).toBe(201);
});
