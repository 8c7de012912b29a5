import type { EventInput } from "@perennial/contract";
import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { bucketErrors, bucketsOf, countOf } from "../../test/events.ts";
import { accountCommands } from "../accounts/index.ts";
import { contactCommands } from "../contacts/index.ts";
import { execute } from "../kernel/command.ts";
import { dayOf } from "./day-of.ts";
import { recordEvents } from "./index.ts";

let t: TestApp;
beforeAll(async () => {
  t = await testApp({ isEmpty: true });
  await sql`update company set time_zone = 'Europe/Berlin'`.execute(t.db);
  const ctx = await t.ctx();
  for (const name of ["acme", "umbrella"]) {
    await execute(t.app, ctx, accountCommands.create, { body: { name, externalId: name } });
    const contact = {
      name: `${name}-ada`,
      externalId: `${name}-ada`,
      email: `ada@${name}.example`,
      account: name,
    };
    await execute(t.app, ctx, contactCommands.create, { body: contact });
  }
});
afterAll(() => t.close());
beforeEach(() => clear());

async function clear(): Promise<void> {
  await sql`truncate events, event_days, contact_days, event_keys, events_without_contact`.execute(t.db);
}
const record = async (...items: EventInput[]) => execute(t.app, await t.ctx(), recordEvents, { items });

describe("recording events", () => {
  it("answers row by row, and takes nothing for granted", async () => {
    const at = "2026-11-20T10:00:00Z";
    const answer = await t.inject({
      method: "POST",
      url: "events",
      body: {
        items: [
          { name: "E", at, account: "acme", messageId: "1", count: 3, properties: { plan: "a" } },
          { name: "E", at, account: "acme", messageId: "1", count: 3, properties: { plan: "a" } },
          { name: "E", at, account: "acme", messageId: "1", count: 4 },
          { name: "E", at, contact: { email: "ADA@umbrella.example" } },
          { name: "E", at, account: "nobody" },
          { name: "E", at, contact: { externalId: "nobody" } },
          { name: "E", at: "2030-01-01T00:00:00Z", account: "acme" },
          { name: "E", at: "soon", account: "acme" },
          { name: "", at, account: "acme", count: 0.5 },
        ],
      },
    });
    expect(answer).toMatchObject({
      status: 201,
      body: { recorded: 2, duplicate: 1, conflicting: 1, rejected: 5 },
    });
    const problems = answer.body.results.flatMap(
      (row: { problems?: { path: string }[] }) => row.problems ?? [],
    );
    expect(problems.map((each: { path: string }) => each.path)).toEqual([
      "account",
      "account",
      "at",
      "at",
      "name",
      "count",
    ]);
    expect(await bucketsOf(t)).toEqual(["acme 2026-11-20 E ×3", "umbrella 2026-11-20 E ×1"]);
    const again = await t.inject({
      method: "POST",
      url: "events",
      body: { items: [{ name: "Else", at, account: "acme", messageId: "1" }] },
    });
    expect(again.body.results).toEqual([{ status: "conflicting" }]);
  });

  it("takes one event alone, and refuses one with its reason", async () => {
    const at = "2026-11-20T10:00:00Z";
    const one = await t.inject({ method: "POST", url: "events", body: { name: "E", at, account: "acme" } });
    expect(one).toMatchObject({ status: 201, body: { recorded: 1 } });
    const bad = await t.inject({ method: "POST", url: "events", body: { name: "E", at, account: "no" } });
    expect(bad).toMatchObject({ status: 400, body: { fields: [{ path: "account" }] } });
    const viewer = await t.inject({
      method: "POST",
      url: "events",
      body: { name: "E", at, account: "acme" },
      as: "viewer",
    });
    expect(viewer.status).toBe(403);
  });

  it("puts an event on the company's day, also where clocks change", async () => {
    // In Berlin the day that ends 2026-03-29T22:00Z has 23 hours, the one that ends 2026-10-25T23:00Z has 25.
    await record(
      { name: "E", at: "2026-03-28T22:59:59.999Z", account: "acme" },
      { name: "E", at: "2026-03-28T23:00:00Z", account: "acme" },
      { name: "E", at: "2026-03-29T21:59:59Z", account: "acme" },
      { name: "E", at: "2026-03-29T22:00:00Z", account: "acme" },
      { name: "E", at: "2026-10-24T22:00:00Z", account: "acme" },
      { name: "E", at: "2026-10-25T22:59:59Z", account: "acme" },
      { name: "E", at: "2026-10-25T23:00:00Z", account: "acme" },
    );
    expect(await bucketsOf(t)).toEqual([
      "acme 2026-03-28 E ×1",
      "acme 2026-03-29 E ×2",
      "acme 2026-03-30 E ×1",
      "acme 2026-10-25 E ×2",
      "acme 2026-10-26 E ×1",
    ]);
    expect(await bucketErrors(t)).toEqual([]);
  });

  it("lists events by account, contact, name and time, page by page", async () => {
    for (let hour = 0; hour < 5; hour += 1) {
      const at = `2026-11-20T0${hour}:00:00Z`;
      await record(
        { name: "A", at, account: "acme", contact: { externalId: "acme-ada" } },
        { name: "B", at, account: "umbrella" },
      );
    }
    const first = await t.inject({ url: "events?limit=6" });
    const second = await t.inject({ url: `events?limit=6&cursor=${first.body.nextCursor}` });
    expect(second.body.nextCursor).toBeNull();
    const all = [...first.body.items, ...second.body.items];
    expect(new Set(all.map((event: { id: string }) => event.id)).size).toBe(10);
    expect(all.map((event: { at: string }) => event.at)).toEqual(
      all
        .map((event) => event.at)
        .toSorted()
        .reverse(),
    );
    const { accountId, contactId } = all.find((event: { name: string }) => event.name === "A");
    const size = async (query: string) => (await t.inject({ url: `events?${query}` })).body.items.length;
    expect(await size(`accountId=${accountId}`)).toBe(5);
    expect(await size(`contactId=${contactId}`)).toBe(5);
    expect(await size("name=B&from=2026-11-20T02:00:00Z&to=2026-11-20T04:00:00Z")).toBe(2);
  });
});

