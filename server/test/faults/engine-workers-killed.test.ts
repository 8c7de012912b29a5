import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accountCommands } from "../../src/accounts/index.ts";
import { contactCommands } from "../../src/contacts/index.ts";
import { subscriptionCommands } from "../../src/contracts/index.ts";
import { drainEngine, requestPass } from "../../src/engine/index.ts";
import { recordEvents } from "../../src/events/index.ts";
import { execute } from "../../src/kernel/command.ts";
import { retryConflicts } from "../../src/kernel/database/transient.ts";
import { meetingCommands } from "../../src/meetings/index.ts";
import { surveyResponseCommands } from "../../src/surveys/index.ts";
import { ticketCommands } from "../../src/tickets/index.ts";
import { type TestApp, testApp } from "../app.ts";
import { brokenHistories, type EngineWorkers, engineWorkers, everythingDerived } from "../engine-workers.ts";

// Three processes compute while four writers write facts of every kind; processes are killed and sessions ended in the middle of
// batches. In the end everything derived is what one recompute of everything gives.

const accounts = 40;
let t: TestApp;
let workers: EngineWorkers;
const accountIds: string[] = [];
const contactIds: string[] = [];
beforeAll(async () => {
  t = await testApp();
  workers = engineWorkers(t);
  for (let n = 0; n < accounts; n += 1) {
    const account = await execute(t.app, await t.ctx(), accountCommands.create, {
      body: { name: `Account ${n}`, externalId: `a${n}`, seatsLicensed: 10 },
    });
    accountIds.push(account.id);
    const contact = await execute(t.app, await t.ctx(), contactCommands.create, {
      body: { name: `Contact ${n}`, externalId: `c${n}`, account: account.id, stakeholderRole: "champion" },
    });
    contactIds.push(contact.id);
  }
  // Each contact belongs to the next account as well: two batches may reach one contact.
  await sql`
    insert into account_contacts (account_id, contact_id, since)
    select a, c, ${t.clock.now().toString()}::timestamptz from unnest(${accountIds}::uuid[], ${[...contactIds.slice(1), contactIds[0] ?? ""]}::uuid[]) as m (a, c)
  `.execute(t.db);
  await drainEngine(t.app, 2);
}, 120_000);
afterAll(async () => {
  await workers.stop();
  await t.close();
});

/** One more fact of one of the kinds about one of the accounts, in an order that is the same each time. */
async function writeFact(writer: number, n: number): Promise<void> {
  const place = (writer * 17 + n * 7) % accounts;
  const [accountId = "", contactId = ""] = [accountIds[place], contactIds[place]];
  const key = `w${writer}-${n}`;
  const at = t.clock
    .now()
    .subtract({ hours: (n * 31) % 900 })
    .toString();
  const account = { externalId: `a${place}` };
  const ctx = await t.ctx();
  const upsert = { source: "app" } as const;
  switch (n % 6) {
    case 0:
      await execute(t.app, ctx, ticketCommands.upsert, {
        ...upsert,
        items: [{ externalId: key, account, openedAt: at, priority: n % 4 === 0 ? "urgent" : "normal" }],
      });
      return;
    case 1:
      await execute(t.app, ctx, surveyResponseCommands.upsert, {
        ...upsert,
        items: [{ externalId: key, account, contactId, at, score: n % 11 }],
      });
      return;
    case 2:
      await execute(t.app, ctx, meetingCommands.upsert, {
        ...upsert,
        items: [{ externalId: key, account, at, status: n % 4 === 0 ? "held" : "missed" }],
      });
      return;
    case 3:
      await execute(t.app, ctx, accountCommands.update, {
        id: accountId,
        body: { seatsLicensed: 1 + (n % 20), touchModel: n % 4 === 0 ? "high" : "low" },
      });
      return;
    case 4:
      await execute(t.app, ctx, subscriptionCommands.create, {
        body: {
          account: accountId,
          product: "Core",
          arr: String(100 + n),
          startsOn: "2026-01-01",
          endsOn: "2026-12-31",
        },
      });
      return;
    default:
      await execute(t.app, ctx, recordEvents, {
        items: [0, 1, 2].map((index) => ({
          name: index === 0 ? "Logged in" : "Report made",
          at,
          account: `a${place}`,
          contact: { externalId: `c${place}` },
          messageId: `${key}-${index % 2}`,
        })),
      });
  }
}

async function write(writer: number, isOver: () => boolean): Promise<number> {
  let n = 0;
  for (; !isOver(); n += 1) await retryConflicts(() => writeFact(writer, n));
  return n;
}

test("workers that are killed lose nothing, apply nothing twice, and starve nobody", async () => {
  await Promise.all([workers.start(), workers.start(), workers.start()]);
  let isOver = false;
  const writers = Promise.all([0, 1, 2, 3].map((writer) => write(writer, () => isOver)));
  writers.catch(() => undefined);
  const kinds = ["process", "session", "process", "session", "session", "process"] as const;
  for (const kind of kinds) {
    await workers.killInBatch(kind);
    if (kind === "process") await workers.start();
    await sleep(300);
  }
  // The rest has taken over: a change made now is seen soon, though the writers go on.
  const [id = ""] = accountIds;
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
