import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { drainEngine } from "../engine/index.ts";
import { countsOf, importText } from "../imports/test/import-text.ts";

let t: TestApp;
let acme: string;
beforeAll(async () => {
  t = await testApp();
  acme = (await post("accounts", { externalId: "acme", name: "Acme" })).body.id;
});
afterAll(() => t.close());

const post = (url: string, body: object) => t.inject({ method: "POST", url, body });
const define = (slug: string, plural: string) =>
  post("custom-objects", { slug, plural, name: "Site", namePlural: "Sites" });
const rule = (json: object) => encodeURIComponent(JSON.stringify(json));
const names = async (url: string) =>
  (await t.inject({ url })).body.items.map((item: { name: string }) => item.name).sort();

it("is like a built-in object from the moment it is defined: fields, records, rules, formulas, history", async () => {
  expect((await define("site", "sites")).status).toBe(201);
  const trait = { object: "site", slug: "seats", name: "Seats", type: "number", validation: { min: "0" } };
  expect((await post("traits", trait)).status).toBe(201);
  const made = await post("custom-records/site", {
    account: "acme",
    name: "Berlin",
    externalId: "s1",
    traits: { seats: 40 },
  });
  expect(made.body).toMatchObject({ name: "Berlin", accountId: acme, traits: { seats: 40 } });
  const refused = await post("custom-records/site", {
    account: "acme",
    name: "Nowhere",
    traits: { seats: -1 },
  });
  expect(refused.body.fields).toEqual([{ path: "trait:seats", message: "Seats must be 0 or more" }]);
  const bulk = await post("custom-records/site/bulk-upsert", {
    items: [
      { externalId: "s1", name: "Berlin Mitte" },
      { externalId: "s2", name: "Wien", accountId: acme, traits: { seats: 2 } },
      { externalId: "s3", name: "Lost" },
    ],
  });
  expect(bulk.body).toMatchObject({ created: 1, updated: 1, rejected: 1 });
  const large = rule({ subject: "trait:seats", op: "greater-than", value: 10 });
  expect(await names(`custom-records/site?filter=${large}`)).toEqual(["Berlin Mitte"]);
  const where = { subject: "trait:seats", op: "greater-than", value: 10 };
  const having = rule({ related: "sites", where });
  expect(await names(`accounts?filter=${having}`)).toEqual(["Acme"]);
  const formula = "sum(sites.trait:seats where trait:seats > 1)";
  const total = await post("traits", { object: "account", slug: "all_seats", name: "All seats", formula });
  expect(total.status).toBe(201);
  await drainEngine(t.app);
  const seats = async () => (await t.inject({ url: `accounts/${acme}` })).body.traits.all_seats;
  expect(await seats()).toBe(42);
  await t.inject({
    method: "PATCH",
    url: `custom-records/site/${made.body.id}`,
    body: { traits: { seats: 50 } },
  });
  await drainEngine(t.app);
  expect(await seats()).toBe(52);
  const origin = await t.inject({ url: `objects/site/records/${made.body.id}/provenance` });
  expect(origin.body.items.find((item: { field: string }) => item.field === "trait:seats")).toMatchObject({
    previous: "40",
    setBy: { kind: "teammate" },
  });
});

it("is imported from a file, traits and all, found by name, and taken back", async () => {
  const file =
    "Site ID,Account,Site,Seats,Opened\ns7,Acme,Zürich,7,2026-03-01\ns8,Nobody,Basel,1,2026-03-02\n";
  const imported = await importText(t, "sites", file, { map: { create: ["traits"] } });
  expect(countsOf(imported)).toEqual([1, 0, 0, 1]);
  const made = await t.inject({ url: "custom-records/site/by-external-id/app/s7" });
  expect(made.body).toMatchObject({
    name: "Zürich",
    accountId: acme,
    traits: { seats: 7, opened: "2026-03-01" },
  });
  const found = await t.inject({ url: "search?q=z%C3%BCrich" });
  expect(found.body.items).toEqual([
    { object: "site", id: made.body.id, title: "Zürich", subtitle: "Acme", isCustom: true },
  ]);
  expect((await t.inject({ url: "import-objects" })).body.items.at(-1)).toMatchObject({
    object: "sites",
    objectType: "site",
  });
  await t.inject({ method: "POST", url: `imports/${imported.id}/undo` });
  await t.drain();
  expect(await names("custom-records/site")).toEqual(["Berlin Mitte", "Wien"]);
});

it("archives and restores records and the object itself, with all that belongs to it", async () => {
  const { id } = (await t.inject({ url: "custom-records/site/by-external-id/app/s2" })).body;
  await t.inject({ method: "DELETE", url: `custom-records/site/${id}` });
  expect(await names("custom-records/site")).toEqual(["Berlin Mitte"]);
  await t.inject({ method: "POST", url: `custom-records/site/${id}/restoration` });
  const [object] = (await t.inject({ url: "custom-objects" })).body.items;
  await t.inject({ method: "DELETE", url: `custom-objects/${object.id}` });
  expect((await t.inject({ url: "custom-records/site" })).status).toBe(404);
  expect((await define("site", "sites2")).status).toBe(409);
  const restored = await t.inject({ method: "POST", url: `custom-objects/${object.id}/restoration` });
  expect(restored.body).toMatchObject({ slug: "site", archivedAt: null });
  expect(await names("custom-records/site")).toEqual(["Berlin Mitte", "Wien"]);
});

it("moves with its account when accounts are merged", async () => {
  const double = (await post("accounts", { name: "Acme twice" })).body.id;
  const made = await post("custom-records/site", { accountId: double, name: "Paris" });
  const merged = await post("merges", { object: "account", survivorId: acme, mergedId: double });
  expect(merged.status).toBeLessThan(300);
  const site = await t.inject({ url: `custom-records/site/${made.body.id}` });
  expect(site.body.accountId).toBe(acme);
});

it.each(["account", "accounts", "teammate", "name", "event", "id"])(
  "refuses the taken name “%s”",
  async (plural) => {
    expect((await define("thing", plural)).status).toBe(409);
  },
);

it.each(["Drop Table", '"; --', "ünit", "x".repeat(41)])(
  "refuses “%s” as a name of a table",
  async (slug) => {
    expect((await define(slug, "things")).status).toBe(400);
  },
);

it("takes the longest slugs and reserved words; of two who define one at once, one is told", async () => {
  for (const slug of ["table", "z".repeat(40)]) {
    expect((await define(slug, `${slug.slice(0, 38)}_s`)).status).toBe(201);
    expect((await post(`custom-records/${slug}`, { accountId: acme, name: "One" })).status).toBe(201);
  }
  const both = await Promise.all([define("licence", "licences"), define("licence", "licences")]);
  expect(both.map((answer) => answer.status).sort()).toEqual([201, 409]);
});

it("does not serve built-in objects at its address", async () => {
  expect((await t.inject({ url: "custom-records/account" })).status).toBe(404);
});
