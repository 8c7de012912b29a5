import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { drainEngine } from "../engine/index.ts";

let t: TestApp;
const ids = new Map<string, string>();
const create = async (url: string, body: unknown) => {
  const answer = await t.inject({ method: "POST", url, body });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body;
};
const traitOf = async (name: string, slug: string) =>
  (await t.inject({ url: `accounts/${ids.get(name)}` })).body.traits[slug];

beforeAll(async () => {
  t = await testApp();
  await t.inject({
    method: "PUT",
    url: "exchange-rates",
    body: { items: [{ currency: "EUR", startsOn: "2026-01-01", rate: "2" }] },
  });
  for (const name of ["Acme", "Bolt", "Corp"]) {
    ids.set(name, (await create("accounts", { name, plan: name === "Corp" ? null : "Scale" })).id);
  }
  await create("renewals", {
    account: ids.get("Acme"),
    dueOn: "2027-01-31",
    targetArr: "1000",
    forecastArr: "1200",
  });
  await create("renewals", {
    account: ids.get("Acme"),
    dueOn: "2027-03-31",
    targetArr: "500",
    forecastArr: "450",
    currency: "EUR",
  });
  await create("renewals", {
    account: ids.get("Bolt"),
    dueOn: "2027-02-28",
    targetArr: "300",
    forecastArr: "0",
  });
  for (const [priority, openedAt] of [
    ["urgent", "2026-11-01T10:00:00Z"],
    ["urgent", "2026-11-22T10:00:00Z"],
    ["low", "2026-10-01T10:00:00Z"],
  ]) {
    await create("tickets", { account: ids.get("Acme"), subject: `Ticket ${priority}`, priority, openedAt });
  }
  await drainEngine(t.app);
});
afterAll(() => t.close());

