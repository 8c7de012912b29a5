import {
  decimalOfMinor,
  dueIn,
  forecastRenewals,
  simulate,
  simulated,
  suppose,
  suppositionsOf,
} from "@perennial/contract/forecasting";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";

const span = "dueFrom=2027-01-01&dueTo=2027-03-31";
let t: TestApp;
const renewalIds: string[] = [];

beforeAll(async () => {
  t = await testApp();
  for (const [index, touchModel] of ["high", "low", "low", "low"].entries()) {
    const account = await t.inject({
      method: "POST",
      url: "accounts",
      body: { name: `Account ${index}`, touchModel, region: "EMEA" },
    });
    const renewal = await t.inject({
      method: "POST",
      url: "renewals",
      body: {
        account: account.body.id,
        dueOn: index === 3 ? "2027-05-20" : "2027-02-10",
        targetArr: "1000.10",
        rating: "likely",
        ...(index === 0 ? { forecastArr: "1500" } : {}),
      },
    });
    expect(renewal.status).toBe(201);
    renewalIds.push(renewal.body.id);
  }
});
afterAll(() => t.close());

const save = (body: object, as: "csm" | "administrator" | "viewer" = "csm") =>
  t.inject({ method: "POST", url: "scenarios", body, as });
const lowTouch = {
  kind: "rule",
  label: "Low touch",
  rule: { related: "account", where: { subject: "touchModel", op: "is", value: "low" } },
};

it("gives what is due, and the open ones around, with both likelihoods", async () => {
  const { body } = await t.inject({ url: `forecast/what-if?${span}` });
  expect(body.rows).toHaveLength(4);
  expect(body.rows[0]).toMatchObject({ targetArr: "1000.10", likelihoodPeople: 0.8, outcome: null });
  expect(body.rows.map((row: { amountArr: string }) => row.amountArr).sort()).toEqual([
    "1000.10",
    "1000.10",
    "1000.10",
    "1500.00",
  ]);
  expect((await t.inject({ url: "forecast/what-if?dueFrom=2027-02-01&dueTo=2027-01-01" })).status).toBe(400);
});

it("saves suppositions, names the renewals of its rules, and moves forecast and range", async () => {
  const made = await save({
    name: "Low touch slips",
    overrides: [
      { about: lowTouch, likelihood: { kind: "set", value: 0.5 } },
      { about: { kind: "renewal", id: renewalIds[3] }, dueOn: { kind: "set", date: "2027-03-01" } },
      { about: { kind: "renewal", id: renewalIds[0] }, amount: { kind: "set", arr: "2000" } },
    ],
  });
  expect(made.status).toBe(201);
  const asCsm = { as: "csm" } as const;
  const named = (await t.inject({ url: `forecast/what-if?${span}&scenario=${made.body.id}`, ...asCsm })).body;
  expect(named.named[0].sort()).toEqual(renewalIds.slice(1).sort());
  const before = (await t.inject({ url: `forecast/simulation?${span}&basis=people`, ...asCsm })).body;
  expect(before).toMatchObject({ count: 3, dueArr: "3000.30", grr: 0.8, expectedArr: "2800.16" });
  const after = (
    await t.inject({ url: `forecast/simulation?${span}&basis=people&scenario=${made.body.id}`, ...asCsm })
  ).body;
  expect(after).toMatchObject({ count: 4, dueArr: "4000.40", expectedArr: "3100.15" });
  expect(after.decisive[0].id).toBe(renewalIds[0]);

  // The same code on the same rows, as the browser runs it: the same to the cent.
  const base = forecastRenewals(named.rows, "people");
  const supposed = suppose(base, suppositionsOf(made.body.overrides, named.named, named.rows));
  const result = simulate(dueIn(supposed, { from: "2027-01-01", to: "2027-03-31" }).map(simulated)).result();
  expect([after.p10Arr, after.p50Arr, after.p90Arr]).toEqual(
    [result.p10, result.p50, result.p90].map(decimalOfMinor),
  );
});

it("is one's own until it is shared, and changed by its owner alone", async () => {
  const about = { kind: "renewal", id: renewalIds[0] };
  const overrides = [{ about, likelihood: { kind: "shift", by: -0.2 } }];
  const { body: own } = await save({ name: "Mine", overrides });
  expect((await t.inject({ url: `scenarios/${own.id}`, as: "leader" })).status).toBe(404);
  const shared = await t.inject({
    method: "PATCH",
    url: `scenarios/${own.id}`,
    body: { isShared: true },
    as: "csm",
  });
  expect(shared.body).toMatchObject({ name: "Mine", isShared: true, overrides });
  expect((await t.inject({ url: `scenarios/${own.id}`, as: "leader" })).body.isOwn).toBe(false);
  const foreign = {
    method: "PATCH",
    url: `scenarios/${own.id}`,
    body: { name: "Theirs" },
    as: "leader",
  } as const;
  expect((await t.inject(foreign)).status).toBe(403);
  expect((await t.inject({ method: "DELETE", url: `scenarios/${own.id}`, as: "csm" })).status).toBe(204);
  expect((await t.inject({ url: `scenarios/${own.id}`, as: "csm" })).status).toBe(404);
});

it("refuses what says nothing, rules that cannot be asked, and simulations that do not fit", async () => {
  const about = { kind: "renewal", id: renewalIds[0] };
  expect((await save({ name: "Nothing", overrides: [{ about }] })).status).toBe(400);
  const odd = { kind: "rule", label: "Odd", rule: { subject: "nonsense", op: "is", value: 1 } };
  const refused = await save({ name: "Odd", overrides: [{ about: odd, dueOn: { kind: "shift", days: 3 } }] });
  expect([refused.status, refused.body.code]).toEqual([400, "invalid-input"]);
  expect((await save({ name: "Viewer", overrides: [] }, "viewer")).status).toBe(403);
  const correlated = await t.inject({ url: `forecast/simulation?${span}&owner=0.6&segment=0.5` });
  expect(correlated.body.fields[0].path).toBe("owner");
  const none = await t.inject({ url: "forecast/simulation?dueFrom=2040-01-01&dueTo=2040-02-01" });
  expect(none.body).toMatchObject({ count: 0, p90Arr: "0.00", grr: null });
});
