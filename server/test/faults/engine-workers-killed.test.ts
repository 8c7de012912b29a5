import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { drainEngine, requestPass } from "../../src/engine/index.ts";
import { recordEvents } from "../../src/events/index.ts";
import { execute } from "../../src/kernel/command.ts";
import { brokenHistories, type EngineCompany, engineCompany, everythingDerived } from "../engine-workers.ts";

// Three processes compute while four writers write facts of every kind; processes are killed and sessions ended in the middle of
// batches. In the end everything derived is what one recompute of everything gives.

let company: EngineCompany;
beforeAll(async () => {
  company = await engineCompany();
}, 120_000);
afterAll(() => company.close());

test("workers that are killed lose nothing, apply nothing twice, and starve nobody", async () => {
  const { t, workers, facts } = company;
  await Promise.all([workers.start(), workers.start(), workers.start()]);
  let isOver = false;
  const writers = Promise.all([0, 1, 2, 3].map((writer) => facts.write(writer, () => isOver)));
  writers.catch(() => undefined);
  const kinds = ["process", "session", "process", "session", "session", "process"] as const;
  for (const kind of kinds) {
    await workers.killInBatch(kind);
    if (kind === "process") await workers.start();
    await sleep(300);
  }
  // The rest has taken over: a change made now is seen soon, though the writers go on.
  const [id = ""] = facts.accountIds;
  await sql`update account_derived set last_seen_at = null where account_id = ${id}`.execute(t.db);
  const before = performance.now();
  await execute(t.app, await t.ctx(), recordEvents, {
    items: [{ name: "Seen", at: t.clock.now().toString(), account: "a0", messageId: "probe" }],
  });
  for (let isSeen = false; !isSeen; await sleep(10)) {
    const { rows } = await sql`
      select 1 from account_derived where account_id = ${id} and last_seen_at = ${t.clock.now().toString()}::timestamptz
    `.execute(t.db);
    isSeen = rows.length > 0;
  }
  expect(performance.now() - before).toBeLessThan(10_000);
  isOver = true;
  const written = await writers;
  expect(Math.min(...written)).toBeGreaterThan(10);
  await workers.settled();
  const derived = await everythingDerived(t);
  expect(await brokenHistories(t)).toEqual([]);

  await workers.stop();
  await t.db
    .transaction()
    .execute((tx) => requestPass(tx, t.clock.now(), "all anew", undefined, { rebuilds: true }));
  await drainEngine(t.app, 2);
  expect(derived).toEqual(await everythingDerived(t));
}, 180_000);
