import { traitTypes } from "@perennial/contract";
import { type Env, operators } from "@perennial/rules";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { drainEngine } from "../../src/engine/index.ts";
import { ruleCatalogOf, ruleEnv } from "../../src/objects/index.ts";
import { fillSampleCompany } from "../../src/sample-company/fill-sample-company.ts";
import { refreshBaselines } from "../../src/segments/baselines.ts";
import { type TestApp, testApp } from "../app.ts";
import { walkFormulas } from "../formula-walk.ts";
import { type ObjectCatalog, someIds, walkEvents, walkRelations, walkSubjects } from "../rule-walk.ts";

let t: TestApp;
let env: Env;
let objects: ObjectCatalog[];
/** Of each object some records. */
const ids = new Map<string, string[]>();
const asked = new Set<string>();
const answers = new Map<boolean | null, number>();

beforeAll(async () => {
  t = await testApp();
  await fillSampleCompany(t.app, () => {}, { accounts: 40, contactsPerAccount: 3 });
  await addTraitsOfEveryType("account", "accounts");
  const site = { slug: "site", plural: "sites", name: "Site", namePlural: "Sites" };
  expect((await post("custom-objects", site)).status).toBe(201);
  const [accountId] = await someIds(t.app, objectOf(await catalog(), "account"), 1);
  await post("custom-records/site", { accountId, name: "Berlin" });
  await post("custom-records/site", { accountId, name: "Wien" });
  await addTraitsOfEveryType("site", "custom-records/site");
  expect((await post("segments", { slug: "everybody", name: "Everybody", rule: { all: [] } })).status).toBe(
    201,
  );
  await drainEngine(t.app);
  await refreshBaselines(t.app);
  const [me, colleague] = (await t.inject({ url: "teammates?limit=2" })).body.items;
  env = { ...(await ruleEnv(t.app, await t.ctx())), me: me.id, myTeam: [me.id, colleague.id] };
  objects = await catalog();
  for (const object of objects) ids.set(object.slug, await someIds(t.app, object, 4));
  await addEventsOfContacts(ids.get("contact") ?? [], objectOf(objects, "contact").events?.names ?? []);
}, 240_000);
afterAll(() => t.close());

const post = (url: string, body: object) => t.inject({ method: "POST", url, body });
const catalog = async () => [...(await ruleCatalogOf(t.app)).objects];
const objectOf = (all: readonly ObjectCatalog[], slug: string): ObjectCatalog => {
  const found = all.find((each) => each.slug === slug);
  if (!found) throw new Error(`There is no ${slug}.`);
  return found;
};

/** A trait of every type, with values on two records, which are written twice so that there is a history. */
async function addTraitsOfEveryType(object: string, url: string): Promise<void> {
  const options = ["one", "two"].map((value) => ({ value, label: value }));
  for (const type of traitTypes) {
    const choice = type.includes("select") ? { options } : {};
    const made = await post("traits", {
      object,
      slug: `all_${type}`.replaceAll("-", "_"),
      name: type,
      type,
      ...choice,
    });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
  }
  const listed = (await t.inject({ url: `${url}?limit=2` })).body.items;
  const [teammate] = (await t.inject({ url: "teammates?limit=1" })).body.items;
  const [account] = (await t.inject({ url: "accounts?limit=1" })).body.items;
  const [contact] = (await t.inject({ url: "contacts?limit=1" })).body.items;
  const values: Record<string, [unknown, unknown]> = {
    text: ["Größe 50%", "größe"],
    "long-text": ["a\nb", "c"],
    url: ["https://example.com/a", "https://example.com/b"],
    email: ["a@example.com", "b@example.com"],
    number: ["0.1", "9007199254740993"],
    currency: ["12400.50", "-1"],
    percentage: ["0.25", "1"],
    boolean: [true, false],
    date: ["2024-02-29", "2026-11-23"],
    instant: ["2026-03-29T01:30:00Z", "2026-11-22T23:30:00Z"],
    select: ["one", "two"],
    "multi-select": [["one"], ["one", "two"]],
    teammate: [teammate.id, null],
    contact: [contact.id, null],
    account: [account.id, null],
  };
  for (const [index, { id }] of listed.entries()) {
    for (const turn of [0, 1]) {
      const traits = Object.fromEntries(
        Object.entries(values).map(([type, pair]) => [
          `all_${type}`.replaceAll("-", "_"),
          pair[(index + turn) % 2],
        ]),
      );
      const written = await t.inject({ method: "PATCH", url: `${url}/${id}`, body: { traits } });
      expect(written.status, JSON.stringify(written.body)).toBe(200);
    }
  }
}

