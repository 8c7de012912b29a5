import type { HealthModel } from "@perennial/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { drainEngine } from "../engine/index.ts";

let t: TestApp;
const ids = new Map<string, string>();
const idOf = (name: string) => ids.get(name) ?? "";

const measure = (slug: string, field: string) => ({
  slug,
  name: slug,
  weight: 1,
  source: { kind: "field" as const, field },
  transform: { kind: "linear" as const, from: { value: 0, points: 0 }, to: { value: 100, points: 100 } },
  missing: "leave-out" as const,
});
const groupsOf = (slug: string, field: string) => [
  { slug: `${slug}_group`, name: slug, weight: 1, measures: [measure(slug, field)] },
];
const model: HealthModel = {
  groups: groupsOf("size", "employeeCount"),
  labels: [
    { value: "bad", label: "Bad", from: 0, tone: "bad" },
    { value: "good", label: "Good", from: 50, tone: "good" },
  ],
  minimumCoveragePct: 0,
  variants: [
    {
      slug: "scale",
      name: "For Scale",
      segment: "on_scale",
      groups: groupsOf("seats", "seatsLicensed"),
      minimumCoveragePct: 0,
    },
    {
      slug: "big",
      name: "For big ones",
      segment: "big",
      groups: groupsOf("seats_of_big", "employeeCount"),
      minimumCoveragePct: 0,
    },
  ],
};

beforeAll(async () => {
  t = await testApp();
  const organization = await t.inject({ method: "POST", url: "organizations", body: { name: "Group" } });
  const accounts = [
    { name: "Plain", employeeCount: 30, arr: "3000", nextRenewalOn: "2027-06-01" },
    {
      name: "Scale",
      plan: "Scale",
      employeeCount: 90,
      seatsLicensed: 10,
      arr: "1000",
      nextRenewalOn: "2027-06-01",
    },
    { name: "Empty", arr: "5000", nextRenewalOn: "2027-06-01" },
  ];
  for (const body of accounts) {
    const made = await t.inject({
      method: "POST",
      url: "accounts",
      body: { ...body, organizationId: organization.body.id },
    });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    ids.set(body.name, made.body.id);
  }
  ids.set("Group", organization.body.id);
  const segments = {
    on_scale: { subject: "plan", op: "is", value: "Scale" },
    big: { subject: "employeeCount", op: "at-least", value: 80 },
  };
  for (const [slug, rule] of Object.entries(segments)) {
    const made = await t.inject({ method: "POST", url: "segments", body: { slug, name: slug, rule } });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
  }
  const made = await t.inject({
    method: "POST",
    url: "health-scores",
    body: { slug: "own", name: "Own", model },
  });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  await drainEngine(t.app);
});
afterAll(() => t.close());

async function own(name: string) {
  await drainEngine(t.app);
  return (await t.inject({ url: `accounts/${idOf(name)}` })).body.scores.own;
}
async function why(name: string) {
  return (await t.inject({ url: `accounts/${idOf(name)}/explain?of=health:own` })).body;
}

describe("models of segments", () => {
  it("apply in their order, and say which one and why", async () => {
    expect(await own("Plain")).toMatchObject({ value: 30, label: "bad", coverage: 100 });
    // It is in both segments: the first of them decides.
    expect(await own("Scale")).toMatchObject({ value: 10, label: "bad", coverage: 100 });
    expect((await why("Scale")).reason.note).toContain("the model “For Scale”: in the segment on_scale");
    expect((await why("Plain")).reason.note).toContain("the model for everybody else");
    expect((await why("Scale")).reason.children.map((part: { label: string }) => part.label)).toEqual([
      "seats",
    ]);
  });

  it("follow an account that changes its segment", async () => {
    await t.inject({ method: "PATCH", url: `accounts/${idOf("Scale")}`, body: { plan: "Free" } });
    expect(await own("Scale")).toMatchObject({ value: 90, label: "good" });
    await t.inject({ method: "PATCH", url: `accounts/${idOf("Scale")}`, body: { plan: "Scale" } });
    expect(await own("Scale")).toMatchObject({ value: 10 });
  });

  it("preview the same as they score, and refuse a segment that is not there by its name", async () => {
    const preview = await t.inject({ method: "POST", url: "health-scores/own/preview", body: { model } });
    expect(preview.body).toMatchObject({ accounts: 3, changed: 0 });
    const wrong = { ...model, variants: model.variants?.map((each) => ({ ...each, segment: "nowhere" })) };
    const refused = await t.inject({ method: "PATCH", url: "health-scores/own", body: { model: wrong } });
    expect(refused.status).toBe(400);
    expect(refused.body.detail).toContain("For Scale: there is no segment of accounts “nowhere”");
  });
});

