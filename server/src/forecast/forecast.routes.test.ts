import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";

let t: TestApp;
/** By account name: its renewal. */
const renewals: Record<string, string> = {};
const people: Record<string, string> = {};

async function send(method: "POST" | "PUT" | "PATCH", url: string, body?: unknown) {
  const answer = await t.inject({ method, url, ...(body === undefined ? {} : { body }) });
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return answer.body;
}
const get = async (url: string) => {
  const answer = await t.inject({ url });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
};
const period = "period=2027-Q1";
const rowOf = (body: { rows: ({ label: string } & Record<string, unknown>)[] }, label: string) =>
  body.rows.find((row) => row.label === label);

/** Four renewals of 1,000 due in the first quarter, one of 500 in the second; Ada leads Ben, who owns two. */
beforeAll(async () => {
  t = await testApp({ now: "2026-11-23T09:00:00Z" });
  people.ada = (
    await send("POST", "teammates", { name: "Ada", email: "ada@x.io", role: "leader", region: "EMEA" })
  ).id;
  people.ben = (
    await send("POST", "teammates", { name: "Ben", email: "ben@x.io", role: "csm", managerId: people.ada })
  ).id;
  people.cy = (
    await send("POST", "teammates", { name: "Cy", email: "cy@x.io", role: "csm", region: "Americas" })
  ).id;
  const made = [
    { name: "One", dueOn: "2027-01-31", owner: "ben" },
    { name: "Two", dueOn: "2027-02-28", owner: "ben" },
    { name: "Three", dueOn: "2027-03-31", owner: "cy" },
    { name: "Four", dueOn: "2027-03-31", owner: null },
    { name: "Later", dueOn: "2027-04-30", owner: "cy", targetArr: 500 },
  ];
  for (const { name, owner, dueOn, targetArr = 1000 } of made) {
    const account = await send("POST", "accounts", { name, industry: name === "One" ? "Retail" : "Banking" });
    const renewal = await send("POST", "renewals", {
      account: account.id,
      dueOn,
      targetArr,
      ...(owner ? { ownerId: people[owner] } : {}),
    });
    renewals[name] = renewal.id;
  }
});
afterAll(() => t.close());

const edit = (name: string, body: Record<string, unknown>) =>
  send("PATCH", `renewals/${renewals[name]}`, body);

