import { sql } from "kysely";
import { afterEach, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { accountCommands } from "../accounts/index.ts";
import { recordEvents } from "../events/index.ts";
import { execute } from "../kernel/command.ts";
import { membershipColumn } from "../segments/membership-column.ts";
import { drainEngine } from "./index.ts";

// What is asked in hours follows the hours of UTC, whatever the clocks of the company do.

let t: TestApp;
afterEach(() => t.close());

async function open(timeZone: string, now: string, rule: object): Promise<void> {
  t = await testApp({ now, isEmpty: true });
  await sql`update company set time_zone = ${timeZone}`.execute(t.db);
  await execute(t.app, await t.ctx(), accountCommands.create, { body: { name: "Kestrel", externalId: "k" } });
  const made = await t.inject({
    method: "POST",
    url: "segments",
    body: { slug: "lately", name: "Lately", rule },
  });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  await work();
}

async function work(): Promise<void> {
  await t.drain();
  await drainEngine(t.app);
}

async function isIn(): Promise<boolean> {
  const { rows } = await sql<{ is_in: boolean }>`
    select ${sql.id(membershipColumn("lately"))} as is_in from account_derived`.execute(t.db);
  return rows[0]?.is_in ?? false;
}

async function hoursBegun(): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from engine_passes where reason = 'a new hour'`.execute(t.db);
  return rows[0]?.n ?? 0;
}

const login = async () =>
  execute(t.app, await t.ctx(), recordEvents, {
    items: [{ name: "Opened", at: t.clock.now().toString(), account: "k", messageId: "1" }],
  });
const lately = { events: "Opened", withinHours: 3 };

const zones: [what: string, timeZone: string, from: string][] = [
  ["an hour that is skipped", "Europe/Berlin", "2026-03-28T23:30Z"],
  ["an hour that comes twice", "Europe/Berlin", "2026-10-24T23:30Z"],
  ["half an hour that is skipped", "Australia/Lord_Howe", "2026-10-03T14:10Z"],
  ["half an hour that comes twice", "Australia/Lord_Howe", "2026-04-04T13:50Z"],
  ["a quarter of an hour off", "Asia/Kathmandu", "2026-05-01T06:20Z"],
];

describe("a new hour", () => {
  it.each(zones)(
    "with %s (%s, %s) is computed once an hour of UTC",
    async (_, timeZone, from) => {
      await open(timeZone, from, lately);
      await login();
      await drainEngine(t.app);
      const seen: boolean[] = [await isIn()];
      for (let half = 0; half < 10; half += 1) {
        t.advance({ minutes: 30 });
        await work();
        seen.push(await isIn());
      }
      const minutes = Temporal.Instant.from(from).epochMilliseconds / 60_000;
      const hourOf = (half: number) => Math.floor((minutes + half * 30) / 60);
      expect(seen).toEqual(seen.map((_, half) => hourOf(half) - hourOf(0) <= 3));
      expect(seen.at(-1)).toBe(false);
      expect(await hoursBegun()).toBe(hourOf(10) - hourOf(0));
    },
    60_000,
  );

  it("is computed once after hours in which nothing ran, and once whoever begins it", async () => {
    await open("Europe/Berlin", "2026-05-01T06:20Z", lately);
    await login();
    await drainEngine(t.app);
    t.advance({ hours: 7 });
    await Promise.all([t.drain(), t.drain(), t.drain()]);
    await drainEngine(t.app);
    expect(await isIn()).toBe(false);
    expect(await hoursBegun()).toBe(1);
  }, 60_000);

  it("is nothing where nothing is asked in hours", async () => {
    await open("Europe/Berlin", "2026-05-01T06:20Z", { events: "Opened", withinDays: 3 });
    t.advance({ hours: 3 });
    await work();
    expect(await hoursBegun()).toBe(0);
  }, 60_000);
});
