import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestApp, testApp } from "../../../test/app.ts";
import { drainEngine } from "../../engine/index.ts";
import { countsOf, importText } from "../../imports/test/import-text.ts";
import { execute } from "../../kernel/command.ts";
import { catalogOf, objectTypeOf, recordCommands } from "../../objects/index.ts";

let t: TestApp;
const ids: Record<string, string> = {};
beforeAll(async () => {
  t = await testApp();
  ids.group = (await post("organizations", { externalId: "grp", name: "Group" })).body.id;
  for (const name of ["Acme", "Beta"]) {
    const body = { externalId: name.toLowerCase(), name, organization: { externalId: "grp" } };
    ids[name] = (await post("accounts", body)).body.id;
  }
  const ann = { externalId: "ann", name: "Ann Lee", email: "ann@acme.example", account: "acme" };
  ids.ann = (await post("contacts", ann)).body.id;
  await define("device", "devices", "contact");
  await define("frame", "frames", "organization");
  await define("licence", "licences", "accounts");
});
afterAll(() => t.close());

const post = (url: string, body: object) => t.inject({ method: "POST", url, body });
const patch = (url: string, body: object) => t.inject({ method: "PATCH", url, body });
async function define(slug: string, plural: string, linkedTo: string): Promise<void> {
  const words = { name: slug, namePlural: plural };
  expect((await post("custom-objects", { slug, plural, linkedTo, ...words })).body).toMatchObject({
    linkedTo,
  });
  const trait = { object: slug, slug: "cost", name: "Cost", type: "number" };
  expect((await post("traits", trait)).status).toBe(201);
}
const rule = (json: object) => encodeURIComponent(JSON.stringify(json));
const names = async (url: string) =>
  (await t.inject({ url })).body.items.map((item: { name: string }) => item.name).sort();
const having = (related: string, above: number) =>
  rule({ related, where: { subject: "trait:cost", op: "greater-than", value: above } });

it("belongs to a contact: found by its e-mail, asked about from it and from its accounts", async () => {
  const made = await post("custom-records/device", {
    contact: { email: "ANN@acme.example" },
    name: "Phone",
    traits: { cost: 5 },
  });
  expect(made.body).toMatchObject({ contactId: ids.ann, accountId: null, traits: { cost: 5 } });
  expect(await names(`contacts?filter=${having("devices", 4)}`)).toEqual(["Ann Lee"]);
  expect(await names(`accounts?filter=${having("devices", 4)}`)).toEqual(["Acme"]);
  expect(await names(`accounts?filter=${having("devices", 5)}`)).toEqual([]);
  const own = rule({ related: "contact", where: { subject: "email", op: "contains", value: "ann@" } });
  expect(await names(`custom-records/device?filter=${own}`)).toEqual(["Phone"]);
  const listed = await t.inject({ url: "custom-records/device?values=contactId" });
  expect(listed.body.items[0].labels).toEqual({ contactId: "Ann Lee" });
  const lost = await post("custom-records/device", { contact: "nobody", name: "Lost" });
  expect(lost.body.fields).toContainEqual({
    path: "contact",
    message: "there is no contact with the external id “nobody”",
  });
  expect((await post("custom-records/device", { name: "Nobody's" })).body.fields).toContainEqual({
    path: "contactId",
    message: "Contact is required",
  });
});

it("moves with its contact when contacts are merged, comes back, and is erased with it", async () => {
  const twin = (await post("contacts", { name: "Ann L.", email: "al@acme.example", account: "acme" })).body
    .id;
  const made = await post("custom-records/device", { contactId: twin, name: "Tablet", externalId: "d2" });
  const ownerOf = async () =>
    (await t.inject({ url: `custom-records/device/${made.body.id}` })).body.contactId;
  const merged = await post("merges", { object: "contact", survivorId: ids.ann, mergedId: twin });
  expect(await ownerOf()).toBe(ids.ann);
  expect((await patch(`custom-records/device/${made.body.id}`, { contactId: twin })).body.contactId).toBe(
    ids.ann,
  );
  await t.inject({ method: "DELETE", url: `merges/${merged.body.id}` });
  expect(await ownerOf()).toBe(twin);
  const erased = await post(`contacts/${twin}/erasure`, { confirmation: "al@acme.example" });
  expect(erased.status).toBeLessThan(300);
  expect((await t.inject({ url: `custom-records/device/${made.body.id}` })).status).toBe(404);
});

