import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { drainEngine } from "../engine/index.ts";
import { recordEvents } from "../events/index.ts";
import { executeIn } from "../kernel/command.ts";
import { hangingOnAccount, hangingOnContact } from "./hanging-tables.ts";

let t: TestApp;
let inbound = "";
beforeAll(async () => {
  t = await testApp();
  const address = await t.inject({ method: "POST", url: "mail-settings/inbound-address" });
  inbound = new URL(address.body.url).pathname;
});
afterAll(() => t.close());

let number = 0;
const post = async (url: string, body: unknown) => {
  const answer = await t.inject({ method: "POST", url, body });
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return answer.body;
};

type Shape = { tickets: number; notes: number; events: number; shared: boolean; arr: number };

/** An account with something of most kinds below it. */
async function account(shape: Shape, contactId?: string) {
  number += 1;
  const made = await post("accounts", {
    name: `Northwind ${number}`,
    externalId: `N-${number}`,
    domains: [`northwind${number}.example`],
    ...(shape.arr > 0 ? { arr: shape.arr, nextRenewalOn: "2027-03-31" } : {}),
  });
  const contact = await post("contacts", {
    name: `Ada ${number}`,
    email: `ada${number}@northwind.example`,
    externalId: `C-${number}`,
    account: { id: made.id },
    stakeholderRole: "champion",
  });
  for (let at = 0; at < shape.tickets; at++) {
    await post("tickets", {
      account: { id: made.id },
      subject: `Ticket ${at}`,
      status: "open",
      openedAt: "2026-11-01T08:00:00Z",
    });
  }
  for (let at = 0; at < shape.notes; at++) {
    await post("notes", { account: { id: made.id }, body: `Note ${at}`, at: "2026-11-02T08:00:00Z" });
  }
  await wrote(`ada${number}@northwind.example`);
  const project = await post("projects", { account: { id: made.id }, name: "Onboarding", status: "active" });
  await post("tasks", { account: { id: made.id }, title: "Call", projectId: project.id });
  const ctx = await t.ctx();
  const events = Array.from({ length: shape.events }, (_, at) => ({
    account: { id: made.id },
    contact: { id: shape.shared && contactId ? contactId : contact.id },
    name: "Report opened",
    at: `2026-11-${String(1 + (at % 20)).padStart(2, "0")}T10:00:00Z`,
  }));
  if (events.length > 0) {
    await t.db
      .transaction()
      .execute((tx) => executeIn(t.app, tx, ctx, recordEvents, { source: "app", items: events } as never));
  }
  return { id: made.id as string, contactId: contact.id as string, externalId: `N-${number}` };
}

/** A mail of theirs came in, as a mail server delivers it. */
async function wrote(from: string): Promise<void> {
  const lines = [
    `From: Ada <${from}>`,
    "To: success@ours.example",
    `Message-ID: <${from}>`,
    "Subject: Hello",
    "",
    "Hi!",
  ];
  const answer = await t.inject({
    method: "POST",
    url: inbound,
    body: Buffer.from(lines.join("\r\n")),
    as: null,
    headers: { "content-type": "message/rfc822" },
  });
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
}

/** Every row of every table in which either record is named, apart from logs and what engine and clock keep. */
async function rowsOf(ids: readonly string[]): Promise<Record<string, unknown[]>> {
  const found: Record<string, unknown[]> = {};
  const tables = [
    ...hangingOnAccount.map((each) => ({ ...each, column: each.column ?? "account_id" })),
    ...hangingOnContact.map((each) => ({ ...each, column: each.column ?? "contact_id" })),
  ];
  for (const { table, column, treatment } of tables) {
    if (treatment === "stay" || table === "history") continue;
    const { rows } = await sql<{ row: unknown }>`
      select to_jsonb(r) as row from ${sql.table(table)} r where ${sql.ref(`r.${column}`)} = any(${[...ids]}::uuid[])
       order by to_jsonb(r)::text
    `.execute(t.db);
    found[`${table}.${column}`] = rows.map((each) => each.row);
  }
  const accounts = await sql<{ row: Record<string, unknown> }>`
    select to_jsonb(a) - 'updated_at' as row from accounts a where id = any(${[...ids]}::uuid[]) order by id
  `.execute(t.db);
  const contacts = await sql<{ row: Record<string, unknown> }>`
    select to_jsonb(a) - 'updated_at' as row from contacts a where id = any(${[...ids]}::uuid[]) order by id
  `.execute(t.db);
  return { ...found, accounts: accounts.rows, contacts: contacts.rows };
}

const merge = (object: "account" | "contact", mergedId: string, survivorId: string, choices = {}) =>
  post("merges", { object, mergedId, survivorId, choices });
