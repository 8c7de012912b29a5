import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { accountCommands } from "../accounts/index.ts";
import { contactCommands } from "../contacts/index.ts";
import { drainEngine } from "../engine/index.ts";
import { recordEvents } from "../events/index.ts";
import { execute } from "../kernel/command.ts";
import { ticketCommands } from "../tickets/index.ts";

let t: TestApp;
let accountId: string;
beforeAll(async () => {
  t = await testApp();
});
afterAll(() => t.close());
beforeEach(async () => {
  await sql`
    truncate events, event_days, contact_days, event_keys, accounts, account_derived, contacts, account_contacts,
             external_ids, tickets, metric_values, dirty_accounts
  `.execute(t.db);
  accountId = await account("acme", { seatsLicensed: 4 });
});

async function account(name: string, more: object = {}): Promise<string> {
  const body = { name, externalId: name, ...more };
  return (await execute(t.app, await t.ctx(), accountCommands.create, { body })).id;
}
async function contact(name: string, more: object = {}): Promise<string> {
  const body = { name, externalId: name, account: "acme", ...more };
  return (await execute(t.app, await t.ctx(), contactCommands.create, { body })).id;
}
async function events(...items: { at: string; name?: string; by?: string; count?: number }[]) {
  const results = await execute(t.app, await t.ctx(), recordEvents, {
    items: items.map(({ at, name = "Used", by, count }) => ({
      name,
      at,
      account: "acme",
      ...(by ? { contact: { externalId: by } } : {}),
      ...(count ? { count } : {}),
    })),
  });
  expect(results.filter((row) => row.status !== "recorded")).toEqual([]);
}
async function metrics(
  id = accountId,
): Promise<Record<string, { value: number | null; [part: string]: unknown }>> {
  await drainEngine(t.app);
  const answer = await t.inject({ url: `accounts/${id}` });
  expect(answer.status).toBe(200);
  return answer.body.metrics;
}

describe("metrics over events", () => {
  it("count calendar days up to today, and compare with the window before", async () => {
    await contact("ada");
    await contact("bob");
    await events(
      { at: "2026-11-23T08:00:00Z", by: "ada", name: "signed in" },
      { at: "2026-11-23T08:01:00Z", by: "ada", count: 5 },
      { at: "2026-10-25T00:00:00Z", by: "bob" },
      { at: "2026-10-24T23:59:59Z", by: "bob", count: 2 },
      { at: "2026-09-25T00:00:00Z", by: "ada", name: "Login" },
      { at: "2026-09-24T23:59:59Z", by: "ada", count: 100 },
    );
    expect(await metrics()).toMatchObject({
      events_30d: { value: 7, previous: 3, change: 4, changePct: 133.3 },
      logins_30d: { value: 1, previous: 1, change: 0, changePct: 0 },
      active_contacts_30d: { value: 2, previous: 2, change: 0 },
      active_days_30d: { value: 2, previous: 2 },
      seat_utilisation: { value: 50, previous: 50 },
      days_since_last_seen: { value: 0, previous: null },
    });
    const quiet = await metrics(await account("quiet"));
    expect(quiet).toMatchObject({
      events_30d: { value: 0, previous: 0, change: 0, changePct: null },
      active_contacts_30d: { value: 0 },
      seat_utilisation: { value: null },
      days_since_last_seen: { value: null },
    });
  });

  it("say when an account was first and last seen, late events included", async () => {
    await events({ at: "2026-11-20T08:00:00Z" }, { at: "2026-11-20T09:30:00Z", name: "Other" });
    await events({ at: "2025-01-05T08:00:00Z" });
    await metrics();
    const { rows } =
      await sql`select first_seen_at, last_seen_at from account_derived where account_id = ${accountId}`.execute(
        t.db,
      );
    expect(rows).toEqual([{ first_seen_at: "2025-01-05T08:00:00Z", last_seen_at: "2026-11-20T09:30:00Z" }]);
  });

  it("slide at midnight, without any event", async () => {
    await contact("ada");
    await events({ at: "2026-10-25T12:00:00Z", by: "ada" });
    expect(await metrics()).toMatchObject({ events_30d: { value: 1 }, days_since_last_seen: { value: 29 } });
    await t.drain();
    t.advance({ hours: 15, minutes: 1 });
    await t.drain();
    expect(await metrics()).toMatchObject({
      events_30d: { value: 0, previous: 1, change: -1, changePct: -100 },
      active_contacts_30d: { value: 0, previous: 1 },
      days_since_last_seen: { value: 30 },
    });
    t.advance({ hours: -15, minutes: -1 });
  });

  it("tell when the sponsor was last seen", async () => {
    await contact("ada", { stakeholderRole: "sponsor" });
    await contact("bob");
    await events({ at: "2026-11-13T12:00:00Z", by: "ada" }, { at: "2026-11-23T08:00:00Z", by: "bob" });
    expect(await metrics()).toMatchObject({ days_since_sponsor_seen: { value: 10 } });
  });
});