describe("whatever the order", () => {
  const at = fc
    .integer({ min: Date.parse("2026-09-28T00:00:00Z"), max: Date.parse("2026-11-23T08:00:00Z") })
    .map((ms) => Temporal.Instant.fromEpochMilliseconds(ms).toString());
  type Made = {
    name: string;
    at: string;
    account: string;
    hasContact: boolean;
    messageId: number;
    count: number;
  };
  const event: fc.Arbitrary<Made> = fc.record({
    name: fc.constantFrom("A", "B", "C"),
    at,
    account: fc.constantFrom("acme", "umbrella"),
    hasContact: fc.boolean(),
    messageId: fc.integer({ min: 1, max: 60 }),
    count: fc.integer({ min: 1, max: 9 }),
  });
  const toInput = ({ hasContact, messageId, account, ...rest }: Made): EventInput => ({
    ...rest,
    account,
    messageId: `m${messageId}`,
    ...(hasContact ? { contact: { externalId: `${account}-ada` } } : {}),
  });
  type Plan = { events: Made[]; sizes: number[]; order: number[] };
  const plan: fc.Arbitrary<Plan> = fc
    .uniqueArray(event, { selector: (each) => each.messageId, minLength: 1, maxLength: 40 })
    .chain((events) =>
      fc.record({
        events: fc.constant(events),
        sizes: fc.array(fc.integer({ min: 1, max: 10 }), { minLength: 1 }),
        order: fc.shuffledSubarray([...events.keys(), ...events.keys()], {
          minLength: events.length * 2,
          maxLength: events.length * 2,
        }),
      }),
    );

  it("in any order, any batches, each sent twice and at once: the same buckets as a full recompute", async () => {
    await fc.assert(
      fc.asyncProperty(plan, async ({ events, sizes, order }) => {
        await clear();
        await record(...events.map(toInput));
        const inOrder = await bucketsOf(t);
        const total = events.reduce((sum, each) => sum + each.count, 0);
        await clear();
        const batches: EventInput[][] = [];
        for (let from = 0, n = 0; from < order.length; n += 1) {
          const size = sizes[n % sizes.length] ?? 1;
          batches.push(
            order
              .slice(from, from + size)
              .flatMap((index) => events[index] ?? [])
              .map(toInput),
          );
          from += size;
        }
        await Promise.all(batches.map((batch) => record(...batch)));
        expect(await bucketsOf(t)).toEqual(inOrder);
        expect(await bucketErrors(t)).toEqual([]);
        const sum = await sql<{ n: string }>`select sum(count)::text as n from event_days`.execute(t.db);
        expect(Number(sum.rows[0]?.n)).toBe(total);
        expect(await countOf(t, "events")).toBe(events.length);
      }),
      { numRuns: 15 },
    );
  }, 60_000);

  it("days agree with PostgreSQL's in zones of every kind", async () => {
    const zones = [
      "Asia/Kathmandu",
      "America/St_Johns",
      "Pacific/Apia",
      "Australia/Lord_Howe",
      "Africa/Casablanca",
      "UTC",
    ];
    const instants = fc.sample(
      fc.integer({ min: Date.parse("2000-01-01T00:00:00Z"), max: Date.parse("2026-01-01T00:00:00Z") }),
      { numRuns: 500, seed: 42 },
    );
    for (const zone of zones) {
      const texts = instants.map((ms) => Temporal.Instant.fromEpochMilliseconds(ms).toString());
      const { rows } = await sql<{ day: string }>`
        select (at at time zone ${zone})::date as day from unnest(${texts}::timestamptz[]) with ordinality u (at, n) order by n
      `.execute(t.db);
      expect(instants.map((ms) => dayOf(ms, zone))).toEqual(rows.map((row) => row.day));
    }
  });
});
