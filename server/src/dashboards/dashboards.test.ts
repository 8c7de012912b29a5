import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";

let t: TestApp;
beforeAll(async () => {
  t = await testApp();
  const accounts = [
    { externalId: "one", name: "One", arr: "12000.00", nextRenewalOn: "2027-01-31" },
    { externalId: "two", name: "Two", arr: "24000.10", nextRenewalOn: "2027-01-15" },
    { externalId: "three", name: "Three", arr: "6000.00", nextRenewalOn: "2027-03-01" },
  ];
  const answer = await t.inject({ method: "POST", url: "accounts/bulk-upsert", body: { items: accounts } });
  expect(answer.body.created).toBe(3);
});
afterAll(() => t.close());

const bars = {
  object: "renewal",
  measure: { op: "sum", field: "targetArr" },
  groupBy: [{ field: "dueOn", by: "month" }, { field: "rating" }],
};

describe("dashboards", () => {
  it("ships the renewal forecasting dashboard in its hub", async () => {
    const hub = await t.inject({ url: "hubs/renewals" });
    expect(hub.body).toMatchObject({
      name: "Renewals & Account Management",
      dashboards: [{ slug: "renewal_forecasting" }],
    });
    const dashboard = await t.inject({ url: "dashboards/renewal_forecasting" });
    for (const widget of dashboard.body.widgets.filter((each: { kind: string }) => each.kind !== "table")) {
      const { object, filter, measure, groupBy } = widget;
      const answer = await t.inject({
        method: "POST",
        url: "aggregates",
        body: { object, filter, measure, groupBy },
      });
      expect(answer.status).toBe(200);
    }
  });

  it("sums exactly by month, and every row drills to the renewals it counts", async () => {
    const answer = await t.inject({ method: "POST", url: "aggregates", body: bars });
    expect(answer.body.total).toMatchObject({ value: "42000.1000", count: 3 });
    const labels = answer.body.rows.map((row: { keys: { label: string }[]; value: string }) => [
      row.keys[0]?.label,
      row.value,
    ]);
    expect(labels).toEqual([
      ["Jan 2027", "36000.1000"],
      ["Mar 2027", "6000.0000"],
    ]);
    const drill = encodeURIComponent(JSON.stringify(answer.body.rows[0].drill));
    const rows = await t.inject({ url: `renewals?filter=${drill}&sort=dueOn` });
    expect(rows.body.items.map((row: { accountName: string }) => row.accountName)).toEqual(["Two", "One"]);
  });

  it("follows an edit of a forecast", async () => {
    const list = await t.inject({ url: "renewals?sort=dueOn" });
    const [first] = list.body.items;
    await t.inject({ method: "PATCH", url: `renewals/${first.id}`, body: { forecastArr: "20000.00" } });
    const delta = { object: "renewal", measure: { op: "sum", field: "deltaArr" } };
    const answer = await t.inject({ method: "POST", url: "aggregates", body: delta });
    expect(answer.body.total.value).toBe("-4000.1000");
  });

  it("says what is wrong with a measure or a rule", async () => {
    const sumOfText = await t.inject({
      method: "POST",
      url: "aggregates",
      body: { ...bars, measure: { op: "sum", field: "nextStep" } },
    });
    expect(sumOfText.body).toMatchObject({ code: "invalid-input", fields: [{ path: "measure.field" }] });
    const widget = {
      kind: "metric",
      title: "x",
      object: "renewal",
      filter: { subject: "nope", op: "is", value: "x" },
      measure: { op: "count" },
    };
    const hub = await t.inject({ url: "hubs/renewals" });
    const refused = await t.inject({
      method: "POST",
      url: "dashboards",
      body: { slug: "bad", name: "Bad", hubId: hub.body.id, widgets: [widget] },
    });
    expect(refused.status).toBe(400);
  });
});
