import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { accountCommands } from "../accounts/index.ts";
import { contactCommands } from "../contacts/index.ts";
import { drainEngine } from "../engine/index.ts";
import { recordEvents } from "../events/index.ts";
import { execute } from "../kernel/command.ts";

// It is 23 November 2026.
let t: TestApp;
let accountId: string;

const post = async (url: string, body: object) => {
  const answer = await t.inject({ method: "POST", url, body });
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return answer.body;
};

beforeAll(async () => {
  t = await testApp();
  const ctx = await t.ctx();
  const make = (body: object) =>
    execute(t.app, ctx, accountCommands.create, { body: { name: "Acme", ...body } });
  accountId = (await make({ externalId: "acme", seatsLicensed: 4 })).id;
  await make({ name: "Other", externalId: "other" });
  await execute(t.app, ctx, contactCommands.create, {
    body: { name: "Ada", externalId: "ada", account: "acme" },
  });
});
afterAll(() => t.close());

/** Defines a metric and reads it for the account, as the engine keeps it and as its series ends. */
async function valuesFor(source: object, more: object = {}) {
  const slug = `m${crypto.randomUUID().slice(0, 8)}`;
  await post("metrics", { slug, name: slug, source, ...more });
  await drainEngine(t.app);
  const { body } = await t.inject({ url: `accounts/${accountId}` });
  const series = await t.inject({ url: `metrics/${slug}/series?accountId=${accountId}` });
  expect(series.body.items).toHaveLength(365);
  expect(series.body.items.at(-1).rolling).toBe(body.metrics[slug].value);
  const preview = await post("metrics/preview", { source, recordId: accountId, ...more });
  const { value, previous, change } = body.metrics[slug];
  expect(preview.record).toMatchObject({ value, previous, change });
  const why = await t.inject({ url: `accounts/${accountId}/explain?of=metric:${slug}` });
  expect(why.body.value).toBe(value);
  return { ...body.metrics[slug], facts: why.body.reason.children.at(-1), preview: preview.record };
}

describe("metrics over records", () => {
  beforeAll(async () => {
    await post("custom-objects", { slug: "deal", plural: "deals", name: "Deal", namePlural: "Deals" });
    for (const [slug, type] of [
      ["closed_on", "date"],
      ["value", "currency"],
      ["product", "text"],
    ]) {
      await post("traits", { object: "deal", slug, name: slug, type });
    }
    const deals = [
      { closed_on: "2026-11-23", value: "100", product: "A" },
      { closed_on: "2026-11-01", value: "50", product: "B" },
      { closed_on: "2026-11-01", value: "30", product: "A" },
      { closed_on: "2026-10-10", value: "7", product: "C" },
      { closed_on: "2026-12-24", value: "9999", product: "D" },
    ];
    for (const [n, traits] of deals.entries()) {
      await post("custom-records/deal", { account: accountId, name: `Deal ${n}`, traits });
    }
  });
  const deals = (more: object) => ({ kind: "records", object: "deal", at: "trait:closed_on", ...more });

  it.each([
    ["count", {}, 3, 1],
    ["distinct", { field: "trait:product" }, 2, 1],
    ["sum", { field: "trait:value" }, 180, 7],
    ["mean", { field: "trait:value" }, 60, 7],
    ["min", { field: "trait:value" }, 30, 7],
    ["max", { field: "trait:value" }, 100, 7],
    ["latest", { field: "trait:value" }, 100, 7],
    ["days", {}, 2, 1],
    ["days-since", {}, 0, 14],
    ["count", { where: { subject: "trait:product", op: "is", value: "A" } }, 2, 0],
  ])("of one's own kind: %s %o", async (aggregate, more, value, previous) => {
    expect(await valuesFor(deals({ aggregate, ...more }))).toMatchObject({ value, previous });
  });

  it("tell of their rows, first and last", async () => {
    const { facts, preview } = await valuesFor(deals({ aggregate: "sum", field: "trait:value" }));
    expect(facts.children.map((row: { label: string }) => row.label)).toEqual(["Deal 0", "Deal 1", "Deal 2"]);
    expect(preview).toMatchObject({ firstOn: "2026-10-10", lastOn: "2026-12-24" });
  });

  it("are refused with what to do, where they cannot be worked out", async () => {
    const refused = async (source: object) => {
      const answer = await t.inject({
        method: "POST",
        url: "metrics",
        body: { slug: "bad", name: "Bad", source: { kind: "records", ...source } },
      });
      expect(answer.status).toBe(400);
      return answer.body.fields[0] as { path: string; message: string };
    };
    expect(await refused({ object: "deel" })).toMatchObject({
      path: "source.object",
      message: expect.stringContaining("deal"),
    });
    expect((await refused({ object: "deal", at: "name" })).message).toContain("trait:closed_on");
    expect((await refused({ object: "deal", aggregate: "sum" })).path).toContain("field");
    expect((await refused({ object: "deal", aggregate: "sum", field: "name" })).message).toContain(
      "no number",
    );
    expect((await refused({ object: "renewal", aggregate: "sum", field: "forecastArr" })).message).toContain(
      "calculated trait",
    );
    expect((await refused({ object: "deal", where: { subject: "no", op: "is", value: 1 } })).path).toContain(
      "subject",
    );
  });
});

