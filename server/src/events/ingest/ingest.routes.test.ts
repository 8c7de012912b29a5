import { gzipSync } from "node:zlib";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../../test/app.ts";
import { bucketErrors, bucketsOf, countOf, writeKey } from "../../../test/events.ts";
import { accountCommands } from "../../accounts/index.ts";
import { contactCommands } from "../../contacts/index.ts";
import { execute } from "../../kernel/command.ts";

let t: TestApp;
let headers: Record<string, string>;
beforeAll(async () => {
  t = await testApp();
  ({ headers } = await writeKey(t));
});
afterAll(() => t.close());
beforeEach(async () => {
  await sql`
    truncate events, event_days, contact_days, event_keys, held_events, events_without_contact,
             accounts, account_derived, contacts, account_contacts, external_ids
  `.execute(t.db);
});

const send = (type: string, body: unknown, more: Record<string, string> = {}) =>
  t.inject({
    method: "POST",
    url: `/v1/${type}`,
    body,
    as: null,
    headers: { ...headers, "content-type": "application/json", ...more },
  });
const at = "2026-11-20T10:00:00.000Z";

async function account(externalId: string, name = externalId): Promise<string> {
  const ctx = await t.ctx();
  return (await execute(t.app, ctx, accountCommands.create, { body: { name, externalId } })).id;
}
async function contact(externalId: string, more: object = {}): Promise<string> {
  const body = { name: externalId, externalId, ...more };
  return (await execute(t.app, await t.ctx(), contactCommands.create, { body })).id;
}

describe("track", () => {
  it("stores an event with its bucket and its contact's day, and marks the account", async () => {
    const accountId = await account("acme");
    const contactId = await contact("ada", { account: "acme" });
    await sql`delete from dirty_accounts`.execute(t.db);
    const answer = await send("track", { userId: "ada", event: "Signed In", timestamp: at, messageId: "m1" });
    expect(answer).toMatchObject({ status: 200, body: { success: true, recorded: 1 } });
    expect(await bucketsOf(t)).toEqual(["acme 2026-11-20 Signed In ×1"]);
    const { rows } = await sql`select account_id, contact_id, month, days from contact_days`.execute(t.db);
    expect(rows).toEqual([
      { account_id: accountId, contact_id: contactId, month: "2026-11-01", days: 1 << 19 },
    ]);
    const marks = await t.db.selectFrom("dirty_accounts").select("account_id").execute();
    expect(marks).toEqual([{ account_id: accountId }]);
  });

  it("counts a message once, however often and together with whatever it is sent", async () => {
    await account("acme");
    const call = { groupId: "acme", anonymousId: "x", event: "Signed In", timestamp: at, messageId: "m1" };
    await send("track", call);
    const again = await send("track", call);
    expect(again.body).toMatchObject({ success: true, duplicate: 1, recorded: 0 });
    const batch = await send("batch", {
      batch: [
        { ...call, type: "track" },
        { ...call, type: "track", messageId: "m2" },
        { ...call, type: "track", messageId: "m2" },
      ],
    });
    expect(batch.body).toMatchObject({ recorded: 1, duplicate: 2 });
    expect(await bucketsOf(t)).toEqual(["acme 2026-11-20 Signed In ×2"]);
    expect(await countOf(t, "events")).toBe(2);
  });

  it("counts once when the same message comes many times at the same moment", async () => {
    await account("acme");
    const call = { groupId: "acme", userId: "u", event: "Signed In", timestamp: at, messageId: "same" };
    await Promise.all(Array.from({ length: 30 }, () => send("track", call)));
    expect(await bucketsOf(t)).toEqual(["acme 2026-11-20 Signed In ×1"]);
  });

  it("takes the account of the contact only when there is one", async () => {
    await account("acme");
    await account("umbrella");
    const ada = await contact("ada", { account: "acme" });
    await execute(t.app, await t.ctx(), contactCommands.update, { id: ada, body: { account: "umbrella" } });
    const answer = await send("track", { userId: "ada", event: "Signed In", timestamp: at });
    expect(answer.body).toMatchObject({ held: 1 });
    await send("track", {
      userId: "ada",
      event: "Signed In",
      timestamp: at,
      context: { groupId: "umbrella" },
    });
    expect(await bucketsOf(t)).toEqual(["umbrella 2026-11-20 Signed In ×1"]);
  });

  it("corrects the instant by how wrong the sender's clock was", async () => {
    await account("acme");
    const call = { groupId: "acme", userId: "u", event: "E", timestamp: "2026-11-23T07:00:00Z" };
    await send("track", { ...call, sentAt: "2026-11-23T08:00:00Z" });
    await send("track", { ...call, sentAt: "2026-11-23T09:00:01Z" });
    await send("track", {
      ...call,
      timestamp: undefined,
      originalTimestamp: "2026-11-23T06:00:00",
      sentAt: "nonsense",
    });
    const { rows } = await sql<{ at: string }>`select at from events order by at`.execute(t.db);
    expect(rows.map((row) => row.at)).toEqual([
      "2026-11-23T06:00:00Z",
      "2026-11-23T07:00:00Z",
      "2026-11-23T08:00:00Z",
    ]);
  });

  it("takes an event from the far future as happening now, and refuses one from before 2000", async () => {
    await account("acme");
    const call = { groupId: "acme", userId: "u", event: "E" };
    await send("track", { ...call, timestamp: "2099-01-01T00:00:00Z" });
    const past = await send("track", { ...call, timestamp: 1_763_000_000 });
    expect(past).toMatchObject({ status: 400, body: { code: "invalid-input" } });
    expect(past.body.detail).toContain("before the year 2000");
    expect(await bucketsOf(t)).toEqual(["acme 2026-11-23 E ×1"]);
  });
});