describe("the forecast of a quarter", () => {
  it("sums each level of the hierarchy, exactly, with what is missing", async () => {
    t.advance({ hours: 1 });
    await edit("One", { rating: "commit", forecastArr: "1000.10" });
    await edit("Two", { rating: "at_risk", forecastArr: "400.05" });
    await edit("Three", { rating: "omitted" });
    const body = await get(`forecast?${period}`);
    expect(body).toMatchObject({
      period: "2027-Q1",
      from: "2027-01-01",
      to: "2027-03-31",
      asOf: null,
      currency: "USD",
    });
    expect(body.definition).toContain("GRR");
    expect(body.otherRatings).toContainEqual({ slug: "omitted", label: "Omitted", isForecast: false });
    expect(body.rows.map((row: { key: string }) => row.key)).toEqual([
      "company",
      "region:EMEA",
      `manager:${people.ada}`,
      `owner:${people.ben}`,
      "region:none",
      "owner:none",
      "region:Americas",
      `owner:${people.cy}`,
    ]);
    expect(rowOf(body, "Company")).toMatchObject({
      count: 3,
      dueArr: "3000.00",
      byRating: {
        commit: { count: 1, arr: "1000.00" },
        at_risk: { count: 1, arr: "1000.00" },
        likely: { count: 0 },
      },
      unrated: { count: 1, arr: "1000.00" },
      omitted: { count: 1, arr: "1000.00" },
      forecastArr: "1400.15",
      missingForecastCount: 1,
      missingForecastArr: "1000.00",
      // 0.95 × 1000.10 + 0.45 × 400.05, and the unrated one at its target.
      expectedArr: "2130.12",
      grr: 0.700025,
      nrr: 0.700075,
      targetArr: null,
      gapArr: null,
    });
    expect(rowOf(body, "Ada")).toMatchObject({ count: 2, forecastArr: "1400.15", ownerIds: [people.ben] });
    expect(rowOf(body, "Nobody")).toMatchObject({ count: 1, hasNobody: true, missingForecastCount: 1 });
  });

  it("rolls ratings up, and groups by other words", async () => {
    const company = rowOf(await get(`forecast?${period}&rollUp=cumulative`), "Company");
    expect(company).toMatchObject({ byRating: { commit: { arr: "1000.00" }, at_risk: { arr: "2000.00" } } });
    const byIndustry = await get(`forecast?${period}&groupBy=industry`);
    expect(rowOf(byIndustry, "Retail")).toMatchObject({ group: "Retail", dueArr: "1000.00" });
    expect(rowOf(byIndustry, "Company")).toMatchObject({ dueArr: "3000.00" });
    for (const slug of ["segment", "product", "rating", "bookingType", "month", "rootCause"]) {
      const { rows } = await get(`forecast?${period}&groupBy=${slug}`);
      expect(rows[0], slug).toMatchObject({ key: "company", dueArr: "3000.00" });
      expect(rows.length, slug).toBeGreaterThan(1);
    }
    const wrong = await t.inject({ url: `forecast?${period}&groupBy=nonsense` });
    expect([wrong.status, wrong.body.fields[0].path]).toEqual([400, "groupBy"]);
    expect((await t.inject({ url: "forecast?period=2027-Q5" })).status).toBe(400);
  });

  it("lists renewals that add up to each number, of levels and of groups, as they are and as they stood", async () => {
    const cents = (amount: string | null) => Math.round(Number(amount ?? 0) * 100);
    for (const groupBy of ["hierarchy", "industry", "segment", "product", "rating", "bookingType", "month"]) {
      for (const at of ["", "&asOf=2026-11-23T09:30:00Z"]) {
        const { rows } = await get(`forecast?${period}&groupBy=${groupBy}${at}`);
        for (const row of rows) {
          const where =
            row.level === "group"
              ? `groupBy=${groupBy}${row.group === null ? "" : `&group=${encodeURIComponent(row.group)}`}`
              : `level=${encodeURIComponent(row.key)}`;
          const sumOf = async (field: string, category = "") => {
            const { items } = await get(`forecast/renewals?${period}&${where}${at}${category}`);
            return items.reduce(
              (sum: number, item: Record<string, string | null>) => sum + cents(item[field] ?? null),
              0,
            );
          };
          const what = `${groupBy} ${row.label}${at}`;
          expect(await sumOf("targetArr"), `due of ${what}`).toBe(cents(row.dueArr));
          expect(await sumOf("callArr"), `forecast of ${what}`).toBe(cents(row.forecastArr));
          expect(await sumOf("expectedArr"), `expected of ${what}`).toBe(cents(row.expectedArr));
          expect(await sumOf("finalArr", "&category=closed-won"), `won of ${what}`).toBe(
            cents(row.closedWonArr),
          );
          expect(await sumOf("targetArr", "&category=missing"), `missing of ${what}`).toBe(
            cents(row.missingForecastArr),
          );
        }
      }
    }
  });

  it("lists the renewals behind each number", async () => {
    const names = async (query: string) =>
      (await get(`forecast/renewals?${period}&${query}`)).items.map(
        (item: { accountName: string }) => item.accountName,
      );
    expect((await names("category=commit")).sort()).toEqual(["One"]);
    expect(await names("category=missing")).toEqual(["Four"]);
    expect((await names(`level=manager:${people.ada}`)).sort()).toEqual(["One", "Two"]);
    expect(await names("level=owner:none")).toEqual(["Four"]);
  });
});

