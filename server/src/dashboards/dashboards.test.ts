import { sql } from "kysely";
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

const source = { object: "renewal" };
const chart = {
  kind: "bar",
  title: "x",
  ...source,
  measure: { op: "count" },
  groupBy: [{ field: "stage" }],
};

describe("dashboards", () => {
  it("ships dashboards in their hub whose every number is answered", async () => {
    const hub = await t.inject({ url: "hubs/renewals" });
    expect(hub.body).toMatchObject({
      name: "Renewals & Account Management",
      dashboards: [{ slug: "renewal_forecasting" }, { slug: "cs_leadership" }, { slug: "book_of_business" }],
    });
    const widgets = [];
    for (const { slug } of hub.body.dashboards) {
      widgets.push(...(await t.inject({ url: `dashboards/${slug}` })).body.widgets);
    }
    expect(widgets.length).toBeGreaterThan(10);
    const retained = widgets.filter((each: { kind: string }) => each.kind === "retention");
    expect(retained.map((each: { measure: string }) => each.measure)).toEqual([
      "nrr",
      "grr",
      "logoRetention",
      "grr",
    ]);
    const asked = widgets.filter((each: { kind: string }) => !["table", "retention"].includes(each.kind));
    for (const widget of asked) {
      const { object, filter, measure, groupBy } = widget;
      const answer = await t.inject({
        method: "POST",
        url: "aggregates",
        body: { object, filter, measure, groupBy },
      });
      expect(answer.status).toBe(200);
    }
  });

  it("names the causes that renewals were lost for", async () => {
    const lost = (externalId: string, rootCause: string) => ({
      externalId,
      account: { externalId: "three" },
      dueOn: "2026-03-01",
      targetArr: 10,
      outcome: "churned",
      rootCause,
    });
    const items = [lost("l1", "sponsor_lost"), lost("l2", "The weather")];
    const made = await t.inject({ method: "POST", url: "renewals/bulk-upsert", body: { items } });
    expect(made.body.created).toBe(2);
    const filter = { subject: "outcome", op: "is", value: "churned" };
    const body = { object: "renewal", filter, measure: { op: "count" }, groupBy: [{ field: "rootCause" }] };
    const answer = await t.inject({ method: "POST", url: "aggregates", body });
    expect(
      answer.body.rows.map((row: { keys: { label: string }[] }) => row.keys[0]?.label).toSorted(),
    ).toEqual(["Sponsor or champion lost", "The weather"]);
    await sql`delete from renewals where outcome = 'churned'`.execute(t.db);
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

  it("tells amounts of several currencies in the company's, at the rate of the day; without a rate they are no value", async () => {
    const due = { account: { externalId: "one" }, dueOn: "2027-06-15", targetArr: "1000.00" };
    const items = [
      { ...due, externalId: "in-usd", currency: "USD" },
      { ...due, externalId: "in-eur", currency: "EUR" },
      { ...due, externalId: "in-gbp", currency: "GBP" },
    ];
    const made = await t.inject({ method: "POST", url: "renewals/bulk-upsert", body: { items } });
    expect(made.body).toMatchObject({ created: 3 });
    const rates = [
      { currency: "EUR", startsOn: "2026-01-01", rate: "1.25" },
      { currency: "EUR", startsOn: "2027-01-01", rate: "2" },
    ];
    await t.inject({ method: "PUT", url: "exchange-rates", body: { items: rates } });
    const filter = { subject: "dueOn", op: "on", value: "2027-06-15" };
    const body = { object: "renewal", filter, measure: { op: "sum", field: "targetArr" } };
    const sum = await t.inject({ method: "POST", url: "aggregates", body });
    expect(Number(sum.body.total.value)).toBe(2250);
    expect(sum.body.total).toMatchObject({ count: 3, valued: 2 });
    const groupBy = [{ field: "currency" }];
    const each = await t.inject({ method: "POST", url: "aggregates", body: { ...body, groupBy } });
    expect(
      each.body.rows.map((row: { keys: { label: string }[]; value: string | null }) => [
        row.keys[0]?.label,
        row.value === null ? null : Number(row.value),
      ]),
    ).toEqual([
      ["EUR", 1250],
      ["GBP", null],
      ["USD", 1000],
    ]);
    await sql`delete from renewals where due_on = '2027-06-15'`.execute(t.db);
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

  it("is arranged, archived and brought back", async () => {
    const hubId = (await t.inject({ url: "hubs/renewals" })).body.id;
    const place = { x: 0, y: 0, w: 4, h: 6 };
    const widgets = [
      { kind: "text", title: "Read me", text: "Numbers of our own.", place },
      { kind: "pie", title: "By stage", ...source, measure: { op: "count" }, groupBy: [{ field: "stage" }] },
    ];
    const made = await t.inject({
      method: "POST",
      url: "dashboards",
      body: { slug: "ours", name: "Ours", hubId, widgets },
    });
    expect(made).toMatchObject({ status: 201, body: { widgets } });
    const url = `dashboards/${made.body.id}`;
    const slugs = async () =>
      (await t.inject({ url: "hubs/renewals" })).body.dashboards.map((each: { slug: string }) => each.slug);
    await t.inject({ method: "PATCH", url, body: { position: 0 } });
    expect((await slugs())[0]).toBe("ours");
    expect((await t.inject({ method: "PATCH", url, body: { widgets: [] } })).body.widgets).toEqual([]);
    await t.inject({ method: "DELETE", url });
    expect(await slugs()).not.toContain("ours");
    expect((await t.inject({ method: "POST", url: `${url}/restoration` })).body.slug).toBe("ours");
  });

  it.each([
    ["measure.field", { ...chart, measure: { op: "sum", field: "nope" } }],
    ["groupBy", { ...chart, groupBy: [{ field: "nope" }] }],
    ["columns", { kind: "table", title: "x", ...source, columns: ["nope"] }],
  ])("refuses a widget whose %s is not there, when it is saved", async (part, widget) => {
    const hubId = (await t.inject({ url: "hubs/renewals" })).body.id;
    const body = { slug: "wrong", name: "Wrong", hubId, widgets: [widget] };
    const answer = await t.inject({ method: "POST", url: "dashboards", body });
    expect(answer.body).toMatchObject({ code: "invalid-input", fields: [{ path: `widgets[0].${part}` }] });
  });
});

describe("hubs", () => {
  const post = (body: object) => t.inject({ method: "POST", url: "hubs", body });
  const patch = (id: string, body: object) => t.inject({ method: "PATCH", url: `hubs/${id}`, body });

  it("lie in one another, never in themselves", async () => {
    const outer = (await post({ slug: "team", name: "Team" })).body;
    const inner = (await post({ slug: "inner", name: "Inner", parentId: outer.id })).body;
    expect(inner.parentId).toBe(outer.id);
    expect((await patch(outer.id, { parentId: inner.id })).body).toMatchObject({
      code: "invalid-input",
      fields: [{ path: "parentId" }],
    });
    expect((await patch(inner.id, { parentId: null, name: "Out" })).body).toMatchObject({
      parentId: null,
      name: "Out",
    });
  });

  it("are archived once they are empty", async () => {
    const full = (await t.inject({ url: "hubs/renewals" })).body;
    expect((await t.inject({ method: "DELETE", url: `hubs/${full.id}` })).status).toBe(409);
    const empty = (await post({ slug: "empty", name: "Empty" })).body;
    expect((await t.inject({ method: "DELETE", url: `hubs/${empty.id}` })).status).toBe(200);
    expect((await t.inject({ url: "hubs/empty" })).status).toBe(404);
  });
});
