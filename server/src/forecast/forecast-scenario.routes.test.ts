import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { predictAll } from "../likelihood/predict-all.job.ts";

let t: TestApp;
const renewals: string[] = [];
const period = "period=2027-Q1";

async function send(method: "POST" | "PUT" | "PATCH", url: string, body: unknown) {
  const answer = await t.inject({ method, url, body });
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return answer.body;
}
const get = async (url: string) => {
  const answer = await t.inject({ url });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
};
const company = async (more = "") => (await get(`forecast?${period}${more}`)).rows[0];

/** Two renewals of 1,000 due in the quarter, one rated; and one due after it. */
beforeAll(async () => {
  t = await testApp();
  for (const [name, dueOn, more] of [
    ["Rated", "2027-02-10", { rating: "at_risk", forecastArr: "800" }],
    ["Unrated", "2027-03-10", {}],
    ["Later", "2027-05-10", { rating: "commit", forecastArr: "1000" }],
  ] as const) {
    const account = await send("POST", "accounts", { name });
    renewals.push(
      (await send("POST", "renewals", { account: account.id, dueOn, targetArr: "1000", ...more })).id,
    );
  }
});
afterAll(() => t.close());

/** What the model says, as its job writes it. */
async function modelSays(id: string, likelihood: number): Promise<void> {
  await sql`update renewal_derived set likelihood_model = ${likelihood} where id = ${id}::uuid`.execute(t.db);
}

it("weighs the expected value by whose likelihood the company lets speak first, now and as of then", async () => {
  await predictAll(t.app, await t.ctx());
  const first = await get(`forecast?${period}`);
  expect(first).toMatchObject({ likelihoodFirst: "people", scenario: null });
  const { rows } = await sql<{ id: string; likelihood: number }>`
    select id, likelihood_model::float8 as likelihood from renewal_derived
  `.execute(t.db);
  const model = new Map(rows.map((row) => [row.id, row.likelihood]));
  const unrated = model.get(renewals[1] ?? "") ?? Number.NaN;
  // The rating's 45 % of 800; nobody rated the other, so that the model speaks.
  expect(Number(first.rows[0].expectedArr)).toBeCloseTo(0.45 * 800 + unrated * 1000, 2);
  const drilled = await get(`forecast/renewals?${period}`);
  expect(
    Object.fromEntries(
      drilled.items.map((row: Record<string, string>) => [row.accountName, row.likelihoodBy]),
    ),
  ).toEqual({ Rated: "rating", Unrated: "model" });

  const refused = await t.inject({
    method: "PUT",
    url: "forecast-policy",
    body: { likelihoodFirst: "model" },
    as: "csm",
  });
  expect(refused.status).toBe(403);
  await send("PUT", "forecast-policy", { likelihoodFirst: "model" });
  const byModel = await get(`forecast?${period}`);
  const rated = model.get(renewals[0] ?? "") ?? Number.NaN;
  expect(Number(byModel.rows[0].expectedArr)).toBeCloseTo(rated * 800 + unrated * 1000, 2);
  expect(byModel.definition).toContain("the model's, else a person's");
  expect((await get(`renewals/summary?dueFrom=2027-01-01&dueTo=2027-03-31`)).expectedArr).toBe(
    byModel.rows[0].expectedArr,
  );

  const then = t.clock.now().toString();
  t.advance({ hours: 2 });
  await send("PATCH", `renewals/${renewals[0]}`, { rating: "commit" });
  await predictAll(t.app, await t.ctx());
  const past = await get(`forecast?${period}&asOf=${then}`);
  expect(past.rows[0].expectedArr).toBe(byModel.rows[0].expectedArr);
  const changes = await get(`forecast/changes?${period}&from=${then}&measure=expected`);
  expect(changes.startArr).toBe(byModel.rows[0].expectedArr);
  await send("PUT", "forecast-policy", { likelihoodFirst: "people" });
});

it("shows the forecast as a scenario supposes it, and the renewals behind it", async () => {
  await modelSays(renewals[1] ?? "", 0.5);
  const before = await company();
  const scenario = await send("POST", "scenarios", {
    name: "Later comes early",
    overrides: [
      { about: { kind: "renewal", id: renewals[0] }, likelihood: { kind: "set", value: 0 } },
      { about: { kind: "renewal", id: renewals[1] }, amount: { kind: "set", arr: "600.50" } },
      { about: { kind: "renewal", id: renewals[2] }, dueOn: { kind: "set", date: "2027-03-31" } },
    ],
  });
  const shown = await get(`forecast?${period}&scenario=${scenario.id}`);
  expect(shown.scenario).toEqual({ id: scenario.id, name: "Later comes early", renewals: 3 });
  expect(shown.definition).toContain("“Later comes early”");
  expect(before).toMatchObject({ count: 2, dueArr: "2000.00", forecastArr: "800.00" });
  expect(shown.rows[0]).toMatchObject({
    count: 3,
    dueArr: "3000.00",
    forecastArr: "2400.50",
    missingForecastCount: 0,
    // 0 × 800, 0.5 × 600.50, 0.95 × 1000.
    expectedArr: "1250.25",
  });
  const { items } = await get(`forecast/renewals?${period}&scenario=${scenario.id}`);
  expect(items.find((row: { accountName: string }) => row.accountName === "Later")).toMatchObject({
    dueOn: "2027-03-31",
    likelihood: 0.95,
  });
  expect(items.find((row: { accountName: string }) => row.accountName === "Rated").likelihoodBy).toBe(
    "scenario",
  );
  // What is, is untouched.
  expect(await company()).toEqual(before);

  const past = await t.inject({ url: `forecast?${period}&scenario=${scenario.id}&asOf=2026-11-01` });
  expect([past.status, past.body.fields[0].path]).toEqual([400, "scenario"]);
  expect((await t.inject({ url: `forecast?${period}&scenario=${scenario.id}`, as: "csm" })).status).toBe(404);
});