describe("metrics over notes and conversations", () => {
  const note = (category: string, at: string) =>
    post("notes", { account: accountId, category, subject: category, body: "x", at });
  const touches = (more: object) => ({ kind: "touches", ...more });

  it("count what each side wrote, and two-way touches", async () => {
    const conversationId = crypto.randomUUID();
    const message = (direction: string, at: string, more: object = {}) => ({ direction, at, ...more });
    await recordMessages(conversationId, [
      message("out", "2026-11-02T10:00:00Z", { is_automatic: true }),
      message("in", "2026-11-03T10:00:00Z"),
      message("out", "2026-11-04T10:00:00Z"),
      message("in", "2026-11-04T11:00:00Z", { kind: "auto-reply", is_automatic: true }),
    ]);
    await recordMessages(crypto.randomUUID(), [message("out", "2026-11-20T10:00:00Z")]);
    await note("Call", "2026-10-10T10:00:00Z");
    await note("Internal", "2026-11-22T10:00:00Z");
    expect(await valuesFor(touches({ of: "received" }))).toMatchObject({ value: 1, previous: 0 });
    expect(await valuesFor(touches({ of: "sent" }))).toMatchObject({ value: 2 });
    expect(await valuesFor(touches({ of: "two-way", noteCategories: ["call"] }))).toMatchObject({
      value: 2,
      previous: 1,
    });
    expect(await valuesFor(touches({ of: "two-way", aggregate: "days-since" }))).toMatchObject({ value: 19 });
    expect(await valuesFor(touches({ of: "received", aggregate: "days-since" }))).toMatchObject({
      value: 20,
    });
    const notes = await valuesFor({ kind: "records", object: "note", at: "at" });
    expect(notes).toMatchObject({ value: 1, previous: 1 });
  });

  async function recordMessages(id: string, messages: Record<string, unknown>[]) {
    const { sql } = await import("kysely");
    await sql`
      insert into conversations (account_id, id, subject, status, direction, is_automatic, reply_token, message_count, last_message_at,
        last_direction, started_by_kind, started_by_id, started_by_name, created_at, updated_at)
      values (${accountId}, ${id}, 'Hello', 'open', 'outbound', false, ${id}, 1, '2026-11-02T10:00:00Z', 'out', 'system', 'x', 'x',
        '2026-11-02T10:00:00Z', '2026-11-02T10:00:00Z')
    `.execute(t.db);
    for (const { direction, at, kind = "message", is_automatic = false } of messages) {
      await sql`
        insert into messages (account_id, id, conversation_id, direction, kind, status, message_id, from_name, from_address,
          sender_matches_contact, recipients, subject, text, reply, is_automatic, at)
        values (${accountId}, ${crypto.randomUUID()}, ${id}, ${direction}, ${kind}, ${direction === "out" ? "sent" : "received"},
          ${crypto.randomUUID()}, 'x', 'x', true, '[]', 'Hello', 'x', 'x', ${is_automatic}, ${at})
      `.execute(t.db);
    }
  }
});

