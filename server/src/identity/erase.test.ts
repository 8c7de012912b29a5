import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { drainEngine } from "../engine/index.ts";
import { recordEvents } from "../events/index.ts";
import { executeIn } from "../kernel/command.ts";

let t: TestApp;
beforeAll(async () => {
  t = await testApp();
});
afterAll(() => t.close());

const post = async (url: string, body: unknown) => {
  const answer = await t.inject({ method: "POST", url, body });
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return answer.body;
};

/** Every table in which a text stands, wherever in its rows. */
async function tablesWith(text: string): Promise<string[]> {
  const { rows: tables } = await sql<{ name: string }>`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and c.relkind = 'r'
  `.execute(t.db);
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } = await sql`
      select from ${sql.table(name)} r where to_jsonb(r)::text ilike ${`%${text}%`} limit 1
    `.execute(t.db);
    if (rows.length > 0) found.push(name);
  }
  return found.sort();
}

it("erases a person from every table, leaves a tombstone and the counts, and never brings them back", async () => {
  const account = await post("accounts", { name: "Hooli" });
  const contact = await post("contacts", {
    name: "Gavin Belson (CEO)",
    email: "Gavin.Belson@hooli.example",
    phone: "+49 30 12345-67",
    externalId: "u-gavin-4711",
    account: { id: account.id },
    stakeholderRole: "sponsor",
  });
  await t.inject({
    method: "PATCH",
    url: `contacts/${contact.id}`,
    body: { email: "gb-private@hooli.example" },
  });
  const bystander = await post("contacts", { name: "Gavin Belson-Smith", account: { id: account.id } });
  await post("notes", {
    account: { id: account.id },
    body: 'Met "Gavin Belson (CEO)", mail gb-private@hooli.example.',
    at: "2026-11-02T08:00:00Z",
  });
  const ctx = await t.ctx();
  await t.db.transaction().execute((tx) =>
    executeIn(t.app, tx, ctx, recordEvents, {
      source: "app",
      items: [
        {
          account: { id: account.id },
          contact: { id: contact.id },
          name: "Report opened",
          at: "2026-11-03T10:00:00Z",
          properties: { ip: "203.0.113.9" },
        },
      ],
    } as never),
  );
  expect(await tablesWith("gb-private@hooli.example")).toContain("notes");
  const erase = (confirmation: string) =>
    t.inject({ method: "POST", url: `contacts/${contact.id}/erasure`, body: { confirmation } });
  expect((await erase("yes")).body.fields).toMatchObject([{ path: "confirmation" }]);
  const erased = await erase("GB-private@hooli.example");
  expect(erased.status, JSON.stringify(erased.body)).toBe(200);
  expect(erased.body.kept).toEqual([]);
  for (const text of [
    "Belson (CEO)",
    "Gavin.Belson@hooli",
    "gb-private",
    "12345-67",
    "u-gavin-4711",
    "203.0.113.9",
  ]) {
    expect(await tablesWith(text), text).toEqual([]);
  }
  expect((await t.inject({ url: `contacts/${contact.id}` })).body).toMatchObject({
    name: "Erased contact",
    email: null,
    phone: null,
  });
  expect((await t.inject({ url: `contacts/${bystander.id}` })).body.name).toBe("Gavin Belson-Smith");
  const { rows } = await sql<{
    count: number;
  }>`select count(*)::integer as count from events where contact_id = ${contact.id}`.execute(t.db);
  expect(rows[0]?.count).toBe(1);
  expect((await t.inject({ method: "POST", url: `contacts/${contact.id}/restoration` })).status).toBe(409);
});

it("erases a customer with those who belong to no other, keeps its figures, and leaves other customers' texts alone", async () => {
  const account = await post("accounts", {
    name: "Piper",
    domains: ["piper.example"],
    industry: "Compression",
  });
  const other = await post("accounts", { name: "Piper Alpha Rigs" });
  await post("contracts", {
    account: { id: account.id },
    name: "Order of Piper",
    startsOn: "2026-01-01",
    endsOn: "2026-12-31",
  });
  await post("subscriptions", {
    account: { id: account.id },
    startsOn: "2026-01-01",
    endsOn: "2026-12-31",
    arr: "24000",
    currency: "USD",
  });
  const hers = { account: { id: account.id }, stakeholderRole: "sponsor" };
  const sole = await post("contacts", { ...hers, name: "Monica Hall", email: "monica@piper.example" });
  const shared = await post("contacts", { ...hers, name: "Laurie Bream", email: "laurie@bream.example" });
  const linked = await t.inject({
    method: "PATCH",
    url: `contacts/${shared.id}`,
    body: { account: { id: other.id } },
  });
  expect(linked.body.accounts).toHaveLength(2);
  const at = "2026-11-02T08:00:00Z";
  await post("notes", { account: { id: account.id }, body: "Piper wants to leave, says Monica Hall.", at });
  await post("notes", { account: { id: other.id }, body: "Unlike piper.example, a Piper for ever.", at });
  await post("tickets", {
    account: { id: account.id },
    subject: "Weissman score",
    openedAt: at,
    status: "open",
  });
  await drainEngine(t.app);
  const arrOn = async () => (await t.inject({ url: "arr?at=2026-06-30&rows=true" })).body;
  const arr = await arrOn();
  expect(arr.totalArr).toBe("24000.00");
  const erase = (confirmation: string) =>
    t.inject({ method: "POST", url: `accounts/${account.id}/erasure`, body: { confirmation } });
  expect((await erase("yes")).body.fields).toMatchObject([{ path: "confirmation" }]);
  const erased = await erase("piper");
  expect(erased.status, JSON.stringify(erased.body)).toBe(200);
  expect(erased.body).toMatchObject({ contacts: 1, kept: ["Piper"] });
  for (const text of ["piper.example", "Compression", "Monica Hall", "Weissman", "Order of Piper"]) {
    expect(await tablesWith(text), text).toEqual([]);
  }
  expect(await arrOn()).toEqual(JSON.parse(JSON.stringify(arr).replaceAll('"Piper"', '"Erased account"')));
  expect((await t.inject({ url: `contacts/${sole.id}` })).body.name).toBe("Erased contact");
  expect((await t.inject({ url: `contacts/${shared.id}` })).body.name).toBe("Laurie Bream");
  expect((await t.inject({ url: `accounts/${other.id}` })).body.name).toBe("Piper Alpha Rigs");
  const { rows } = await sql<{ body: string }>`select body from notes where account_id = ${other.id}`.execute(
    t.db,
  );
  expect(rows).toEqual([{ body: "Unlike [erased], a Piper for ever." }]);
  expect((await t.inject({ method: "POST", url: `accounts/${account.id}/restoration` })).status).toBe(409);
});
