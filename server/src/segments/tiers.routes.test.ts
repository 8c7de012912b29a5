import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { drainEngine } from "../engine/index.ts";

let t: TestApp;
beforeAll(async () => {
  t = await testApp();
  for (const [name, employeeCount, tier] of [
    ["Giant", 5000, undefined],
    ["Edge", 1000, undefined],
    ["Below", 999, undefined],
    ["Small", 3, undefined],
    ["Favourite", 3, "I"],
    ["Unknown", undefined, undefined],
  ]) {
    const answer = await t.inject({ method: "POST", url: "accounts", body: { name, employeeCount, tier } });
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  }
  await drainEngine(t.app);
});
afterAll(() => t.close());

const asked = { measure: "employeeCount", from: { I: "1000", A: "500", B: "100", C: "10" } };
const counts = (body: { items: { tier: string; accounts: number }[] }) =>
  Object.fromEntries(body.items.map(({ tier, accounts }) => [tier, accounts]));

it("tells the shipped thresholds, and what others would give, before they are saved", async () => {
  const { body } = await t.inject({ url: "tiers" });
  expect(body).toMatchObject({ measure: "arr", from: { I: "250000", C: "10000" } });
  expect(body.items.every((each: { isByHand: boolean }) => !each.isByHand)).toBe(true);
  const tried = await t.inject({ url: "tiers?measure=employeeCount&from=1000,500,100,10" });
  expect(counts(tried.body)).toEqual({ I: 3, A: 1, B: 0, C: 0, D: 1 });
  expect((await t.inject({ url: "tiers" })).body.measure).toBe("arr");
});

it("writes all five segments at once; whoever was given a tier keeps it", async () => {
  expect((await t.inject({ method: "PUT", url: "tiers", body: asked })).body).toMatchObject(asked);
  await drainEngine(t.app);
  const members = await t.inject({ url: "segments/tier_i/members?sort=name" });
  expect(members.body.items.map((each: { name: string }) => each.name)).toEqual([
    "Edge",
    "Favourite",
    "Giant",
  ]);
  expect((await t.inject({ url: "segments/tier_a/members" })).body.items).toMatchObject([{ name: "Below" }]);
});

it("says which tier's rule somebody wrote otherwise", async () => {
  const rule = { subject: "plan", op: "is", value: "vip" };
  await t.inject({ method: "PATCH", url: "segments/tier_d", body: { rule } });
  const { body } = await t.inject({ url: "tiers" });
  expect(body.items.filter((each: { isByHand: boolean }) => each.isByHand)).toMatchObject([{ tier: "D" }]);
});

it("refuses thresholds that do not fall, a text to measure by, and an archived tier, and changes nothing", async () => {
  const refused = async (body: unknown) => (await t.inject({ method: "PUT", url: "tiers", body })).body;
  const rising = { ...asked, from: { ...asked.from, A: "1000" } };
  expect(await refused(rising)).toMatchObject({ fields: [{ path: "from.A" }] });
  expect(await refused({ ...asked, measure: "plan" })).toMatchObject({ fields: [{ path: "measure" }] });
  expect((await t.inject({ url: "tiers?from=1,2" })).status).toBe(400);
  expect((await t.inject({ method: "DELETE", url: "segments/tier_b" })).status).toBe(200);
  expect((await refused({ ...asked, measure: "arr" })).detail).toMatch(/Tier B: archived/);
  expect((await t.inject({ url: "tiers" })).body.measure).toBe("employeeCount");
});