describe("targets and adjustments", () => {
  it("stand beside the forecast, add up, and are taken back by their opposite", async () => {
    t.advance({ hours: 1 });
    await send("PUT", "forecast/targets", { period: "2027-Q1", level: "company", targetArr: "1500" });
    const level = `owner:${people.ben}`;
    const entry = await send("POST", "forecast/adjustments", {
      period: "2027-Q1",
      level,
      amountArr: "-200.15",
      reason: "Optimistic",
    });
    await send("POST", "forecast/adjustments", {
      period: "2027-Q1",
      level: "region:Gone",
      amountArr: "50",
      reason: "Old",
    });
    let body = await get(`forecast?${period}`);
    expect(rowOf(body, "Company")).toMatchObject({
      adjustmentArr: "0.00",
      adjustedArr: "1250.00",
      targetArr: "1500.00",
      gapArr: "-250.00",
    });
    expect(rowOf(body, "Ben")).toMatchObject({ adjustmentArr: "-200.15", adjustedArr: "1200.00" });
    expect(rowOf(body, "Gone")).toMatchObject({ adjustmentArr: "50.00", count: 0 });

    t.advance({ hours: 1 });
    const back = await send("POST", `forecast/adjustments/${entry.id}/reversal`, { reason: "No longer" });
    expect(back).toMatchObject({ amountArr: "200.15", reversesId: entry.id });
    const again = await t.inject({
      method: "POST",
      url: `forecast/adjustments/${entry.id}/reversal`,
      body: { reason: "x" },
    });
    expect(again.status).toBe(409);
    body = await get(`forecast?${period}`);
    expect(rowOf(body, "Ben")).toMatchObject({ adjustmentArr: "0.00" });
    const { items } = await get(`forecast/adjustments?${period}&level=${level}`);
    expect(items.map((item: { amountArr: string }) => item.amountArr)).toEqual(["200.15", "-200.15"]);
    expect(items[1]).toMatchObject({
      reversedById: back.id,
      reason: "Optimistic",
      by: { name: "Test administrator" },
    });

    await send("PUT", "forecast/targets", { period: "2027-Q1", level: "company", targetArr: null });
    expect(rowOf(await get(`forecast?${period}`), "Company")).toMatchObject({ targetArr: null });
    expect((await get(`forecast/targets?${period}`)).items).toHaveLength(2);
    const csm = await t.inject({
      method: "PUT",
      url: "forecast/targets",
      as: "csm",
      body: { period: "2027-Q1", level: "company", targetArr: "1" },
    });
    expect(csm.status).toBe(403);
  });
});

/** Every bar of a waterfall, its two levels among them, is the sum of the renewals it opens, to the cent. */
async function expectBarsToBeTheirRows(asked: string) {
  const cents = (text: string) => BigInt(text.replace(".", ""));
  const { startArr, endArr, steps } = await get(`forecast/changes?${asked}`);
  for (const { kind, arr } of [{ kind: "start", arr: startArr }, ...steps, { kind: "end", arr: endArr }]) {
    const { rows } = await get(`forecast/changes?${asked}&rows=${kind}`);
    const sum = rows.reduce((total: bigint, row: { arr: string }) => total + cents(row.arr), 0n);
    expect(sum, `${kind} of ${asked}`).toBe(cents(arr));
  }
}

