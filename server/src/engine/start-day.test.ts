import { sql } from "kysely";
import { afterEach, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { bucketErrors } from "../../test/events.ts";
import { todaySlice } from "../../test/today-slice.ts";
import { accountCommands } from "../accounts/index.ts";
import { recordEvents } from "../events/index.ts";
import { execute } from "../kernel/command.ts";
import { createMetric } from "../metrics/index.ts";
import { drainEngine } from "./index.ts";
import { runPassPart } from "./run-pass-part.ts";

// The day that derived values are of is the day in the company's time zone, whatever the clocks there do.

let t: TestApp;
let id: string;
afterEach(() => t.close());

async function open(timeZone: string, now: string): Promise<void> {
  t = await testApp({ moreSlices: [todaySlice], now, isEmpty: true });
  await sql`alter table account_derived add column x_today date`.execute(t.db);
  await sql`update company set time_zone = ${timeZone}`.execute(t.db);
  const ctx = await t.ctx();
  ({ id } = await execute(t.app, ctx, accountCommands.create, {
    body: { name: "Kestrel", externalId: "k" },
  }));
  await execute(t.app, ctx, createMetric, {
    slug: "week",
    name: "Days of the week",
    source: { kind: "events", aggregate: "days" },
    windowDays: 2,
  });
  await work();
}

async function work(): Promise<void> {
  await t.drain();
  await drainEngine(t.app);
}

/** What is derived, and what it should be by PostgreSQL's own reckoning of the zone. */
async function look(timeZone: string) {
  const now = t.clock.now().toString();
  const { rows } = await sql<{ today: string; expected: string; days: number; expected_days: number }>`
    select x_today as today, (${now}::timestamptz at time zone ${timeZone})::date as expected, m_week::int as days,
           (select count(distinct (at at time zone ${timeZone})::date)::int from events
             where (at at time zone ${timeZone})::date > (${now}::timestamptz at time zone ${timeZone})::date - 2) as expected_days
      from account_derived where account_id = ${id}
  `.execute(t.db);
  return rows[0];
}

async function daysBegun(): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from engine_passes where reason = 'a new day'`.execute(t.db);
  return rows[0]?.n ?? 0;
}

const zones: [what: string, timeZone: string, from: string][] = [
  ["an hour that is skipped", "Europe/Berlin", "2026-03-28T12:00Z"],
  ["an hour that comes twice", "Europe/Berlin", "2026-10-24T12:00Z"],
  ["half an hour that is skipped", "Australia/Lord_Howe", "2026-10-03T02:00Z"],
  ["half an hour that comes twice", "Australia/Lord_Howe", "2026-04-04T02:00Z"],
  ["a day that is skipped", "Pacific/Apia", "2011-12-29T12:00Z"],
  ["a midnight that is skipped", "America/Sao_Paulo", "2017-10-14T15:00Z"],
  ["a last hour of the day that comes twice", "America/Sao_Paulo", "2018-02-17T12:00Z"],
  ["a first hour of the day that comes twice", "America/Havana", "2025-11-01T18:00Z"],
  ["a quarter of an hour off", "Asia/Kathmandu", "2026-05-01T06:00Z"],
];

describe("a new day", () => {
  it.each(zones)(
    "with %s (%s, %s) is computed once, at its local midnight",
    async (_, timeZone, from) => {
      await open(timeZone, from);
      const days = new Set<string>();
      for (let step = 0; step < 30; step += 1) {
        await execute(t.app, await t.ctx(), recordEvents, {
          items: [{ name: "Opened", at: t.clock.now().toString(), account: "k", messageId: `${step}` }],
        });
        await drainEngine(t.app);
        const seen = await look(timeZone);
        expect(seen?.today, t.clock.now().toString()).toBe(seen?.expected);
        expect(seen?.days, t.clock.now().toString()).toBe(seen?.expected_days);
        days.add(seen?.today ?? "");
        t.advance({ hours: 1 });
        await work();
        const later = await look(timeZone);
        expect(later?.today, t.clock.now().toString()).toBe(later?.expected);
        days.add(later?.today ?? "");
      }
      expect(days.size).toBeGreaterThan(1);
      expect(await daysBegun()).toBe(days.size - 1);
      expect(await bucketErrors(t)).toEqual([]);
    },
    60_000,
  );

  it("is computed once after days in which nothing ran", async () => {
    await open("Europe/Berlin", "2026-03-26T12:00Z");
    t.advance({ days: 5, hours: 3 });
    await work();
    expect(await look("Europe/Berlin")).toMatchObject({ today: "2026-03-31", expected: "2026-03-31" });
    expect(await daysBegun()).toBe(1);
    t.advance({ hours: 6 });
    await work();
    expect(await daysBegun()).toBe(1);
  }, 60_000);

  it("begins once, however many processes begin it, and its parts are computed once", async () => {
    await open("Europe/Berlin", "2026-03-28T12:00Z");
    t.advance({ hours: 12 });
    await Promise.all([t.drain(), t.drain(), t.drain()]);
    expect(await daysBegun()).toBe(1);
    await Promise.all(Array.from({ length: 6 }, () => runPassPart(t.app)));
    await drainEngine(t.app);
    const { rows } = await sql`
      select accounts_done, accounts_total from engine_passes where reason = 'a new day'`.execute(t.db);
    expect(rows).toEqual([{ accounts_done: 1, accounts_total: 1 }]);
    expect(await look("Europe/Berlin")).toMatchObject({ today: "2026-03-29" });
  }, 60_000);

  it("follows the company to another time zone, quarter and currency at once", async () => {
    await open("Pacific/Honolulu", "2026-11-23T12:00:00Z");
    await t.app.live.start();
    expect(await look("Pacific/Honolulu")).toMatchObject({ today: "2026-11-23" });
    for (const [field, value] of [
      ["timeZone", "Pacific/Auckland"],
      ["fiscalYearStartMonth", 4],
      ["currency", "EUR"],
    ] as const) {
      await sql`update account_derived set x_today = null`.execute(t.db);
      const { status } = await t.inject({ method: "PATCH", url: "company", body: { [field]: value } });
      expect(status).toBe(200);
      await work();
      expect(await look("Pacific/Auckland"), field).toMatchObject({ today: "2026-11-24" });
    }
  }, 60_000);
});
