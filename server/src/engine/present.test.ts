import { sql } from "kysely";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { todaySlice } from "../../test/today-slice.ts";
import { accountCommands } from "../accounts/index.ts";
import { execute } from "../kernel/command.ts";
import type { Tx } from "../kernel/db.ts";
import { createSegment } from "../segments/index.ts";
import { drainEngine, requestPass } from "./index.ts";
import { runPassPart } from "./run-pass-part.ts";
import { tick } from "./tick.ts";

// What a recompute goes by (definitions, the day, the company's time zone) is what stands once its accounts are locked.

let t: TestApp;
let id: string;
beforeEach(async () => {
  t = await testApp({ moreSlices: [todaySlice], now: "2026-11-23T23:59:59Z", isEmpty: true });
  await sql`alter table account_derived add column x_today date`.execute(t.db);
  const ctx = await t.ctx();
  ({ id } = await execute(t.app, ctx, accountCommands.create, { body: { name: "Kestrel", plan: "Pro" } }));
  await execute(t.app, ctx, createSegment, {
    slug: "pro",
    name: "Pro",
    rule: { subject: "plan", op: "is", value: "Pro" },
  });
  await drainEngine(t.app);
});
afterEach(() => t.close());

const derived = async () =>
  (
    await sql<{ s_pro: boolean; x_today: string }>`
      select s_pro, x_today from account_derived where account_id = ${id}`.execute(t.db)
  ).rows[0];
const request = (reason: string) =>
  t.db.transaction().execute((tx) => requestPass(tx, t.clock.now(), reason));

/** Begins a part of a pass that finds its account held, lets something happen, and gives the account free. */
async function whileWaiting(then: (holder: Tx) => Promise<void>): Promise<void> {
  await request("some pass");
  await runPassPart(t.app);
  let ended: Promise<unknown> | undefined;
  await t.db.transaction().execute(async (holder) => {
    await sql`select from account_derived where account_id = ${id} for update`.execute(holder);
    ended = runPassPart(t.app);
    await vi.waitFor(async () => {
      const { rows } = await sql`
        select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
      `.execute(t.db);
      expect(rows).toHaveLength(1);
    });
    await then(holder);
  });
  await ended;
}

it("does not bring back a definition that changed while a part of a pass waited for its accounts", async () => {
  expect(await derived()).toMatchObject({ s_pro: true });
  await whileWaiting(async (holder) => {
    const rule = { subject: "plan", op: "is", value: "Basic" };
    const { status } = await t.inject({ method: "PATCH", url: "segments/pro", body: { rule } });
    expect(status).toBe(200);
    // As if another worker had been through with the new definition.
    await sql`update account_derived set s_pro = false where account_id = ${id}`.execute(holder);
  });
  expect(await derived()).toMatchObject({ s_pro: false });
});

it("does not bring back yesterday when a part of a pass waited over midnight", async () => {
  expect(await derived()).toMatchObject({ x_today: "2026-11-23" });
  await whileWaiting(async () => t.advance({ seconds: 2 }));
  expect(await derived()).toMatchObject({ x_today: "2026-11-24" });
});

it("computes by the day that a pass began, though this worker's clock is some seconds behind", async () => {
  t.advance({ seconds: 1 });
  await request("a new day");
  t.advance({ seconds: -3 });
  await drainEngine(t.app);
  expect(await derived()).toMatchObject({ x_today: "2026-11-24" });
  await execute(t.app, await t.ctx(), accountCommands.update, { id, body: { plan: "Basic" } });
  await tick(t.app);
  expect(await derived()).toMatchObject({ s_pro: false, x_today: "2026-11-24" });
  // A clock that was set back on purpose is another matter.
  t.advance({ hours: -48 });
  await execute(t.app, await t.ctx(), accountCommands.update, { id, body: { plan: "Pro" } });
  await tick(t.app);
  expect(await derived()).toMatchObject({ x_today: "2026-11-21" });
});

it("computes by the company's time zone as it stands, though this process has not heard of its change", async () => {
  await t.app.company();
  await sql`update company set time_zone = 'Pacific/Auckland'`.execute(t.db);
  await execute(t.app, await t.ctx(), accountCommands.update, { id, body: { plan: "Basic" } });
  await tick(t.app);
  expect(await derived()).toMatchObject({ x_today: "2026-11-24" });
});