describe("what changed", () => {
  it("explains the difference between two instants by step and renewal, and closes", async () => {
    const since = t.clock.now().toString();
    t.advance({ days: 7 });
    await edit("One", { dueOn: "2027-04-01" });
    await edit("Two", { forecastArr: "500.05", rating: "likely" });
    await edit("Later", { dueOn: "2027-03-15", forecastArr: 450 });
    await send("PUT", `renewals/${renewals.Four}/outcome`, {
      outcome: "churned",
      lossReason: "Price",
      rootCause: "budget",
    });
    const changes = await get(`forecast/changes?${period}&from=${since}&rows=all`);
    expect(changes).toMatchObject({
      startArr: "1400.15",
      endArr: "950.05",
      steps: [
        { kind: "pulled-in", arr: "450.00", count: 1 },
        { kind: "pushed", arr: "-1000.10", count: 1 },
        { kind: "amount-up", arr: "100.00", count: 1 },
        { kind: "rating-up", arr: "0.00", count: 1 },
        { kind: "lost", arr: "0.00", count: 1 },
      ],
    });
    expect(changes.rows).toHaveLength(5);
    const weighted = await get(`forecast/changes?${period}&from=${since}&measure=expected&rows=rating-up`);
    expect(weighted.rows).toMatchObject([
      {
        accountName: "Two",
        kind: "rating-up",
        arr: "140.02",
        before: { rating: "at_risk" },
        after: { rating: "likely" },
      },
    ]);
    const ben = await get(`forecast/changes?${period}&from=${since}&level=owner:${people.ben}`);
    expect(ben).toMatchObject({ startArr: "1400.15", endArr: "500.05" });
    // By segment, product and field of accounts the bars of all groups are those of the whole, told apart.
    const industries = await Promise.all(
      ["&group=Banking", "&group=Retail", ""].map((group) =>
        get(`forecast/changes?${period}&from=${since}&groupBy=industry${group}`),
      ),
    );
    expect(industries.map(({ startArr, endArr }) => [startArr, endArr])).toEqual([
      ["400.05", "950.05"],
      ["1000.10", "0.00"],
      ["0.00", "0.00"],
    ]);
    const none = await t.inject({ url: `forecast/changes?${period}&from=2027-01-01T00:00:00Z&to=${since}` });
    expect([none.status, none.body.fields?.[0].path]).toEqual([400, "from"]);
  });

  it("as of any instant since, the forecast is what it was then", async () => {
    const totals: { at: string; arr: string }[] = [];
    const current = async () =>
      (rowOf(await get(`forecast?${period}`), "Company") as unknown as { forecastArr: string }).forecastArr;
    const deeds: [string, Record<string, unknown>][] = [
      ["Two", { forecastArr: "777.77" }],
      ["Two", { rating: "omitted" }],
      ["Later", { dueOn: "2027-05-01" }],
      ["Three", { rating: "commit", forecastArr: "123.45" }],
      ["Two", { rating: "likely" }],
      ["Later", { dueOn: "2027-02-01" }],
    ];
    for (const [name, body] of deeds) {
      t.advance({ minutes: 7 });
      await edit(name, body);
      // Two edits at one instant are one state.
      await edit(name, { nextStep: "Call" });
      totals.push({ at: t.clock.now().toString(), arr: await current() });
    }
    t.advance({ minutes: 7 });
    await t.inject({ method: "DELETE", url: `renewals/${renewals.Later}` });
    totals.push({ at: t.clock.now().toString(), arr: await current() });
    t.advance({ minutes: 7 });
    await send("POST", `renewals/${renewals.Later}/restoration`);
    totals.push({ at: t.clock.now().toString(), arr: await current() });
    expect(new Set(totals.map(({ arr }) => arr)).size).toBeGreaterThan(5);
    for (const { at, arr } of totals) {
      expect(rowOf(await get(`forecast?${period}&asOf=${at}`), "Company"), at).toMatchObject({
        forecastArr: arr,
      });
    }
    for (const [n, one] of totals.entries()) {
      const later = totals.at(-1 - (n % 3));
      if (!later || later.at <= one.at) continue;
      for (const measure of ["forecast", "expected"]) {
        const body = await get(`forecast/changes?${period}&from=${one.at}&to=${later.at}&measure=${measure}`);
        const cents = (text: string) => BigInt(text.replace(".", ""));
        const moved = body.steps.reduce((sum: bigint, step: { arr: string }) => sum + cents(step.arr), 0n);
        expect(cents(body.startArr) + moved).toBe(cents(body.endArr));
        for (const asked of ["", `&level=owner:${people.ben}`, "&groupBy=industry&group=Banking"]) {
          await expectBarsToBeTheirRows(`${period}&from=${one.at}&to=${later.at}&measure=${measure}${asked}`);
        }
        if (measure === "forecast") expect([body.startArr, body.endArr]).toEqual([one.arr, later.arr]);
      }
    }
    const { rows } = await sql<{ wrong: number }>`
      select count(*) as wrong from renewal_states a
        join renewal_states b on b.account_id = a.account_id and b.renewal_id = a.renewal_id and b.from_at > a.from_at
       where a.to_at > b.from_at
    `.execute(t.db);
    expect(rows[0]?.wrong).toBe(0);
  });
});