it("belongs to an organization: its fields and the organization's accounts are known to rules and formulas", async () => {
  const made = await post("custom-records/frame", {
    organization: { name: "group" },
    name: "Frame 1",
    traits: { cost: 7 },
  });
  expect(made.body).toMatchObject({ organizationId: ids.group });
  expect(await names(`organizations?filter=${having("frames", 6)}`)).toEqual(["Group"]);
  expect(await names(`accounts?filter=${having("frames", 6)}`)).toEqual(["Acme", "Beta"]);
  const ofGroup = rule({ subject: "organization.name", op: "is", value: "Group" });
  expect(await names(`custom-records/frame?filter=${ofGroup}`)).toEqual(["Frame 1"]);
});

it("belongs to any number of accounts, which follow what changes in it", async () => {
  const formula = "sum(licences.trait:cost) + sum(frames.trait:cost) + sum(devices.trait:cost)";
  expect((await post("traits", { object: "account", slug: "costs", name: "Costs", formula })).status).toBe(
    201,
  );
  const costs = async (name: string) => {
    await drainEngine(t.app);
    return (await t.inject({ url: `accounts/${ids[name]}` })).body.traits.costs;
  };
  const both = await post("custom-records/licence", {
    accountIds: [ids.Acme, ids.Beta],
    name: "Suite",
    externalId: "l1",
    traits: { cost: 100 },
  });
  expect(both.body.accounts.map((link: { accountName: string }) => link.accountName)).toEqual([
    "Acme",
    "Beta",
  ]);
  expect([await costs("Acme"), await costs("Beta")]).toEqual([112, 107]);
  await patch(`custom-records/licence/${both.body.id}`, { traits: { cost: 200 } });
  expect([await costs("Acme"), await costs("Beta")]).toEqual([212, 207]);
  const [device] = (await t.inject({ url: "custom-records/device" })).body.items;
  await patch(`custom-records/device/${device.id}`, { traits: { cost: 6 } });
  expect(await costs("Acme")).toBe(213);
  await patch(`custom-records/licence/${both.body.id}`, { accountIds: [ids.Beta] });
  expect([await costs("Acme"), await costs("Beta")]).toEqual([13, 207]);
  const more = { source: "app", items: [{ externalId: "l1", account: "acme" }] };
  expect((await post("custom-records/licence/bulk-upsert", more)).body).toMatchObject({ updated: 1 });
  expect(await costs("Acme")).toBe(213);
  await t.inject({ method: "DELETE", url: `custom-records/licence/${both.body.id}` });
  expect([await costs("Acme"), await costs("Beta")]).toEqual([13, 7]);
  await t.inject({ method: "POST", url: `custom-records/licence/${both.body.id}/restoration` });
  const mine = rule({ related: "accounts", where: { subject: "name", op: "contains", value: "Beta" } });
  expect(await names(`custom-records/licence?filter=${mine}`)).toEqual(["Suite"]);
  const none = await patch(`custom-records/licence/${both.body.id}`, { accountIds: [] });
  expect(none.body.fields).toEqual([{ path: "account", message: "at least one account is required" }]);
});