describe("a trait over time", () => {
  it("stands until it changes, also where it never did", async () => {
    await post("traits", { object: "account", slug: "machines", name: "Machines", type: "number" });
    const set = async (machines: number) => {
      await t.inject({ method: "PATCH", url: `accounts/${accountId}`, body: { traits: { machines } } });
    };
    t.advance({ hours: -24 * 40 });
    await set(10);
    t.advance({ hours: 24 * 20 });
    await set(40);
    t.advance({ hours: 24 * 20 });
    const of = (aggregate: string) => ({ kind: "trait", field: "trait:machines", aggregate });
    expect(await valuesFor(of("latest"))).toMatchObject({ value: 40, previous: 10, change: 30 });
    expect(await valuesFor(of("min"))).toMatchObject({ value: 10, previous: 10 });
    expect(await valuesFor(of("max"))).toMatchObject({ value: 40, previous: 10 });
    // 9 days of 10 and 21 of 40; before it only the days that had a value count.
    expect(await valuesFor(of("mean"))).toMatchObject({ value: 31, previous: 10 });
    expect(await valuesFor({ kind: "trait", field: "seatsLicensed" })).toMatchObject({ value: 4 });
  });

  it("is refused where no history is kept", async () => {
    const body = { slug: "bad", name: "Bad", source: { kind: "trait", field: "metric:events_30d" } };
    const answer = await t.inject({ method: "POST", url: "metrics", body });
    expect(answer.body.fields[0]).toMatchObject({
      path: "source.field",
      message: expect.stringContaining("history"),
    });
  });
});

describe("windows and denominators", () => {
  beforeAll(async () => {
    const used = (at: string, count: number) => ({
      name: "Used",
      at,
      account: "acme",
      contact: { externalId: "ada" },
      count,
    });
    await execute(t.app, await t.ctx(), recordEvents, {
      items: [
        used("2026-11-23T08:00:00Z", 8),
        used("2026-11-01T08:00:00Z", 4),
        used("2026-10-20T08:00:00Z", 2),
        used("2026-10-30T08:00:00Z", 16),
        used("2024-01-05T08:00:00Z", 32),
      ],
    });
  });
  const events = { kind: "events", names: ["Used"] };
  const days = { ...events, aggregate: "days" };
  const contacts = { kind: "contacts" };
  const lastMonth = { kind: "last", count: 1, unit: "months" };
  const monthToDate = { kind: "to-date", period: "month" };
  const byProperty = { kind: "event-values", names: ["Used"] };

  it.each([
    [events, lastMonth, 28, 2],
    [events, monthToDate, 12, 2],
    [events, { kind: "to-date", period: "week" }, 8, 0],
    [events, { kind: "to-date", period: "year" }, 30, 0],
    [events, { kind: "all" }, 62, null],
    [days, lastMonth, 3, 1],
    [days, monthToDate, 2, 1],
    [days, { kind: "all" }, 5, null],
    [contacts, monthToDate, 1, 1],
    [contacts, { kind: "all" }, 1, null],
    [byProperty, monthToDate, 12, 2],
    [byProperty, { kind: "all" }, 62, null],
    [{ ...byProperty, aggregate: "contacts" }, monthToDate, 1, 1],
  ])("%o %o", async (source, window, value, previous) => {
    expect(await valuesFor(source, { window })).toMatchObject({ value, previous });
  });

  it("divide by the licensed seats, or by the contacts", async () => {
    expect(await valuesFor(events, { per: "seat" })).toMatchObject({ value: 7, previous: 0.5 });
    expect(await valuesFor(events, { per: "contact" })).toMatchObject({ value: 28, previous: 2 });
  });
});

