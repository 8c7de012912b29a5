import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../../test/app.ts";

let t: TestApp;
let cast = "";

async function post(url: string, body: object, method: "POST" | "PATCH" = "POST") {
  const answer = await t.inject({ method, url, body });
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return answer.body;
}

async function customer(name: string, seats: number, endsOn: string | null): Promise<string> {
  const { id } = await post("accounts", { name, seatsLicensed: seats });
  await post("subscriptions", {
    account: id,
    startsOn: "2025-01-01",
    ...(endsOn && { endsOn }),
    arr: "1200",
  });
  return id;
}

beforeAll(async () => {
  t = await testApp();
  const line = { kind: "linear", from: { value: 0, points: 0 }, to: { value: 100, points: 100 } };
  const measure = { slug: "seats", name: "Seats", weight: 1, missing: "leave-out", transform: line };
  await post("health-scores", {
    slug: "judged",
    name: "Judged",
    model: {
      groups: [
        {
          slug: "all",
          name: "All",
          weight: 1,
          measures: [{ ...measure, source: { kind: "field", field: "seatsLicensed" } }],
        },
      ],
      labels: [
        { value: "red", label: "Red", from: 0, tone: "bad" },
        { value: "green", label: "Green", from: 50, tone: "good" },
      ],
      minimumCoveragePct: 0,
    },
  });
  await customer("Stays", 90, null);
  await customer("Ends", 10, "2026-05-14");
  await customer("Ends before", 10, "2025-12-14");
  const told = await customer("Tells", 80, null);
  await t.drain();
  const happened = ["2026-05-20", "2026-08-20"].map((day) => ({ at: `${day}T12:00:00Z`, messageId: day }));
  await post("events", { items: happened.map((each) => ({ ...each, account: told, name: "Cancelled" })) });
  await t.drain();
  const made = await post("health-scores/judged/backcasts", { from: "2025-12-01", to: "2026-11-20" });
  cast = made.id;
  await t.drain();
}, 120_000);
afterAll(() => t.close());

async function lookBy(query: string) {
  return t.inject({ url: `health-backcasts/${cast}/test?${query}` });
}

describe("who left", () => {
  it("is told by ARR that came to zero, each account once a quarter for as long as it had ARR", async () => {
    const [look] = (await lookBy("by=departures")).body.looks;
    // From 2026-04-01 two quarters and the one that began: Stays and Tells in each, Ends in the first.
    expect(look).toMatchObject({ judged: 5, churned: 1, flagged: 1, flaggedChurned: 1, auc: 1 });
    expect(look.greenChurned).toEqual([]);
  });

  it("is told by the first event of a name, in any case", async () => {
    const [look] = (await lookBy("by=events&event=cancelled")).body.looks;
    expect(look).toMatchObject({ judged: 4, churned: 1, flagged: 1, flaggedChurned: 0 });
    expect(look.greenChurned).toMatchObject([
      { name: "Tells", on: "2026-05-20", renewalId: null, value: 80, arr: "1200.00" },
    ]);
  });

  it("is told by a person who set it to churned, until that is taken back", async () => {
    const { items } = (await t.inject({ url: "accounts?limit=10" })).body;
    const { id } = items.find((each: { name: string }) => each.name === "Stays");
    const set = (lifecycleOverride: string | null) =>
      post(
        `accounts/${id}`,
        { lifecycleOverride, lifecycleOverrideReason: lifecycleOverride && "closed" },
        "PATCH",
      );
    await set("churned");
    await t.db
      .updateTable("history")
      .set({ at: "2026-05-01T12:00:00Z" })
      .where("field", "=", "lifecycleOverride")
      .execute();
    const [left] = (await lookBy("by=departures")).body.looks;
    expect(left).toMatchObject({ judged: 4, churned: 2 });
    expect(left.greenChurned).toMatchObject([{ name: "Stays", on: "2026-05-01" }]);
  });

  it("asks for the event, and refuses what is no basis", async () => {
    expect((await lookBy("by=events")).body.fields[0].path).toBe("event");
    expect((await lookBy("by=guess")).status).toBe(400);
  });
});