/** Events that these contacts did, with properties of every type, today, in the night that clocks change, and long ago. */
async function addEventsOfContacts(contactIds: readonly string[], names: readonly string[]): Promise<void> {
  const items = contactIds.flatMap((id, index) =>
    ["2026-11-23T08:00:00Z", "2026-10-25T00:30:00Z", "2025-12-31T23:30:00Z"]
      .slice(index % 3)
      .map((at, turn) => ({
        name: names[(index + turn) % 3],
        at,
        contact: { id },
        count: turn + 1,
        properties: { plan: [`plan ${index}`, "Ä", 7][turn], seats: index / 2, trial: turn === 0 },
      })),
  );
  const recorded = await post("events", { items });
  expect(recorded.body, JSON.stringify(recorded.body)).toMatchObject({ recorded: items.length });
  await drainEngine(t.app);
}

describe("everything that may be asked, of records of a whole company", () => {
  it("has records of every object", () => {
    expect(objects.filter(({ slug }) => (ids.get(slug) ?? []).length === 0).map(({ slug }) => slug)).toEqual(
      [],
    );
  });

  it.each([
    ["every subject with every operator", walkSubjects],
    ["every relation with every quantifier and every subject beyond it", walkRelations],
    ["how often events happened, when, and with which properties", walkEvents],
  ])(
    "SQL and memory agree on %s",
    async (_, walk) => {
      const wrong: string[] = [];
      const known = new Set<string>();
      for (const object of objects) {
        const found = await walk(t.app, env, object, ids.get(object.slug) ?? [], known);
        for (const name of found.asked) asked.add(name);
        for (const [answer, count] of found.answers) answers.set(answer, (answers.get(answer) ?? 0) + count);
        wrong.push(...found.wrong);
      }
      expect(wrong).toEqual([]);
    },
    240_000,
  );

  it.each(["account", "contact", "organization"])("asked of the events of an %s", (object) => {
    expect([...asked].filter((name) => name.startsWith(`${object} event `)).length).toBeGreaterThan(15);
  });

  it("asked with every operator, and got every answer often", () => {
    const used = new Set([...asked].map((name) => name.split(" ").at(-1)));
    expect(operators.map(({ id }) => id).filter((id) => !used.has(id))).toEqual([]);
    expect(asked.size).toBeGreaterThan(4_000);
    for (const answer of [true, false, null]) expect(answers.get(answer)).toBeGreaterThan(3_000);
  });

  it("works out a formula over every field, and aggregates over every field of every relation", async () => {
    const wrong: string[] = [];
    let values = 0;
    const known = new Set<string>();
    for (const object of objects) {
      const found = await walkFormulas(t.app, env, object, ids.get(object.slug) ?? [], known);
      values += found.values;
      wrong.push(...found.wrong);
    }
    expect(wrong).toEqual([]);
    expect(values).toBeGreaterThan(5_000);
  }, 240_000);

  it("keeps the history of what is calculated, so that its changes and duration can be asked", () => {
    const delta = objectOf(objects, "account").fields.find(({ slug }) => slug === "trait:renewal_delta");
    expect(delta).toMatchObject({ hasHistory: true });
  });
});