describe("metrics over tickets", () => {
  it("tell what is open, how old, how fast it was solved", async () => {
    const ctx = await t.ctx();
    const tickets = [
      { openedAt: "2026-11-03T10:00:00Z", status: "open", priority: "urgent" },
      { openedAt: "2026-11-20T10:00:00Z", status: "open", priority: "low" },
      { openedAt: "2026-11-01T10:00:00Z", status: "solved", solvedAt: "2026-11-01T14:00:00Z", csat: 5 },
      { openedAt: "2026-11-01T10:00:00Z", status: "solved", solvedAt: "2026-11-01T16:00:00Z", csat: 2 },
      {
        openedAt: "2026-10-01T10:00:00Z",
        status: "solved",
        solvedAt: "2026-11-10T10:00:00Z",
        priority: "urgent",
      },
    ];
    for (const body of tickets)
      await execute(t.app, ctx, ticketCommands.create, { body: { account: "acme", ...body } });
    expect(await metrics()).toMatchObject({
      tickets_opened_30d: { value: 4, previous: 1 },
      open_tickets: { value: 2, previous: 1 },
      open_urgent_tickets: { value: 1, previous: 1 },
      oldest_open_ticket_days: { value: 20, previous: 23 },
      median_resolution_hours_90d: { value: 6, previous: null },
      ticket_csat_90d: { value: 3.5 },
    });
  });
});

describe("definitions", () => {
  it("made later are worked out over all events held, and can be sorted and filtered by", async () => {
    await events(
      { at: "2026-11-20T08:00:00Z", name: "Report Exported", count: 12 },
      { at: "2026-11-10T08:00:00Z", name: "Report Exported" },
    );
    await drainEngine(t.app);
    const made = await t.inject({
      method: "POST",
      url: "metrics",
      body: {
        slug: "exports_7d",
        name: "Exports",
        source: { kind: "events", names: ["report exported"] },
        windowDays: 7,
      },
    });
    expect(made.status).toBe(201);
    expect(await metrics()).toMatchObject({
      exports_7d: { value: 12, previous: 1, change: 11, changePct: 1100 },
    });
    const list = await t.inject({ url: "accounts?sort=-metric:exports_7d" });
    expect(list.body.items[0].name).toBe("acme");
    await t.inject({ method: "PATCH", url: `metrics/${made.body.id}`, body: { windowDays: 14 } });
    expect(await metrics()).toMatchObject({ exports_7d: { value: 13, previous: 0, changePct: null } });
    const again = await t.inject({
      method: "POST",
      url: "metrics",
      body: { ...made.body, source: { kind: "contacts" } },
    });
    expect(again).toMatchObject({ status: 409 });
    const rule = { subject: "metric:exports_7d.change", op: "at-least", value: 1 };
    const segment = { slug: "exporters", name: "Exporters", object: "account", rule };
    expect((await t.inject({ method: "POST", url: "segments", body: segment })).status).toBe(201);
    const read = await t.inject({ method: "DELETE", url: `metrics/${made.body.id}` });
    expect(read).toMatchObject({ status: 409, body: { detail: expect.stringContaining("Exporters") } });
    await t.inject({ method: "DELETE", url: "segments/exporters" });
    const gone = await t.inject({ method: "DELETE", url: `metrics/${made.body.id}` });
    expect(gone.body.archivedAt).not.toBeNull();
    expect(await metrics()).not.toHaveProperty("exports_7d");
  });

  it("keep the kind of their source, and refuse slugs that others' columns have", async () => {
    const { body } = await t.inject({ url: "metrics" });
    const events30 = body.items.find((metric: { slug: string }) => metric.slug === "events_30d");
    const patch = { source: { kind: "tickets", aggregate: "open" } };
    expect((await t.inject({ method: "PATCH", url: `metrics/${events30.id}`, body: patch })).status).toBe(
      400,
    );
    const prev = { slug: "x_prev", name: "X", source: { kind: "contacts" } };
    expect((await t.inject({ method: "POST", url: "metrics", body: prev })).body.fields[0].path).toBe("slug");
  });
});