describe("calculated traits", () => {
  it("ships the renewal delta over open renewals, in the company's currency, live and explained", async () => {
    expect(await traitOf("Acme", "renewal_delta")).toBe("100.0000");
    expect(await traitOf("Bolt", "renewal_delta")).toBe("-300.0000");
    expect(await traitOf("Corp", "renewal_delta")).toBe("0.0000");
    const { body: renewals } = await t.inject({
      url: `renewals?filter=${encodeURIComponent(JSON.stringify({ subject: "accountId", op: "is-any-of", value: [ids.get("Bolt")] }))}`,
    });
    await t.inject({
      method: "PATCH",
      url: `renewals/${renewals.items[0].id}`,
      body: { forecastArr: "250" },
    });
    await drainEngine(t.app);
    expect(await traitOf("Bolt", "renewal_delta")).toBe("-50.0000");

    const { body } = await t.inject({ url: `accounts/${ids.get("Acme")}/explain?of=trait:renewal_delta` });
    expect(body.value).toBe("100");
    expect(body.reason.label).toBe('sum(renewals.delta where status = "open")');
    expect(
      body.reason.children
        .slice(0, 2)
        .map((row: { seen: string }) => row.seen)
        .sort(),
    ).toEqual(["-100", "200"]);
    expect(body.reason.children.at(-1).children[0].label).toBe("Set by live engine");
  });

  it("is defined, sorted and filtered by, used in segments and other formulas, and changed", async () => {
    const trait = await create("traits", {
      object: "account",
      slug: "old_urgent",
      name: "Old urgent tickets",
      formula: 'count(tickets where priority = "urgent" and age_days > 14)',
    });
    expect(trait).toMatchObject({ type: "number", formula: expect.stringContaining("age_days") });
    await create("traits", {
      object: "account",
      slug: "alarm",
      name: "Alarm",
      formula: "old_urgent > 0 and renewal_delta > 0",
    });
    await create("segments", {
      slug: "alarmed",
      name: "Alarmed",
      rule: { subject: "trait:alarm", op: "is", value: true },
    });
    await drainEngine(t.app);
    expect(await traitOf("Acme", "old_urgent")).toBe(1);
    expect(await traitOf("Acme", "alarm")).toBe(true);
    const members = await t.inject({ url: "segments/alarmed/members" });
    expect(members.body.items.map((each: { name: string }) => each.name)).toEqual(["Acme"]);
    const sorted = await t.inject({ url: "accounts?sort=-trait:old_urgent&limit=1" });
    expect(sorted.body.items[0].name).toBe("Acme");

    const changed = await t.inject({
      method: "PATCH",
      url: `traits/${trait.id}`,
      body: { formula: "count(tickets) * 10" },
    });
    expect(changed.status).toBe(200);
    await drainEngine(t.app);
    expect(await traitOf("Acme", "old_urgent")).toBe(30);
    expect((await t.inject({ method: "DELETE", url: `traits/${trait.id}` })).body.code).toBe("conflict");
    const set = await t.inject({
      method: "PATCH",
      url: `accounts/${ids.get("Acme")}`,
      body: { traits: { old_urgent: 1 } },
    });
    expect(set.status).toBe(400);
  });

  it("moves on with the day", async () => {
    await create("traits", {
      object: "account",
      slug: "days_left",
      name: "Days left",
      formula: 'date_diff("days", today(), nextRenewalOn)',
    });
    await drainEngine(t.app);
    expect(await traitOf("Acme", "days_left")).toBe(69);
    t.advance({ hours: 24 });
    await t.drain();
    await drainEngine(t.app);
    expect(await traitOf("Acme", "days_left")).toBe(68);
  });

  it("refuses what is wrong, with the characters, and circles with their path", async () => {
    const refused = async (body: object) => {
      const answer = await t.inject({
        method: "POST",
        url: "traits",
        body: { object: "account", name: "X", ...body },
      });
      expect(answer.status).toBe(400);
      return answer.body.detail as string;
    };
    expect(await refused({ slug: "x1", formula: "arrr + 1" })).toBe(
      "Characters 1 to 4: There is no “arrr” on account. Did you mean “arr”?",
    );
    expect(await refused({ slug: "x2", formula: "arr", type: "date" })).toContain("gives number, currency");
    expect(await refused({ slug: "x3", formula: "arr", isRequired: true })).toContain("cannot be required");
    expect(await refused({ slug: "x4", formula: "arr", object: "contact" })).toContain("are of accounts");
    expect(await refused({ slug: "x5" })).toContain("needs a type");

    const first = await create("traits", {
      object: "account",
      slug: "ring_a",
      name: "Ring A",
      formula: "arr",
    });
    await create("traits", { object: "account", slug: "ring_b", name: "Ring B", formula: "ring_a + 1" });
    const circle = await t.inject({
      method: "PATCH",
      url: `traits/${first.id}`,
      body: { formula: "1 + ring_b" },
    });
    expect(circle.status).toBe(400);
    expect(circle.body.detail).toContain("Ring");
    const preview = await t.inject({
      method: "POST",
      url: "traits/preview",
      body: { formula: "1 + ring_b", slug: "ring_a" },
    });
    expect(preview.body.problems[0]).toMatchObject({ from: 4, to: 10 });
    expect(preview.body.problems[0].message).toContain("Ring B");
  });

  it("previews on one account and over all", async () => {
    const preview = async (body: object) =>
      (await t.inject({ method: "POST", url: "traits/preview", body })).body;
    const number = await preview({ formula: "count(tickets)", accountId: ids.get("Acme") });
    expect(number.record).toMatchObject({ name: "Acme", value: "3" });
    expect(number.record.reason.children.map((row: { label: string }) => row.label).sort()[0]).toBe(
      "Ticket low",
    );
    expect(number.distribution).toMatchObject({
      total: 3,
      missing: 0,
      numbers: { min: "0", max: "3", mean: "1", median: "0" },
    });
    expect(number.distribution.bins).toHaveLength(20);
    expect(number.distribution.bins[0]).toMatchObject({ from: "0", accounts: 2 });
    expect(number.distribution.bins.at(-1)).toMatchObject({ to: "3", accounts: 1 });
    const text = await preview({ formula: "lower(plan)" });
    expect(text).toMatchObject({
      type: "text",
      distribution: { missing: 1, values: [{ value: "scale", accounts: 2 }] },
    });
    const none = await preview({ formula: "1 / 0" });
    expect(none.distribution).toMatchObject({ total: 3, missing: 3, numbers: null });
    expect((await preview({ formula: "1 +" })).problems[0]).toMatchObject({ from: 3, to: 3 });
  });

  it("never fails at run time, whatever the numbers", async () => {
    await create("traits", { object: "account", slug: "seats", name: "Seats", type: "number" });
    await create("traits", {
      object: "account",
      slug: "wild",
      name: "Wild",
      type: "currency",
      formula: "seats * seats * seats / (seats - 9999999999999999)",
    });
    for (const seats of ["9999999999999999", "9999999999999998", "-9999999999999999"]) {
      await t.inject({ method: "PATCH", url: `accounts/${ids.get("Bolt")}`, body: { traits: { seats } } });
      await drainEngine(t.app);
      expect(await traitOf("Bolt", "wild")).toBe(null);
    }
    await t.inject({
      method: "PATCH",
      url: `accounts/${ids.get("Bolt")}`,
      body: { traits: { seats: "100" } },
    });
    await drainEngine(t.app);
    expect(await traitOf("Bolt", "wild")).toBe("0.0000");
  });
});