describe("roles", () => {
  it("are held by one metric at a time", async () => {
    const roleOf = async (slug: string) => (await t.inject({ url: `metrics/${slug}` })).body.role;
    expect(await roleOf("events_30d")).toBe("usage");
    await post("metrics", { slug: "calls", name: "Calls", source: { kind: "given" }, role: "usage" });
    expect([await roleOf("events_30d"), await roleOf("calls")]).toEqual([null, "usage"]);
    await t.inject({ method: "PATCH", url: "metrics/events_30d", body: { role: "usage" } });
    expect([await roleOf("events_30d"), await roleOf("calls")]).toEqual(["usage", null]);
  });

  it("name the metric that holds them in rules, which keeps others from letting them go", async () => {
    const rule = { subject: "role:business-volume.changePct", op: "at-most", value: -25 };
    const segment = { slug: "shrinking", name: "Shrinking", rule };
    expect((await t.inject({ method: "POST", url: "segments", body: segment })).status).toBe(400);
    const values = (on: string, orders: number) => ({ account: accountId, on, values: { orders } });
    await post("metric-values", {
      create: true,
      roles: { orders: "business-volume" },
      items: [values("2026-11-20", 50), values("2026-10-20", 100)],
    });
    await post("segments", segment);
    await drainEngine(t.app);
    const members = await t.inject({ url: "segments/shrinking/members" });
    expect(members.body.items.map((each: { id: string }) => each.id)).toEqual([accountId]);
    // The shipped indicator waited for the role; it is raised in the words of the role.
    const indicators = await t.inject({
      url: `indicators?filter=${encodeURIComponent(JSON.stringify({ subject: "definition", op: "is", value: "business_volume_down" }))}`,
    });
    expect(indicators.body.items.map((each: { message: string }) => each.message)).toEqual([
      "Business volume fell by 50 %.",
    ]);

    await post("metrics", {
      slug: "invoices",
      name: "Invoices",
      source: { kind: "given" },
      role: "business-volume",
    });
    await drainEngine(t.app);
    expect((await t.inject({ url: "segments/shrinking/members" })).body.items).toEqual([]);
    const cleared = await t.inject({ method: "PATCH", url: "metrics/invoices", body: { role: null } });
    expect(cleared).toMatchObject({ status: 409, body: { detail: expect.stringContaining("Shrinking") } });
  });
});

describe("metrics over records that lie below no account", () => {
  it("count what belongs to the account's contacts, its organization, or to several accounts", async () => {
    const group = (await post("organizations", { name: "Group" })).id;
    await t.inject({ method: "PATCH", url: `accounts/${accountId}`, body: { organizationId: group } });
    const [other] = (await t.inject({ url: "accounts?sort=-name&limit=1" })).body.items;
    const owners = {
      contact: { contact: "ada" },
      organization: { organizationId: group },
      accounts: { accountIds: [accountId, other.id] },
    };
    for (const [linkedTo, owner] of Object.entries(owners)) {
      const words = {
        slug: `of_${linkedTo}`,
        plural: `of_${linkedTo}s`,
        name: linkedTo,
        namePlural: linkedTo,
      };
      await post("custom-objects", { ...words, linkedTo });
      await post("traits", { object: words.slug, slug: "cost", name: "Cost", type: "number" });
      for (const cost of [5, 7]) {
        await post(`custom-records/${words.slug}`, { ...owner, name: `${cost}`, traits: { cost } });
      }
      const source = {
        kind: "records",
        object: words.slug,
        at: "createdAt",
        aggregate: "sum",
        field: "trait:cost",
      };
      const values = await valuesFor(source);
      expect([linkedTo, values.value]).toEqual([linkedTo, 12]);
      expect(values.facts.children).toHaveLength(2);
    }
  });
});