it("tells segments of contacts and organizations at once", async () => {
  const segment = (object: string, related: string) => ({
    object,
    slug: `with_${related}`,
    name: `With ${related}`,
    rule: { related, where: { subject: "trait:cost", op: "greater-than", value: 50 } },
  });
  const made = await post("segments", segment("contact", "devices"));
  expect(made.status).toBe(201);
  const members = async () =>
    (await t.db.selectFrom("segment_members").selectAll().where("segment_id", "=", made.body.id).execute())
      .length;
  await t.drain();
  expect(await members()).toBe(0);
  const dear = await post("custom-records/device", { contact: "ann", name: "Server", traits: { cost: 60 } });
  expect(await members()).toBe(1);
  await patch(`custom-records/device/${dear.body.id}`, { traits: { cost: 1 } });
  expect(await members()).toBe(0);
});

it("is imported by its contact, its organization or a list of accounts", async () => {
  const devices = await importText(
    t,
    "devices",
    "Device,Email,Cost\nLaptop,ann@acme.example,3\nX,no@acme.example,1\n",
  );
  expect(countsOf(devices)).toEqual([1, 0, 0, 1]);
  const frames = await importText(t, "frames", "Name,Organization\nFrame 2,Group\nFrame 3,Nowhere\n");
  expect(countsOf(frames)).toEqual([1, 0, 0, 1]);
  const licences = await importText(
    t,
    "licences",
    "Licence ID,Licence,Accounts\nl7,Core,Acme; Beta\nl8,Lost,Nobody\n",
  );
  expect(countsOf(licences)).toEqual([1, 0, 0, 1]);
  const core = await t.inject({ url: "custom-records/licence/by-external-id/app/l7" });
  expect(core.body.accounts).toHaveLength(2);
});

it("is a copy where its object says so: programs write it, people are told why they cannot", async () => {
  const { id } = (await t.inject({ url: "custom-objects" })).body.items.find(
    (each: { slug: string }) => each.slug === "frame",
  );
  await patch(`custom-objects/${id}`, { mirrorOf: "crm:salesforce" });
  const refused = await post("custom-records/frame", { organization: "grp", name: "By hand" });
  expect(refused).toMatchObject({ status: 409 });
  expect(refused.body.detail).toContain("are a copy of crm:salesforce");
  const [frame] = (await t.inject({ url: "custom-records/frame" })).body.items;
  expect((await t.inject({ method: "DELETE", url: `custom-records/frame/${frame.id}` })).status).toBe(409);
  const columns = (await t.inject({ url: "objects/frame/columns" })).body.items;
  expect(columns.filter((column: { isEditable: boolean }) => column.isEditable)).toEqual([]);
  const type = objectTypeOf(await catalogOf(t.app), "frame");
  const person = await t.ctx();
  const program = { ...person, actor: { ...person.actor, kind: "connector" as const } };
  await execute(t.app, program, recordCommands(type).update, {
    id: frame.id,
    body: { name: "Renamed there" },
  });
  expect(await names("custom-records/frame")).toContain("Renamed there");
});

it("is described with its own fields in the API's description, to those who may know", async () => {
  const known = (await t.inject({ url: "openapi.json" })).body;
  const { post: create, get: list } = known.paths["/custom-records/device"];
  const body = create.requestBody.content["application/json"].schema;
  expect(body.properties.traits.properties.cost).toMatchObject({ description: "Cost" });
  expect(list.parameters.map((each: { name: string }) => each.name)).not.toContain("object");
  expect(known.paths["/custom-records/device/{id}"].patch.operationId).toBe("patch_custom_records_device_id");
  const anybody = (await t.inject({ url: "openapi.json", as: null })).body;
  expect(anybody.paths["/custom-records/device"]).toBeUndefined();
  await post("traits", { object: "device", slug: "colour", name: "Colour", type: "text" });
  const later = (await t.inject({ url: "openapi.json" })).body.paths["/custom-records/device"].post;
  const traits = later.requestBody.content["application/json"].schema.properties.traits.properties;
  expect(Object.keys(traits).sort()).toEqual(["colour", "cost"]);
});