const undo = async (id: string) => {
  const answer = await t.inject({ method: "DELETE", url: `merges/${id}` });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
};

const shape = fc.record({
  tickets: fc.nat(2),
  notes: fc.nat(2),
  events: fc.nat(30),
  shared: fc.boolean(),
  arr: fc.constantFrom(0, 12000, 54321),
});

async function isWaiting(): Promise<boolean> {
  const { rows } = await sql`
    select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
  `.execute(t.db);
  return rows.length > 0;
}

/** Traits of several objects that name accounts and contacts, and records of own kinds that belong to them. */
async function defineReferences() {
  const trait = (object: string, slug: string, type: string) =>
    post("traits", { object, slug, name: slug, type });
  await trait("account", "partner", "account");
  await trait("account", "sponsor", "contact");
  await trait("contact", "employer", "account");
  await trait("ticket", "reported_by", "contact");
  const define = (slug: string, linkedTo: string) =>
    post("custom-objects", { slug, plural: `${slug}s`, name: slug, namePlural: `${slug}s`, linkedTo });
  await define("badge", "contact");
  await define("deal", "accounts");
  await define("place", "account");
  await trait("place", "landlord", "account");
}

/** Records that name both pairs in every way. */
async function refer(one: { id: string; contactId: string }, other: { id: string; contactId: string }) {
  const patch = (url: string, traits: object) => t.inject({ method: "PATCH", url, body: { traits } });
  const third = await post("accounts", {
    name: "Third",
    traits: { partner: other.id, sponsor: other.contactId },
  });
  await patch(`accounts/${other.id}`, { partner: other.id, sponsor: one.contactId });
  await patch(`accounts/${one.id}`, { partner: other.id, sponsor: other.contactId });
  await patch(`contacts/${one.contactId}`, { employer: other.id });
  for (const { id, contactId } of [one, other]) {
    await post("tickets", {
      account: { id },
      subject: "Named",
      status: "open",
      openedAt: "2026-11-03T08:00:00Z",
      traits: { reported_by: contactId },
    });
    await post("custom-records/place", { accountId: id, name: "Hall", traits: { landlord: other.id } });
    await post("custom-records/badge", { contactId, name: "Badge" });
  }
  await post("custom-records/deal", { accountIds: [one.id, other.id], name: "Joint" });
  await post("custom-records/deal", { accountIds: [other.id, third.id], name: "Theirs" });
  return third.id as string;
}

const referring = [
  "custom_badge",
  "custom_deal",
  "custom_place",
  "custom_record_accounts",
  "accounts",
  "contacts",
  "tickets",
];

/** All that stands in the tables of those who name others. */
async function referringRows(): Promise<Record<string, unknown[]>> {
  const found: Record<string, unknown[]> = {};
  for (const table of referring) {
    const { rows } = await sql<{ row: unknown }>`
      select to_jsonb(r) - 'updated_at' as row from ${sql.table(table)} r order by to_jsonb(r)::text`.execute(
      t.db,
    );
    found[table] = rows.map((each) => each.row);
  }
  return found;
}

