import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { drainEngine } from "../engine/index.ts";

let t: TestApp;
beforeAll(async () => {
  t = await testApp();
});
afterAll(() => t.close());

const post = (url: string, body?: object) => t.inject({ method: "POST", url, ...(body ? { body } : {}) });
const found = async (slug: string) => (await t.inject({ url: `data-quality/${slug}` })).body;
const set = (subject: string) => ({ subject, op: "is-set" });

it("holds the data to a rule: finds the records, names the fields to put right, counts them day by day", async () => {
  for (const [name, industry] of [
    ["Small", null],
    ["Large", null],
    ["Said", "Mining"],
  ] as const) {
    const arr = name === "Large" ? 9000 : 100;
    await post("accounts", { name, industry, arr, nextRenewalOn: "2027-03-31" });
  }
  await post("accounts", { name: "No customer" });
  await drainEngine(t.app);
  const made = await post("quality-standards", {
    slug: "industry_known",
    name: "Customers say their industry",
    appliesTo: { subject: "lifecycle", op: "is-any-of", value: ["subscribed"] },
    rule: set("industry"),
  });
  expect(made.body).toMatchObject({ object: "account", problem: null, ownerId: null });
  expect(made.body.sentence).toContain("Industry");
  const { check, items } = await found("standard-industry_known");
  expect(check).toMatchObject({
    group: "standards",
    count: 2,
    arr: "9100.0000",
    fields: { account: ["industry"] },
    trend: [],
  });
  expect(items.map((row: { what: string }) => row.what)).toEqual(["Large", "Small"]);
  expect(items[0].values).toEqual({ industry: null });

  t.advance({ hours: 24 });
  await t.drain();
  await t.inject({ method: "PATCH", url: `accounts/${items[0].recordId}`, body: { industry: "Steel" } });
  t.advance({ hours: 24 });
  await t.drain();
  const later = (await found("standard-industry_known")).check;
  expect([later.count, later.trend]).toEqual([
    1,
    [
      { on: "2026-11-24", count: 2 },
      { on: "2026-11-25", count: 1 },
    ],
  ]);
});

it("takes what is not known as not holding, and looks at records of any kind", async () => {
  await post("contacts", { name: "Nobody's", email: "n@x.example" });
  await post("quality-standards", {
    slug: "titles",
    object: "contact",
    name: "Contacts have a title",
    rule: { subject: "title", op: "contains", value: "e" },
  });
  const { items } = await found("standard-titles");
  expect(items).toMatchObject([
    { object: "contact", accountId: null, what: "Nobody's", values: { title: null } },
  ]);
});

it("says why a standard cannot be asked any more, and refuses one that never could", async () => {
  const trait = await post("traits", { object: "account", slug: "erp", name: "ERP", type: "text" });
  const standard = { slug: "erp_known", name: "ERP is known", rule: set("trait:erp") };
  const made = await post("quality-standards", standard);
  expect((await post("quality-standards", standard)).status).toBe(409);
  expect(
    (await post("quality-standards", { ...standard, slug: "other", rule: set("trait:none") })).status,
  ).toBe(400);
  expect(
    (await post("quality-standards", { ...standard, slug: "other", ownerId: made.body.id })).body.fields,
  ).toEqual([{ path: "ownerId", message: "There is no such teammate." }]);
  await sql`update trait_definitions set archived_at = now() where id = ${trait.body.id}`.execute(t.db);
  await sql`update definition_version set version = version + 1`.execute(t.db);
  const { check } = await found("standard-erp_known");
  expect(check.count).toBe(0);
  expect(check.consequence).toContain("It cannot be asked");
  const patched = await t.inject({
    method: "PATCH",
    url: `quality-standards/${made.body.id}`,
    body: { rule: set("industry"), name: "Industry is known" },
  });
  expect(patched.body).toMatchObject({ name: "Industry is known", problem: null });
  await t.inject({ method: "DELETE", url: `quality-standards/${made.body.id}` });
  expect((await t.inject({ url: "data-quality/standard-erp_known" })).status).toBe(404);
  await post(`quality-standards/${made.body.id}/restoration`);
  expect((await found("standard-erp_known")).check.title).toBe("Industry is known");
});

it("finds sources that fell silent, imports that are overdue, and traits that nothing uses", async () => {
  const ago = (days: number) =>
    t.clock
      .now()
      .subtract({ hours: 24 * days })
      .toString();
  await sql`
    insert into write_keys (id, name, key_hash, hint, created_at, created_by_name, last_used_at)
    values (gen_random_uuid(), 'Web', 'h1', 'x', ${ago(90)}, 'T', ${ago(4)}), (gen_random_uuid(), 'App', 'h2', 'x', ${ago(90)}, 'T', ${ago(1)})
  `.execute(t.db);
  await sql`
    insert into api_keys (id, name, key_hash, hint, scopes, created_at, created_by_name, last_used_at)
    values (gen_random_uuid(), 'Sync', 'h3', 'x', '{*}', ${ago(90)}, 'T', ${ago(8)})
  `.execute(t.db);
  for (const days of [31, 24, 17]) {
    await sql`
      insert into imports (id, object, source, file_name, file_bytes, file_sha256, status, origin, map, inspection, permissions,
                           created_by_id, created_by_name, created_at, finished_at, touched_at, is_cancel_requested, next_line,
                           lines_accepted, lines_rejected, rows_created, rows_updated, rows_unchanged, rows_rejected)
      values (gen_random_uuid(), 'accounts', 'crm', 'a.csv', 1, 'x', 'done', 'web', '{}', '{}', '{}', 'x', 'T', ${ago(days)},
              ${ago(days)}, ${ago(days)}, false, 1, 1, 0, 1, 0, 0, 0)
    `.execute(t.db);
  }
  const words = async (slug: string) => (await found(slug)).items.map((row: { what: string }) => row.what);
  expect(await words("silent-event-sources")).toEqual(["Web has sent nothing for 4 days"]);
  expect(await words("silent-api-keys")).toEqual(["Sync was last used on 2026-11-17"]);
  expect(await words("overdue-imports")).toEqual([
    "accounts from crm: last on 2026-11-08, usually every 7 days",
  ]);
  await post("traits", { object: "account", slug: "size", name: "Size", type: "number" });
  await post("traits", { object: "account", slug: "size_class", name: "Size class", type: "number" });
  expect(await words("traits-without-use")).toEqual(["Size (account)", "Size class (account)"]);
  await post("quality-standards", { slug: "sizes", name: "Sizes", rule: set("trait:size_class") });
  expect(await words("traits-without-use")).toEqual(["Size (account)"]);
});
