import type { Provenance } from "@perennial/contract";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { keyFor } from "../../test/principals.ts";

let t: TestApp;
let sync: Record<string, string>;
beforeAll(async () => {
  t = await testApp();
  sync = (await keyFor(t, "Warehouse", ["accounts.*", "traits.read"])).headers;
});
afterAll(() => t.close());

const asSource = (method: "POST" | "PATCH", url: string, body: object) =>
  t.inject({ method, url, body, as: null, headers: sync });
const asPerson = (id: string, body: object) =>
  t.inject({ method: "PATCH", url: `accounts/${id}`, body, as: "csm" });
const own = (field: string, owner: string) =>
  t.inject({ method: "PUT", url: `objects/account/fields/${field}/owner`, body: { owner } });
async function provenanceOf(id: string, field: string): Promise<Provenance> {
  const { body } = await t.inject({ url: `objects/account/records/${id}/provenance` });
  return body.items.find((item: Provenance) => item.field === field);
}
const pin = (method: "PUT" | "DELETE", id: string, field: string) =>
  t.inject({ method, url: `objects/account/records/${id}/pins/${field}`, as: "csm" });

it("says who set a value, when, by what, and what it was before", async () => {
  const { body } = await asSource("POST", "accounts", { name: "Acme", industry: "Banking" });
  t.advance({ hours: 1 });
  await asPerson(body.id, { industry: "Retail" });
  expect(await provenanceOf(body.id, "industry")).toMatchObject({
    setBy: { kind: "teammate", name: "Test csm" },
    setAt: t.clock.now().toString(),
    source: "accounts.update",
    previous: "Banking",
    owner: "source-wins",
    isPinned: false,
  });
  expect(await provenanceOf(body.id, "name")).toMatchObject({
    setBy: { kind: "api-key", name: "Warehouse" },
  });
  expect(await provenanceOf(body.id, "region")).toMatchObject({ setBy: null, setAt: null });
});

it("lets a source overwrite a person where the source wins, nulls too", async () => {
  const { body } = await asSource("POST", "accounts", { name: "Free", region: "EMEA" });
  await asPerson(body.id, { region: "APAC" });
  expect((await asSource("PATCH", `accounts/${body.id}`, { region: null })).body.region).toBeNull();
});

it("pins what a person sets where local wins: a source's other values are written, the pinned one stays until it is unpinned", async () => {
  await own("industry", "local-wins");
  const made = await asSource("POST", "accounts", { externalId: "p1", name: "Pinned", industry: "Banking" });
  const { id } = made.body;
  expect((await asSource("PATCH", `accounts/${id}`, { industry: "Energy" })).body.industry).toBe("Energy");
  await asPerson(id, { industry: "Retail" });
  expect((await provenanceOf(id, "industry")).isPinned).toBe(true);
  const synced = await asSource("POST", "accounts/bulk-upsert", {
    items: [{ externalId: "p1", name: "Pinned twice", industry: "Banking" }],
  });
  expect(synced.body).toMatchObject({ updated: 1 });
  const read = await t.inject({
    url: `accounts?values=industry&filter=${encodeURIComponent(JSON.stringify({ subject: "name", op: "is", value: "Pinned twice" }))}`,
  });
  expect(read.body.items[0]).toMatchObject({ industry: "Retail", pinned: ["industry"] });
  expect((await pin("DELETE", id, "industry")).body).toEqual({ isPinned: false });
  expect((await asSource("PATCH", `accounts/${id}`, { industry: "Banking" })).body.industry).toBe("Banking");
});

it("pins an emptied value, and any value by hand; only where local wins", async () => {
  await own("country", "local-wins");
  const { body } = await asSource("POST", "accounts", { name: "Emptied", country: "DE" });
  await asPerson(body.id, { country: null });
  expect((await asSource("PATCH", `accounts/${body.id}`, { country: "DE" })).body.country).toBeNull();
  await pin("DELETE", body.id, "country");
  await asSource("PATCH", `accounts/${body.id}`, { country: "AT" });
  expect((await pin("PUT", body.id, "country")).body).toEqual({ isPinned: true });
  expect((await asSource("PATCH", `accounts/${body.id}`, { country: "CH" })).body.country).toBe("AT");
  expect((await pin("PUT", body.id, "region")).status).toBe(409);
  await own("country", "source-wins");
  expect((await asSource("PATCH", `accounts/${body.id}`, { country: "CH" })).body.country).toBe("CH");
  expect((await provenanceOf(body.id, "country")).isPinned).toBe(false);
});

it("knows owners of traits, and refuses one for what Perennial works out", async () => {
  await t.inject({
    method: "POST",
    url: "traits",
    body: { object: "account", slug: "note_x", name: "X", type: "text" },
  });
  expect((await own("trait:note_x", "local-wins")).status).toBe(200);
  const fields = (await t.inject({ url: "objects/account/fields" })).body.items;
  const ownerOf = (slug: string) => fields.find((field: { slug: string }) => field.slug === slug)?.owner;
  expect(ownerOf("trait:note_x")).toBe("local-wins");
  expect((await own("arr", "local-wins")).status).toBe(409);
  expect((await own("nothing", "local-wins")).status).toBe(404);
});