describe("merging and parting", () => {
  it("leads whatever names the merged record to the survivor, and back", async () => {
    await defineReferences();
    const none = { tickets: 0, notes: 0, events: 0, shared: false, arr: 0 };
    const [survivor, merged] = [await account(none), await account(none)];
    const third = await refer(survivor, merged);
    await drainEngine(t.app);
    const before = await referringRows();
    const made = await merge("account", merged.id, survivor.id);
    const people = await merge("contact", merged.contactId, survivor.contactId);
    expect((await t.inject({ url: `accounts/${third}` })).body.traits).toMatchObject({
      partner: survivor.id,
      sponsor: survivor.contactId,
    });
    const history = (await t.inject({ url: `objects/account/records/${survivor.id}/changes?limit=500` })).body
      .items;
    const told = history.filter((change: { of: unknown }) => change.of !== null);
    expect(told[0].of).toMatchObject({ id: merged.id });
    expect(told.map((change: { field: string }) => change.field)).toContain("trait:sponsor");
    const text = JSON.stringify(await referringRows());
    // Each stands under its own id only, archived.
    expect(text.split(merged.id)).toHaveLength(2);
    expect(text.split(merged.contactId)).toHaveLength(2);
    // Parted in the order in which they were merged: the accounts first.
    expect((await undo(made.id)).kept).toEqual([]);
    expect((await undo(people.id)).kept).toEqual([]);
    expect(await referringRows()).toEqual(before);
  });

  it("leaves with the survivor what names another record since", async () => {
    const none = { tickets: 0, notes: 0, events: 0, shared: false, arr: 0 };
    const [survivor, merged, other] = [await account(none), await account(none), await account(none)];
    const naming = await post("accounts", { name: "Naming", traits: { partner: merged.id } });
    const made = await merge("account", merged.id, survivor.id);
    await t.inject({
      method: "PATCH",
      url: `accounts/${naming.id}`,
      body: { traits: { partner: other.id } },
    });
    expect((await undo(made.id)).kept).toEqual([
      { what: "partner (trait: account): 1", why: "they name another record since, or none" },
    ]);
    expect((await t.inject({ url: `accounts/${naming.id}` })).body.traits.partner).toBe(other.id);
  });

  it("merge then unmerge restores every row of every table", async () => {
    await fc.assert(
      fc.asyncProperty(shape, shape, async (one, other) => {
        const survivor = await account(one);
        const merged = await account(other, survivor.contactId);
        await drainEngine(t.app);
        const ids = [survivor.id, merged.id, survivor.contactId, merged.contactId];
        const before = await rowsOf(ids);
        expect(before["events.account_id"]).toHaveLength(one.events + other.events);
        expect(before["messages.contact_id"]).toHaveLength(2);
        const made = await merge("account", merged.id, survivor.id);
        expect(await rowsOf([merged.id])).toMatchObject({
          "tickets.account_id": [],
          "contracts.account_id": [],
          "events.account_id": [],
        });
        const people = await merge("contact", merged.contactId, survivor.contactId);
        expect((await undo(people.id)).kept).toEqual([]);
        expect((await undo(made.id)).kept).toEqual([]);
        expect(await rowsOf(ids)).toEqual(before);
      }),
      { numRuns: 6, seed: 11 },
    );
  });

  it("takes over what was on its way to the merged record, and gives it back with the rest", async () => {
    const survivor = await account({ tickets: 0, notes: 0, events: 2, shared: false, arr: 0 });
    const merged = await account({ tickets: 0, notes: 0, events: 3, shared: false, arr: 0 });
    const ctx = await t.ctx();
    const held = Promise.withResolvers<void>();
    const late = t.db.transaction().execute(async (tx) => {
      const items = [{ account: { id: merged.id }, name: "Late report", at: "2026-11-20T10:00:00Z" }];
      await executeIn(t.app, tx, ctx, recordEvents, { source: "app", items } as never);
      await held.promise;
    });
    const merging = merge("account", merged.id, survivor.id);
    // The merge has moved what it saw, and waits for the buckets.
    await vi.waitUntil(isWaiting, { timeout: 20_000 });
    held.resolve();
    await late;
    const made = await merging;
    const eventsOf = async (id: string) =>
      Number(
        (await sql<{ n: number }>`select count(*) as n from events where account_id = ${id}`.execute(t.db))
          .rows[0]?.n,
      );
    expect(await eventsOf(merged.id)).toBe(1);
    t.advance({ minutes: 5 });
    await t.drain();
    expect([await eventsOf(merged.id), await eventsOf(survivor.id)]).toEqual([0, 6]);
    const { rows } = await sql<{ n: number }>`
      select sum(count)::integer as n from event_days where account_id = ${survivor.id}
    `.execute(t.db);
    expect(rows[0]?.n).toBe(6);
    expect((await undo(made.id)).kept).toEqual([]);
    expect([await eventsOf(merged.id), await eventsOf(survivor.id)]).toEqual([4, 2]);
  });

  it("leads old ids and external ids to the survivor, and adds up ARR", async () => {
    const survivor = await account({ tickets: 1, notes: 0, events: 3, shared: false, arr: 12000 });
    const merged = await account({ tickets: 2, notes: 1, events: 4, shared: false, arr: 6000 });
    await merge("account", merged.id, survivor.id);
    await drainEngine(t.app);
    const byOldId = await t.inject({ url: `accounts/${merged.id}` });
    expect(byOldId.body).toMatchObject({ id: survivor.id, arr: { amount: "18000.00" } });
    const byExternalId = await t.inject({ url: `accounts/by-external-id/app/${merged.externalId}` });
    expect(byExternalId.body.id).toBe(survivor.id);
    const patched = await t.inject({
      method: "PATCH",
      url: `accounts/${merged.id}`,
      body: { plan: "Scale" },
    });
    expect(patched.body).toMatchObject({ id: survivor.id, plan: "Scale" });
    const ticket = await post("tickets", {
      account: { id: merged.id },
      subject: "Late",
      status: "open",
      openedAt: "2026-11-20T08:00:00Z",
    });
    expect(ticket.accountId).toBe(survivor.id);
    const restored = await t.inject({ method: "POST", url: `accounts/${merged.id}/restoration` });
    expect(restored.status).toBe(409);
  });

  it("parts again after further edits and says what it leaves", async () => {
    const survivor = await account({ tickets: 1, notes: 0, events: 2, shared: false, arr: 0 });
    const merged = await account({ tickets: 1, notes: 1, events: 2, shared: false, arr: 9000 });
    await t.inject({
      method: "PATCH",
      url: `accounts/${merged.id}`,
      body: { industry: "Mining", region: "EMEA" },
    });
    const made = await merge("account", merged.id, survivor.id);
    await t.inject({ method: "PATCH", url: `accounts/${survivor.id}`, body: { industry: "Steel" } });
    const [ticket] = (await t.db
      .selectFrom("merge_rows")
      .selectAll()
      .where("merge_id", "=", made.id)
      .where("table_name", "=", "tickets")
      .execute()) as unknown as { key: { id: string } }[];
    await t.inject({ method: "PATCH", url: `tickets/${ticket?.key.id}`, body: { subject: "Edited since" } });
    const [project] = await t.db
      .selectFrom("projects")
      .selectAll()
      .where("account_id", "=", survivor.id)
      .where(
        "id",
        "in",
        sql<string>`(select (key ->> 'id')::uuid from merge_rows where merge_id = ${made.id} and table_name = 'projects')`,
      )
      .execute();
    const task = await post("tasks", {
      account: { id: survivor.id },
      title: "Made since",
      projectId: project?.id,
    });
    const undone = await undo(made.id);
    expect(undone.kept).toEqual([
      { what: "Industry of the survivor", why: "it was changed since the merge and stays as it is" },
    ]);
    expect((await t.inject({ url: `accounts/${survivor.id}` })).body).toMatchObject({
      industry: "Steel",
      region: null,
    });
    expect((await t.inject({ url: `accounts/${merged.id}` })).body).toMatchObject({
      id: merged.id,
      industry: "Mining",
      archivedAt: null,
    });
    expect((await t.inject({ url: `tickets/${ticket?.key.id}` })).body).toMatchObject({
      accountId: merged.id,
      subject: "Edited since",
    });
    expect((await t.inject({ url: `tasks/${task.id}` })).body.accountId).toBe(merged.id);
  });

  it("undoes merges of the same records last first, and refuses what makes no sense", async () => {
    const small = { tickets: 0, notes: 0, events: 0, shared: false, arr: 0 };
    const [a, b, c] = [await account(small), await account(small), await account(small)];
    const first = await merge("account", a.id, b.id);
    const second = await merge("account", b.id, c.id);
    expect((await t.inject({ url: `accounts/${a.id}` })).body.id).toBe(c.id);
    const refused = await t.inject({ method: "DELETE", url: `merges/${first.id}` });
    expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining("last first")]);
    expect(
      (
        await t.inject({
          method: "POST",
          url: "merges",
          body: { object: "account", mergedId: a.id, survivorId: c.id },
        })
      ).status,
    ).toBe(409);
    expect(
      (
        await t.inject({
          method: "POST",
          url: "merges",
          body: { object: "account", mergedId: c.id, survivorId: c.id },
        })
      ).status,
    ).toBe(400);
    await undo(second.id);
    await undo(first.id);
    expect((await t.inject({ url: `accounts/${a.id}` })).body.id).toBe(a.id);
  });

  it("previews what moves, which value wins and what conflicts", async () => {
    const survivor = await account({ tickets: 0, notes: 0, events: 0, shared: false, arr: 12000 });
    const merged = await account({ tickets: 2, notes: 0, events: 0, shared: false, arr: 6000 });
    const preview = await t.inject({
      url: `merges/preview?object=account&survivorId=${survivor.id}&mergedId=${merged.id}`,
    });
    expect(preview.status, JSON.stringify(preview.body)).toBe(200);
    expect(preview.body.moves).toContainEqual({ table: "tickets", label: "Tickets", rows: 2 });
    expect(preview.body.fields).toContainEqual(expect.objectContaining({ field: "name", wins: "survivor" }));
    expect(preview.body.fields).toContainEqual(expect.objectContaining({ field: "domains", wins: "both" }));
    expect(preview.body.conflicts.map((each: { kind: string }) => each.kind)).toContain("overlapping-terms");
  });

  it("suggests near names and shared domains, until somebody says they are two", async () => {
    const one = await post("accounts", { name: "Zephyr Robotics GmbH", domains: ["zephyr.example"] });
    const other = await post("accounts", { name: "Zephyr Robotic", domains: [] });
    const pairs = async () =>
      (await t.inject({ url: "duplicates?object=account" })).body.items.filter(
        (each: { first: { id: string } }) => each.first.id === one.id,
      );
    expect(await pairs()).toMatchObject([
      { second: { id: other.id }, because: "The names are nearly the same" },
    ]);
    await post("duplicates/dismissals", { object: "account", firstId: other.id, secondId: one.id });
    expect(await pairs()).toEqual([]);
  });
});
