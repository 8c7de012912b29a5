import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { drainEngine } from "../engine/index.ts";
import { refreshBaselines } from "./baselines.ts";

let t: TestApp;
const logins = { steady: [40, 42, 44, 46, 48], quiet: [5] };
const ids = new Map<string, string>();

beforeAll(async () => {
  t = await testApp();
  for (const [plan, counts] of Object.entries(logins)) {
    for (const count of counts) {
      const name = `${plan} ${count}`;
      const { body } = await t.inject({
        method: "POST",
        url: "accounts",
        body: { name, plan, employeeCount: count },
      });
      ids.set(name, body.id);
    }
  }
  await createSegment("everybody", { subject: "plan", op: "is-set" });
  await createSegment("steady", { subject: "plan", op: "is", value: "steady" });
});
afterAll(() => t.close());

async function createSegment(slug: string, rule: unknown) {
  const answer = await t.inject({ method: "POST", url: "segments", body: { slug, name: slug, rule } });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  await drainEngine(t.app);
}

/** Usage and health as if they had been worked out so. */
async function giveNumbers() {
  await drainEngine(t.app);
  await sql`
    update account_derived d set m_logins_30d = a.employee_count,
           h_overall_label = case when a.plan = 'steady' then 'healthy' else 'at-risk' end
      from accounts a where a.id = d.account_id
  `.execute(t.db);
}

async function memberNames(slug: string): Promise<string[]> {
  const { body } = await t.inject({ url: `segments/${slug}/members?sort=name` });
  return body.items.map((item: { name: string }) => item.name);
}

describe("healthy baselines", () => {
  it("are the median and the robust spread of the healthy accounts", async () => {
    await giveNumbers();
    await refreshBaselines(t.app);
    const { body } = await t.inject({ url: "segments/everybody/baselines" });
    const item = body.items.find((each: { field: string }) => each.field === "metric:logins_30d");
    // Of 40, 42, 44, 46, 48 the median is 44, the distances are 4, 2, 0, 2, 4, their median is 2.
    expect(item).toMatchObject({ accounts: 5 });
    expect(Number(item.median)).toBe(44);
    expect(Number(item.spread)).toBeCloseTo(2 * 1.4826);
  });

  it("make a condition that finds who deviates, explained, and unknown outside the segments named", async () => {
    const deviates = (segments: string[]) => ({
      subject: "metric:logins_30d",
      op: "deviates-from-baseline",
      value: { segments, atLeast: 3, direction: "below" },
    });
    await createSegment("far_below", deviates(["everybody"]));
    expect(await memberNames("far_below")).toEqual(["quiet 5"]);
    await createSegment("far_below_steady", deviates(["steady"]));
    expect(await memberNames("far_below_steady")).toEqual([]);
    const why = await t.inject({ url: `accounts/${ids.get("quiet 5")}/explain?of=segment:far_below` });
    expect(why.body).toMatchObject({ value: true });
    expect(why.body.reason.children[0].label).toBe(
      "Logins, 30 days is at least 3 robust deviations below the healthy accounts of everybody",
    );
    const outside = await t.inject({
      url: `accounts/${ids.get("quiet 5")}/explain?of=segment:far_below_steady`,
    });
    expect(outside.body.reason.children[0].result).toBeNull();
  });

  it("are none of too few accounts", async () => {
    await t.inject({ method: "DELETE", url: `accounts/${ids.get("steady 48")}` });
    await giveNumbers();
    await refreshBaselines(t.app);
    expect((await t.inject({ url: "segments/everybody/baselines" })).body.items).toEqual([]);
    expect(
      (await t.inject({ method: "POST", url: `accounts/${ids.get("steady 48")}/restoration` })).status,
    ).toBe(200);
  });
});

describe("the size of a segment", () => {
  it("is known for each day, with who entered and left", async () => {
    await drainEngine(t.app);
    t.advance({ hours: 48 });
    const id = ids.get("quiet 5");
    await t.inject({ method: "PATCH", url: `accounts/${id}`, body: { plan: "steady" } });
    await drainEngine(t.app);
    t.advance({ hours: 24 });
    const { body } = await t.inject({ url: "segments/steady/size?days=5" });
    expect(body.points.map((point: { count: number }) => point.count)).toEqual([5, 5, 6, 6]);
    // Nothing is told of the day before it was defined.
    expect(body.points[0].on).toBe(body.definedOn);
    expect(body).toMatchObject({ entered: 6, left: 0 });
    expect(body.crossings[0]).toMatchObject({ recordId: id, name: "quiet 5", isMember: true });
  });
});

describe("two segments", () => {
  it("are compared by median and mean, where there are values", async () => {
    const { body } = await t.inject({
      url: "segments/steady/comparison?with=everybody&fields=employeeCount,arr",
    });
    expect(body.segments).toEqual([
      { slug: "steady", name: "steady", accounts: 6 },
      { slug: "everybody", name: "everybody", accounts: 6 },
    ]);
    expect(body.rows[0]).toMatchObject({
      field: "employeeCount",
      values: [
        { accounts: 6, median: "42", mean: "37.5000" },
        { accounts: 6, median: "42", mean: "37.5000" },
      ],
    });
    const refused = await t.inject({ url: "segments/steady/comparison?with=champions&fields=arr" });
    expect(refused.status).toBe(400);
    expect((await t.inject({ url: "segments/steady/comparison?with=everybody&fields=name" })).status).toBe(
      400,
    );
  });
});