describe("batches", () => {
  it("keep the good calls and tell the bad ones by their position", async () => {
    await account("acme");
    const good = { type: "track", groupId: "acme", userId: "u", event: "E", timestamp: at };
    const answer = await send("batch", {
      batch: [
        good,
        { type: "track", groupId: "acme", userId: "u" },
        "text",
        { ...good, properties: { text: "x".repeat(33_000) } },
        { ...good, timestamp: "yesterday" },
        { ...good, properties: { nul: "a\u0000b", half: "\ud800" } },
        { ...good, type: "dance" },
      ],
    });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ success: false, recorded: 2, rejected: 5 });
    expect(answer.body.errors.map((error: { index: number }) => error.index)).toEqual([1, 2, 3, 4, 6]);
    expect(answer.body.errors[2].message).toContain("32 KB");
    expect(await bucketsOf(t)).toEqual(["acme 2026-11-20 E ×2"]);
  });

  it("are refused whole when larger than 500 KB, packed ones too", async () => {
    const batch = Array.from({ length: 40 }, () => ({
      type: "track",
      userId: "u",
      event: "x".repeat(15_000),
    }));
    const plain = await send("batch", { batch });
    expect(plain).toMatchObject({ status: 413, body: { code: "too-large" } });
    const packed = await send("batch", gzipSync(JSON.stringify({ batch })), { "content-encoding": "gzip" });
    expect(packed).toMatchObject({ status: 413, body: { code: "too-large" } });
  });

  it("may be gzip that calls itself a form", async () => {
    await account("acme");
    const body = {
      batch: [{ type: "track", event: "E", originalTimestamp: at }],
      context: { groupId: "acme" },
    };
    const answer = await send("batch", gzipSync(JSON.stringify(body)), {
      "content-type": "application/x-www-form-urlencoded",
      "content-encoding": "gzip",
    });
    expect(answer).toMatchObject({ status: 200, body: { recorded: 1 } });
  });

  it("that cannot be read say why", async () => {
    expect((await send("batch", Buffer.from("{"))).status).toBe(400);
    expect((await send("batch", {})).body.fields[0].path).toBe("batch");
    expect((await send("batch", Buffer.from([0x1f, 0x8b, 1, 2, 3]))).body.detail).toContain("gzip");
  });
});

describe("write keys", () => {
  it("are asked for, and refused once revoked", async () => {
    const nobody = await send("track", {}, { authorization: "" });
    expect(nobody).toMatchObject({ status: 401, body: { code: "unauthenticated" } });
    const made = await t.inject({ method: "POST", url: "write-keys", body: { name: "web" } });
    expect(made.body.key).toMatch(/^wk_/);
    const authorization = `Basic ${Buffer.from(`${made.body.key}:`).toString("base64")}`;
    const call = { userId: "u", event: "E", timestamp: at };
    expect((await send("track", call, { authorization })).status).toBe(200);
    await t.inject({ method: "DELETE", url: `write-keys/${made.body.writeKey.id}` });
    expect((await send("track", call, { authorization })).status).toBe(401);
    const list = await t.inject({ url: "write-keys" });
    expect(JSON.stringify(list.body)).not.toContain(made.body.key);
  });
});

