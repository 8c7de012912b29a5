import type { HealthModel } from "@perennial/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { drainEngine } from "../engine/index.ts";

/** What is shipped asks about the primary score, whichever of them the company chooses. */
let t: TestApp;
const ids = new Map<string, string>();

const modelOver = (slug: string, field: string): HealthModel => ({
  groups: [
    {
      slug: `${slug}_group`,
      name: slug,
      weight: 1,
      measures: [
        {
          slug,
          name: slug,
          weight: 1,
          source: { kind: "field", field },
          transform: { kind: "linear", from: { value: 0, points: 0 }, to: { value: 100, points: 100 } },
          missing: "leave-out",
        },
      ],
    },
  ],
  labels: [
    { value: "red", label: "Red", from: 0, tone: "bad" },
    { value: "green", label: "Green", from: 50, tone: "good" },
  ],
  minimumCoveragePct: 0,
});
const people = modelOver("people", "employeeCount");
const seats = modelOver("seats", "seatsLicensed");

async function send(method: "POST" | "PATCH" | "DELETE", url: string, body?: unknown) {
  const answer = await t.inject({ method, url, ...(body === undefined ? {} : { body }) });
  expect([url, answer.status, answer.status < 300 ? null : answer.body]).toEqual([
    url,
    expect.toSatisfy((status) => status < 300),
    null,
  ]);
  return answer.body;
}
const read = async (url: string) => (await t.inject({ url })).body;
const make = (slug: string, name: string, model: HealthModel) =>
  send("POST", "health-scores", { slug, name, model });
const choose = async (slug: string) => {
  await send("PATCH", `health-scores/${slug}`, { isPrimary: true });
  await t.drain();
  await drainEngine(t.app);
};
const named = async (query: string) =>
  (await read(`accounts?${query}`)).items.map((each: { name: string }) => each.name);
const fits = (rule: object) => named(`sort=name&filter=${encodeURIComponent(JSON.stringify(rule))}`);
const atRisk = () => fits({ subject: "segment:at_risk", op: "is-in" });

beforeAll(async () => {
  t = await testApp();
  await make("by_people", "By people", people);
  await make("by_seats", "By seats", seats);
  for (const body of [
    { name: "Few people", employeeCount: 10, seatsLicensed: 90 },
    { name: "Few seats", employeeCount: 80, seatsLicensed: 20 },
  ]) {
    const { id } = await send("POST", "accounts", {
      ...body,
      arr: "1000",
      nextRenewalOn: "2027-06-01",
    });
    ids.set(body.name, id);
  }
  await choose("by_people");
});
afterAll(() => t.close());

describe("the primary score", () => {
  it("is asked about by the shipped segment, indicator and dashboards, which follow the choice", async () => {
    expect(await atRisk()).toEqual(["Few people"]);
    expect((await read("segments/at_risk")).sentence).toBe("Primary score (By people) is less than 40");
    await choose("by_seats");
    expect(await atRisk()).toEqual(["Few seats"]);
    expect((await read("segments/at_risk")).sentence).toBe("Primary score (By seats) is less than 40");
    const raised = (await read("indicators?limit=100")).items.filter(
      (each: { definition: string; status: string }) =>
        each.definition === "health_at_risk" && each.status === "open",
    );
    expect(raised.map((each: { accountName: string }) => each.accountName)).toEqual(["Few seats"]);
    expect(raised[0]).toMatchObject({
      message: "Health is 20.",
      evidence: {
        sentence: "Primary score (By seats) is less than 40",
        seen: [{ field: "primaryScore", label: "Primary score (By seats)", value: 20 }],
      },
    });
    const why = await read(`accounts/${ids.get("Few seats")}/explain?of=segment:at_risk`);
    expect(JSON.stringify(why)).toContain("Primary score (By seats)");
    const charted = await send("POST", "aggregates", {
      object: "account",
      measure: { op: "count" },
      groupBy: [{ field: "primaryScore.label" }],
    });
    expect(
      charted.rows.map(({ keys: [key], value }: { keys: { label: string }[]; value: string }) => [
        key?.label,
        value,
      ]),
    ).toEqual(
      expect.arrayContaining([
        ["Red", "1"],
        ["Green", "1"],
      ]),
    );
  });

  it("is sorted, listed and judged by its label", async () => {
    expect(await named("sort=-primaryScore")).toEqual(["Few people", "Few seats"]);
    const [first] = (await read("accounts?sort=primaryScore&values=primaryScore,primaryScore.label")).items;
    expect(first.values).toEqual({ primaryScore: 20, "primaryScore.label": "red" });
    expect(await fits({ subject: "primaryScore.label", op: "is", value: "green" })).toEqual(["Few people"]);
  });

  it("moved as far as the chosen score did, not by the choice", async () => {
    t.advance({ hours: 24 * 10 });
    const fell = { subject: "primaryScore", op: "decreased-by", value: { by: 30, withinDays: 5 } };
    expect(await fits(fell)).toEqual([]);
    await send("PATCH", `accounts/${ids.get("Few people")}`, { seatsLicensed: 55 });
    await drainEngine(t.app);
    expect(await fits(fell)).toEqual(["Few people"]);
    const { reason } = await send("POST", "segments/preview/explanation", {
      object: "account",
      rule: fell,
      recordId: ids.get("Few people"),
    });
    expect(reason.result).toBe(true);
    const day = t.app.clock.now().toZonedDateTimeISO("UTC").toPlainDate();
    const past = `asOf=${day.subtract({ days: 1 })}&values=primaryScore&sort=name`;
    expect((await read(`accounts?${past}`)).items[0].values).toEqual({ primaryScore: 90 });
    await choose("by_people");
    expect(await fits(fell)).toEqual([]);
    expect((await read(`accounts?${past}`)).items[0].values).toEqual({ primaryScore: 10 });
  });

  it("names what changed as the cause when an account enters a segment", async () => {
    await send("PATCH", `accounts/${ids.get("Few seats")}`, { employeeCount: 5 });
    await drainEngine(t.app);
    const { items } = await read("changes?limit=500");
    const entered = items.findLast(
      (each: { payload: { segment?: string } }) => each.payload?.segment === "at_risk",
    );
    expect(entered).toMatchObject({ name: "segment.entered" });
    expect(entered.payload).toMatchObject({
      cause: { field: "score:by_people", from: 80, to: 5 },
    });
  });

  it("is no source of a metric, whose past must be of one number", async () => {
    const refused = await t.inject({
      method: "POST",
      url: "metrics",
      body: {
        slug: "mean_health",
        name: "Mean health",
        source: { kind: "trait", field: "primaryScore", aggregate: "latest" },
        windowDays: 30,
      },
    });
    expect([refused.status, refused.body.fields?.[0]]).toEqual([
      400,
      { path: "source.field", message: expect.stringContaining("Choose By people itself") },
    ]);
  });

  it("cannot be one that looks at the primary score itself, nor be archived", async () => {
    await make("by_primary", "By primary", modelOver("primary", "primaryScore"));
    const looped = await t.inject({
      method: "PATCH",
      url: "health-scores/by_primary",
      body: { isPrimary: true },
    });
    expect([looped.status, looped.body.fields?.[0]?.path]).toEqual([400, "isPrimary"]);
    expect((await read("health-scores")).items[0]).toMatchObject({ slug: "by_people", isPrimary: true });
    const archived = await t.inject({ method: "DELETE", url: "health-scores/by_people" });
    expect([archived.status, archived.body.code]).toEqual([409, "conflict"]);
  });
});