describe("over time", () => {
  it("follows the quarter beside earlier ones, and tells how near forecasts came", async () => {
    const trend = await get(`forecast/trend?${period}`);
    expect(trend.series.map((one: { period: string }) => one.period)).toEqual([
      "2027-Q1",
      "2026-Q4",
      "2026-Q1",
    ]);
    expect(trend.days.slice(0, 2)).toEqual([-60, -53]);
    expect(trend.series[0].values.length).toBe(trend.days.length);
    expect(trend.series[0].values.at(-1)).toBeNull();

    t.advance({ days: 40 });
    await edit("Three", { forecastArr: "900" });
    // Each point is what the forecast of its period was at that instant.
    for (const measure of ["forecast", "expected"] as const) {
      const { days, series } = await get(`forecast/trend?${period}&measure=${measure}`);
      const begins = { "2027-Q1": "2027-01-01", "2026-Q4": "2026-10-01", "2026-Q1": "2026-01-01" };
      let seen = 0;
      for (const { period: of, values } of series as {
        period: keyof typeof begins;
        values: (string | null)[];
      }[]) {
        for (const [at, value] of values.entries()) {
          const day = Temporal.PlainDate.from(begins[of]).add({ days: days[at] }).toString();
          if (value === null) continue;
          seen += 1;
          const company = rowOf(await get(`forecast?period=${of}&asOf=${day}`), "Company");
          expect({ day, value }).toEqual({ day, value: company?.[`${measure}Arr`] });
        }
      }
      expect(seen).toBeGreaterThan(5);
    }
    const values = async (group: string) =>
      (await get(`forecast/trend?${period}${group}`)).series[0].values as (string | null)[];
    const [whole, banks, shops] = await Promise.all(
      ["", "&groupBy=industry&group=Banking", "&groupBy=industry&group=Retail"].map(values),
    );
    for (const [at, value] of (whole ?? []).entries()) {
      expect(Number(banks?.[at]) + Number(shops?.[at])).toBeCloseTo(Number(value), 2);
    }
    t.clock.advance({ days: 75 });
    await send("PUT", `renewals/${renewals.Three}/outcome`, {
      outcome: "renewed",
      arr: 1000,
      orderedOn: "2027-03-20",
    });
    const { rows } = await get("forecast/accuracy?dueFrom=2027-01-01&dueTo=2027-03-31");
    const cy = rows.find((row: { owner: string }) => row.owner === "Cy");
    expect(cy).toMatchObject({ closedCount: 1, finalArr: "1000.00" });
    expect(cy.at).toMatchObject([
      { daysBefore: 90, count: 1, forecastArr: "123.45", error: -0.87655 },
      { daysBefore: 60, count: 1, forecastArr: "900.00", finalArr: "1000.00", error: -0.1 },
      { daysBefore: 30, count: 1, forecastArr: "900.00" },
    ]);
    expect(rows[0]).toMatchObject({ owner: "Everybody", isTotal: true });
    const asked = "forecast/accuracy?dueFrom=2027-01-01&dueTo=2027-03-31";
    expect((await get(`${asked}&renewalsOf=${people.cy}`)).renewals).toMatchObject([
      {
        accountName: "Three",
        finalArr: "1000.00",
        at: [
          { daysBefore: 90, forecastArr: "123.45" },
          { daysBefore: 60, forecastArr: "900.00" },
          { daysBefore: 30, forecastArr: "900.00" },
        ],
      },
    ]);
    const { renewals: all } = await get(`${asked}&renewalsOf=everybody`);
    expect(all).toHaveLength(rows[0].closedCount);
    expect((await get(`${asked}&renewalsOf=nobody`)).renewals).toHaveLength(all.length - 1);
  });
});