describe("a person's value", () => {
  const url = () => `accounts/${idOf("Plain")}/health-overrides/own`;
  it("stands above the model's, which is kept beside it, with the reason", async () => {
    const body = { value: 80, reason: "They signed a letter of intent" };
    t.advance({ minutes: 5 });
    expect((await t.inject({ method: "PUT", url: url(), body, as: "csm" })).status).toBe(200);
    expect(await own("Plain")).toMatchObject({ value: 80, model: 30, override: 80, label: "good" });
    expect((await why("Plain")).summary).toBe(
      "Own is 80, as Test csm says until 2026-12-23: “They signed a letter of intent”. The model says 30",
    );
    const trend = await t.inject({ url: `health-scores/own/trend?accountId=${idOf("Plain")}` });
    expect(trend.body.items.at(-1)).toMatchObject({
      value: 80,
      causes: [{ measure: "override", from: null, to: 80 }],
    });
  });

  it("gives way to the next one, and to the model when it is taken back or expires", async () => {
    t.advance({ hours: 1 });
    await t.inject({
      method: "PUT",
      url: url(),
      body: { value: 55, reason: "Less sure", expiresOn: "2026-11-24" },
    });
    expect(await own("Plain")).toMatchObject({ value: 55 });
    const all = await t.inject({ url: `accounts/${idOf("Plain")}/health-overrides` });
    expect(
      all.body.items.map((each: { value: number; endedAt: unknown }) => [each.value, each.endedAt !== null]),
    ).toEqual([
      [55, false],
      [80, true],
    ]);
    t.advance({ hours: 48 });
    await t.drain();
    expect(await own("Plain")).toMatchObject({ value: 30, model: 30, override: null });
    await t.inject({ method: "PUT", url: url(), body: { value: 99, reason: "Again" } });
    expect(await own("Plain")).toMatchObject({ value: 99 });
    expect((await t.inject({ method: "DELETE", url: url() })).status).toBe(200);
    expect(await own("Plain")).toMatchObject({ value: 30, override: null });
    expect((await t.inject({ method: "DELETE", url: url() })).status).toBe(404);
  });

  it("needs a reason and a day to come", async () => {
    expect((await t.inject({ method: "PUT", url: url(), body: { value: 9, reason: " " } })).status).toBe(400);
    const past = { value: 9, reason: "Late", expiresOn: "2026-01-01" };
    expect((await t.inject({ method: "PUT", url: url(), body: past })).body.fields[0].path).toBe("expiresOn");
  });
});

describe("beside a score", () => {
  it("stands the day of its oldest input, which follows the field", async () => {
    const before = (await own("Plain")).oldestInputOn;
    expect(before).toBe("2026-11-23");
    await t.inject({ method: "PATCH", url: `accounts/${idOf("Plain")}`, body: { employeeCount: 31 } });
    expect((await own("Plain")).oldestInputOn).toBe("2026-11-25");
    expect((await own("Empty")).oldestInputOn).toBeNull();
  });
});

describe("the score of an organization", () => {
  it.each([
    ["arr-weighted", (3000 * 31 + 1000 * 10) / 4000],
    ["worst", 10],
    ["mean", 20.5],
  ])("is, %s, %s of its accounts that have one", async (rollUp, value) => {
    await t.inject({ method: "PATCH", url: "health-scores/own", body: { rollUp } });
    const { body } = await t.inject({ url: `organizations/${idOf("Group")}` });
    expect(body.scores.own).toEqual({
      value: Math.round(value * 10) / 10,
      label: "bad",
      accounts: 2,
      change30d: null,
    });
  });

  it("tells how far it moved in 30 days, of the accounts that had it then", async () => {
    const read = async () => (await t.inject({ url: `organizations/${idOf("Group")}` })).body;
    const own = async () => (await read()).scores.own;
    t.advance({ hours: 24 * 40 });
    const before = (await own()).value;
    await t.inject({ method: "PATCH", url: `accounts/${idOf("Plain")}`, body: { employeeCount: 41 } });
    await drainEngine(t.app);
    const { value, change30d } = await own();
    expect([value, change30d]).toEqual([before + 5, 5]);
    await t.inject({ method: "PATCH", url: "health-scores/own", body: { isPrimary: true } });
    expect(await read()).toMatchObject({ health: value, healthChange30d: 5 });
    const unasked = (await t.inject({ url: "accounts?values=name" })).body.items;
    expect(unasked.some((each: object) => "healthChange30d" in each)).toBe(false);
    const { items } = (await t.inject({ url: "accounts?values=name,healthChange30d" })).body;
    const moved = new Map(items.map((each: { id: string }) => [each.id, each]));
    expect(moved.get(idOf("Plain"))).toMatchObject({ values: { healthChange30d: 10 } });
    expect(moved.get(idOf("Empty"))).toMatchObject({ values: { healthChange30d: null } });
  });
});