describe("who is who", () => {
  it("makes and changes contacts and accounts, and who belongs to which", async () => {
    await send("group", {
      groupId: "g1",
      userId: "u1",
      traits: { name: "Initech", industry: "Software", employees: 329, website: "https://www.initech.com" },
    });
    await send("identify", {
      userId: "u1",
      traits: { firstName: "Peter", lastName: "Gibbons", email: "peter@initech.com", phone: 5 },
    });
    await send("track", { userId: "u1", event: "Signed In", timestamp: at });
    const accounts = await t.inject({ url: "accounts" });
    expect(accounts.body.items).toMatchObject([
      { name: "Initech", industry: "Software", employeeCount: 329, domains: ["initech.com"] },
    ]);
    const contacts = await t.inject({ url: "contacts" });
    expect(contacts.body.items).toMatchObject([
      {
        name: "Peter Gibbons",
        email: "peter@initech.com",
        accounts: [{ accountId: accounts.body.items[0].id }],
      },
    ]);
    expect(await bucketsOf(t)).toEqual(["Initech 2026-11-20 Signed In ×1"]);
    await send("identify", { userId: "u1", traits: { title: "Manager" }, context: { groupId: "g1" } });
    const changed = await t.inject({ url: "contacts" });
    expect(changed.body.items).toMatchObject([{ name: "Peter Gibbons", title: "Manager" }]);
    expect(await countOf(t, "held_events")).toBe(0);
  });

  it("takes one batch of everything in any order", async () => {
    const answer = await send("batch", {
      batch: [
        { type: "track", userId: "u1", event: "Signed In", timestamp: at },
        { type: "identify", userId: "u1", traits: { email: "a@b.example", age: 5 } },
        { type: "group", userId: "u1", groupId: "g1", traits: { name: "One" } },
        { type: "group", userId: "u1", groupId: "g1", traits: { plan: "gold" } },
        { type: "page", userId: "u1", name: "Home", timestamp: at },
      ],
    });
    expect(answer.body).toMatchObject({ success: true, recorded: 5 });
    expect(await bucketsOf(t)).toEqual(["One 2026-11-20 Page Viewed ×1", "One 2026-11-20 Signed In ×1"]);
    expect((await t.inject({ url: "accounts" })).body.items).toMatchObject([{ name: "One", plan: "gold" }]);
  });

  it("tells which traits do not fit, and takes the rest", async () => {
    const answer = await send("identify", { userId: "u1", traits: { name: "Ada", email: "not one" } });
    expect(answer.body).toMatchObject({ success: true, warnings: [{ index: 0 }] });
    expect(answer.body.warnings[0].message).toContain("email");
    expect((await t.inject({ url: "contacts" })).body.items).toMatchObject([{ name: "Ada", email: null }]);
  });
});

describe("calls that wait", () => {
  it("for an account are attached when it appears", async () => {
    await send("track", { userId: "u", groupId: "later", event: "E", timestamp: at, messageId: "m" });
    expect(await countOf(t, "events")).toBe(0);
    await account("later", "Later");
    expect(await bucketsOf(t)).toEqual(["Later 2026-11-20 E ×1"]);
    expect(await countOf(t, "held_events")).toBe(0);
    await send("track", { userId: "u", groupId: "later", event: "E", timestamp: at, messageId: "m" });
    expect(await bucketsOf(t)).toEqual(["Later 2026-11-20 E ×1"]);
  });

  it("for a contact count for the account at once, and for the contact when it appears", async () => {
    await account("acme");
    await send("track", { userId: "ada", groupId: "acme", event: "E", timestamp: at });
    expect(await bucketsOf(t)).toEqual(["acme 2026-11-20 E ×1"]);
    expect(await countOf(t, "contact_days")).toBe(0);
    await contact("ada", { account: "acme" });
    expect(await countOf(t, "contact_days")).toBe(1);
    expect(await bucketErrors(t)).toEqual([]);
  });

  it("for the account of a contact are attached when the contact is put at one", async () => {
    await account("acme");
    await send("identify", { userId: "ada", traits: { name: "Ada" } });
    await send("track", { userId: "ada", event: "E", timestamp: at });
    await send("group", { userId: "ada", groupId: "acme" });
    expect(await bucketsOf(t)).toEqual(["acme 2026-11-20 E ×1"]);
  });

  it("for somebody anonymous are attached when they say who they are", async () => {
    await account("acme");
    await contact("ada", { account: "acme" });
    await send("page", { anonymousId: "cookie", timestamp: at });
    expect(await countOf(t, "held_events")).toBe(1);
    await send("identify", { anonymousId: "cookie", userId: "ada" });
    expect(await bucketsOf(t)).toEqual(["acme 2026-11-20 Page Viewed ×1"]);
    expect(await bucketErrors(t)).toEqual([]);
  });

  it("under an old id follow an alias", async () => {
    await account("acme");
    await contact("ada", { account: "acme" });
    await send("track", { userId: "old", event: "E", timestamp: at });
    await send("alias", { previousId: "old", userId: "ada" });
    await send("track", { userId: "old", event: "E", timestamp: at });
    expect(await bucketsOf(t)).toEqual(["acme 2026-11-20 E ×2"]);
  });

  it("unnoticed are found by the sweep", async () => {
    const id = await account("acme");
    await send("track", { groupId: "other", userId: "u", event: "E", timestamp: at });
    await sql`
      insert into external_ids (object, source, external_id, object_id) values ('account', 'app', 'other', ${id})
    `.execute(t.db);
    t.advance({ hours: 1 });
    await t.drain();
    expect(await bucketsOf(t)).toEqual(["acme 2026-11-20 E ×1"]);
  });
});