describe("given metrics", () => {
  const send = (body: object) => t.inject({ method: "POST", url: "metric-values", body });

  it("by the day have windows up to today", async () => {
    const answer = await send({
      create: true,
      roles: { api_calls: "usage" },
      items: [
        { account: "acme", on: "2026-11-22", values: { api_calls: "12.5" } },
        { account: "acme", on: "2026-10-01", values: { api_calls: 5 } },
        { account: "nobody", on: "2026-10-01", values: { api_calls: 5 } },
        { account: "acme", on: "2026-02-30", values: { api_calls: 5 } },
        { account: "acme", on: "2026-11-01", values: { api_calls: "many" } },
      ],
    });
    expect(answer.body).toMatchObject({ recorded: 2, rejected: 3 });
    expect(await metrics()).toMatchObject({
      api_calls: { value: 12.5, previous: 5, change: 7.5, changePct: 150 },
    });
    const again = await send({
      items: [
        { account: "acme", on: "2026-11-22", values: { api_calls: 12.5 } },
        { account: "acme", on: "2026-10-01", values: { api_calls: 10 } },
      ],
    });
    expect(again.body.results).toEqual([{ status: "unchanged" }, { status: "updated" }]);
    expect(await metrics()).toMatchObject({ api_calls: { previous: 10 } });
    const list = await t.inject({ url: "metrics" });
    expect(list.body.items.find((metric: { slug: string }) => metric.slug === "api_calls").role).toBe(
      "usage",
    );
  });

  it("by the month take the last month that has ended and was delivered", async () => {
    await account("other");
    await send({
      create: true,
      items: [
        { account: "acme", month: "2026-11", values: { invoices: 1 } },
        { account: "acme", month: "2026-09", values: { invoices: 80 } },
        { account: "acme", month: "2026-08", values: { invoices: 100 } },
        { account: "other", month: "2026-08", values: { invoices: 7 } },
      ],
    });
    expect(await metrics()).toMatchObject({
      invoices: { value: 80, previous: 100, change: -20, changePct: -20 },
    });
    const series = await t.inject({ url: `metrics/invoices/series?accountId=${accountId}` });
    expect(series.body.items.map((point: { on: string; value: number }) => [point.on, point.value])).toEqual([
      ["2026-08-01", 100],
      ["2026-09-01", 80],
      ["2026-11-01", 1],
    ]);
  });
});

describe("series", () => {
  it("end with the metric's own value, for every kind", async () => {
    await contact("ada");
    await contact("bob", { stakeholderRole: "sponsor" });
    await events(
      { at: "2026-11-23T08:00:00Z", by: "ada", name: "Login" },
      { at: "2026-11-20T08:00:00Z", by: "ada", count: 5 },
      { at: "2026-11-01T08:00:00Z", by: "bob" },
      { at: "2026-10-20T08:00:00Z", by: "bob", count: 7 },
    );
    const body = { account: "acme", openedAt: "2026-11-03T10:00:00Z", priority: "urgent" };
    await execute(t.app, await t.ctx(), ticketCommands.create, { body });
    const values = await metrics();
    const { body: list } = await t.inject({ url: "metrics" });
    let compared = 0;
    for (const { slug, isShipped } of list.items) {
      if (!isShipped) continue;
      const { body: series } = await t.inject({ url: `metrics/${slug}/series?accountId=${accountId}` });
      expect(series.items).toHaveLength(365);
      expect([slug, series.items.at(-1).rolling]).toEqual([slug, values[slug]?.value ?? null]);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(8);
    const { body: series } = await t.inject({
      url: `metrics/events_30d/series?from=2026-10-19&to=2026-10-21`,
    });
    expect(series.items).toEqual([
      { on: "2026-10-19", value: 0, rolling: 0 },
      { on: "2026-10-20", value: 7, rolling: 7 },
      { on: "2026-10-21", value: 0, rolling: 7 },
    ]);
  });
});
