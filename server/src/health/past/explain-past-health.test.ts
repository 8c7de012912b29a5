import type { Explanation, HealthGroup, HealthMeasure, HealthModel, Reason } from "@perennial/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../../test/app.ts";
import { drainEngine } from "../../engine/index.ts";

/** A score lives for some days, its model too; what it said of itself as each day ended, it must say afterwards. */
let t: TestApp;
let account = "";
const lived: { day: string; own: Explanation; over: Explanation }[] = [];

const measure = (slug: string, field: string, weight = 1): HealthMeasure => ({
  slug,
  name: slug,
  weight,
  source: { kind: "field", field },
  transform: { kind: "linear", from: { value: 0, points: 0 }, to: { value: 100, points: 100 } },
  missing: "leave-out",
});
const onTeam: HealthMeasure = {
  ...measure("team", ""),
  source: { kind: "rule", rule: { subject: "plan", op: "is", value: "Team" } },
  transform: { kind: "truth", whenTrue: 90, whenFalse: 10 },
};
const group = (slug: string, ...measures: HealthMeasure[]): HealthGroup => ({
  slug,
  name: slug,
  weight: 1,
  measures,
});
const modelOf = (...groups: HealthGroup[]): HealthModel => ({
  groups,
  labels: [
    { value: "bad", label: "Bad", from: 0, tone: "bad" },
    { value: "good", label: "Good", from: 50, tone: "good" },
  ],
  minimumCoveragePct: 0,
});

async function send(method: "POST" | "PUT" | "PATCH" | "DELETE", url: string, body: unknown) {
  const answer = await t.inject({ method, url, body });
  expect([url, answer.status, answer.status < 300 ? null : answer.body]).toEqual([
    url,
    expect.toSatisfy((status) => status < 300),
    null,
  ]);
  return answer.body;
}
const explain = async (score: string, asOf = ""): Promise<Explanation> => {
  const answer = await t.inject({ url: `accounts/${account}/explain?of=health:${score}${asOf}` });
  expect([answer.status, answer.body]).toEqual([200, answer.body]);
  return answer.body;
};

/** What must be said alike of now and of then: words of the day and evidence stand aside. */
function told({ value, reason }: Explanation) {
  const plain = ({ label, points, weightPct, contribution, seen, result, children }: Reason): object => ({
    label,
    points,
    weightPct,
    contribution,
    seen: points === undefined ? undefined : seen,
    result,
    children: children?.map(plain),
  });
  return { value, reason: plain(reason) };
}

const days: (() => Promise<unknown>)[] = [
  () => send("PATCH", `accounts/${account}`, { employeeCount: 80 }),
  () => send("PATCH", `accounts/${account}`, { seatsLicensed: 10, plan: "Team" }),
  // The model weighs otherwise and looks at more.
  () =>
    send("PATCH", "health-scores/own", {
      model: modelOf(
        group("size", measure("people", "employeeCount", 3), measure("seats", "seatsLicensed")),
        group("plan", onTeam),
        group("more", measure("price", "trait:price")),
      ),
    }),
  () =>
    send("PUT", `accounts/${account}/health-overrides/own`, {
      value: 12,
      reason: "They said so",
      expiresOn: "2026-03-27",
    }),
  () => send("PATCH", `accounts/${account}`, { employeeCount: null, traits: { price: 40 } }),
  // A measure is no more.
  () => send("PATCH", "health-scores/own", { model: modelOf(group("plan", onTeam)) }),
];

beforeAll(async () => {
  t = await testApp({ now: "2026-03-23T09:00:00Z" });
  await send("POST", "traits", { object: "account", slug: "price", name: "Price", type: "number" });
  account = (await send("POST", "accounts", { name: "Lark", employeeCount: 20 })).id;
  await t.drain();
  await drainEngine(t.app);
  t.advance({ hours: 24 });
  await send("POST", "health-scores", {
    slug: "own",
    name: "Own",
    model: modelOf(group("size", measure("people", "employeeCount"), measure("seats", "seatsLicensed"))),
  });
  await send("POST", "health-scores", {
    slug: "over",
    name: "Over",
    model: modelOf(group("scores", measure("own", "score:own"))),
  });
  for (const live of days) {
    await live();
    await t.drain();
    await drainEngine(t.app);
    lived.push({
      day: t.clock.now().toString().slice(0, 10),
      own: await explain("own"),
      over: await explain("over"),
    });
    t.advance({ hours: 24 });
    await t.drain();
    await drainEngine(t.app);
  }
}, 120_000);
afterAll(() => t.close());

describe("why an account had its score", () => {
  it.each(days.map((_, n) => n))("is told as it was told on day %i", async (n) => {
    const then = lived[n];
    if (!then) throw new Error("No such day.");
    expect(told(await explain("own", `&asOf=${then.day}`))).toEqual(told(then.own));
    expect(told(await explain("over", `&asOf=${then.day}`))).toEqual(told(then.over));
  });

  it("names the version of that day, and who said otherwise", async () => {
    expect((await explain("own", "&asOf=2026-03-25")).reason.note).toContain("Version 1 of the model");
    expect((await explain("own", "&asOf=2026-03-26")).reason.note).toContain("Version 2 of the model");
    expect((await explain("own", "&asOf=2026-03-27")).summary).toMatch(
      /^Own was 12, as .* said until 2026-03-27/,
    );
  });

  it("says so where nothing was kept yet", async () => {
    const { value, summary, reason } = await explain("own", "&asOf=2026-03-23");
    expect([value, summary, reason.children]).toEqual([
      null,
      "No Own was kept of this account on that day: it is kept since 2026-03-24",
      undefined,
    ]);
  });

  it("refuses what is explained of now only", async () => {
    const answer = await t.inject({ url: `accounts/${account}/explain?of=segment:no_owner&asOf=2026-03-24` });
    expect([answer.status, answer.body.fields]).toEqual([
      400,
      [{ path: "asOf", message: "not kept as of a day" }],
    ]);
  });

  it("tells of its changes only those made by then", async () => {
    const changes = async (asOf: string) =>
      (await t.inject({ url: `health-scores/own/trend?accountId=${account}${asOf}` })).body.items.length;
    expect(await changes("&asOf=2026-03-24")).toBe(1);
    expect(await changes("")).toBeGreaterThan(3);
  });
});
