import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { bucketErrors, countOf } from "../../test/events.ts";
import { accountCommands } from "../accounts/index.ts";
import { contactCommands } from "../contacts/index.ts";
import { drainEngine, listPasses } from "../engine/index.ts";
import { execute, executeIn } from "../kernel/command.ts";
import type { Tx } from "../kernel/db.ts";
import { recordEvents } from "./index.ts";
import { rebuildBuckets } from "./rebuild-buckets.ts";

let t: TestApp;
beforeAll(async () => {
  t = await testApp();
  await t.app.live.start();
});
afterAll(() => t.close());

const names = ["acme", "borea", "cela"];

/** Events around midnight UTC, which fall on other days elsewhere. */
async function send(count: number, seed: string): Promise<void> {
  const items = Array.from({ length: count }, (_, n) => ({
    name: ["Signed In", "Exported"][n % 2] ?? "",
    at: `2026-11-${10 + (n % 12)}T${n % 2 === 0 ? "23" : "01"}:${10 + (n % 40)}:00Z`,
    account: names[n % names.length] ?? "",
    contact: { externalId: `${names[n % names.length]}-user` },
    messageId: `${seed}-${n}`,
  }));
  const results = await execute(t.app, await t.ctx(), recordEvents, { items });
  expect(results.filter((row) => row.status !== "recorded")).toEqual([]);
}

it("cuts every bucket anew when the company moves to another time zone, while events go on coming", async () => {
  for (const name of names) {
    const { id } = await execute(t.app, await t.ctx(), accountCommands.create, {
      body: { name, externalId: name },
    });
    await execute(t.app, await t.ctx(), contactCommands.create, {
      body: { name: `${name}'s`, externalId: `${name}-user`, account: id },
    });
  }
  await send(60, "before");
  await drainEngine(t.app);
  const days = await sql<{ day: string }>`select distinct day from event_days order by day`.execute(t.db);

  const moved = await t.inject({ method: "PATCH", url: "company", body: { timeZone: "Asia/Tokyo" } });
  expect(moved.status).toBe(200);
  await Promise.all([
    drainEngine(t.app, 2),
    ...Array.from({ length: 6 }, (_, n) => send(12, `meanwhile-${n}`)),
  ]);
  await drainEngine(t.app);

  expect(await bucketErrors(t)).toEqual([]);
  expect(await countOf(t, "events")).toBe(60 + 6 * 12);
  const after = await sql<{ day: string }>`select distinct day from event_days order by day`.execute(t.db);
  expect(after.rows).not.toEqual(days.rows);
  const pass = (await listPasses(t.db)).find(({ reason }) => reason.includes("time zone"));
  expect(pass).toMatchObject({ accountsDone: 3, accountsTotal: 3, finishedAt: expect.any(String) });
  // The last event, at 23:xx UTC, is of the next day in Tokyo.
  const { rows } = await sql<{ value: number }>`
    select m_active_days_30d as value from account_derived order by account_id`.execute(t.db);
  const truth = await sql<{ value: number }>`
    select count(distinct (at at time zone 'Asia/Tokyo')::date) as value from events group by account_id order by account_id`.execute(
    t.db,
  );
  expect(rows.map((row) => Number(row.value))).toEqual(truth.rows.map((row) => Number(row.value)));
});

it("waits for events that are being written, when the zone changes and when buckets are cut", async () => {
  const ctx = await t.ctx();
  const { id } = await execute(t.app, ctx, accountCommands.create, {
    body: { name: "dora", externalId: "dora" },
  });
  /** Writes an event of a day that has no bucket yet and goes on only when told: nobody sees its bucket until then. */
  const writeSlowly = (day: string) => {
    const items = [{ name: "Signed In", at: `2026-10-${day}T23:30:00Z`, account: "dora", messageId: day }];
    const written = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const ended = t.db.transaction().execute(async (tx) => {
      await executeIn(t.app, tx as Tx, ctx, recordEvents, { items });
      written.resolve();
      await goOn.promise;
    });
    return { written: written.promise, goOn: goOn.resolve, ended };
  };
  const stateAfterAWhile = (work: Promise<unknown>) =>
    Promise.race([work.then(() => "done"), sleep(500).then(() => "waiting")]);

  const before = writeSlowly("11");
  await before.written;
  const moved = t.inject({ method: "PATCH", url: "company", body: { timeZone: "America/New_York" } });
  expect(await stateAfterAWhile(moved)).toBe("waiting");
  before.goOn();
  await before.ended;
  expect((await moved).status).toBe(200);

  const meanwhile = writeSlowly("17");
  await meanwhile.written;
  const cut = t.db.transaction().execute((tx) => rebuildBuckets(tx as Tx, [id]));
  expect(await stateAfterAWhile(cut)).toBe("waiting");
  meanwhile.goOn();
  await Promise.all([meanwhile.ended, cut]);

  await drainEngine(t.app);
  expect(await bucketErrors(t)).toEqual([]);
});
