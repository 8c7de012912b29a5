import type { RiskReport } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestApp, testApp } from "../../../test/app.ts";
import { createCustomer } from "../../../test/customer.ts";
import { drainEngine } from "../../engine/index.ts";

let t: TestApp;
let report: RiskReport;
const today = () => t.app.clock.now().toZonedDateTimeISO("UTC").toPlainDate();
const post = async (url: string, body: object) => {
  const made = await t.inject({ method: "POST", url, body });
  if (made.status >= 300) throw new Error(`${url}: ${JSON.stringify(made.body)}`);
  return made.body;
};

/** Three accounts, one without a region, one archived later; risks of many ages, causes and ends. */
beforeAll(async () => {
  t = await testApp();
  const [north, lost, gone] = await Promise.all(
    ["North", "Without", "Gone"].map(async (name) => (await createCustomer(t, name)).accountId),
  );
  await t.inject({ method: "PATCH", url: `accounts/${north}`, body: { region: "EMEA" } });
  await t.inject({ method: "PATCH", url: `accounts/${gone}`, body: { region: "EMEA" } });
  await post("segments", {
    slug: "north",
    name: "North",
    rule: { subject: "region", op: "is", value: "EMEA" },
  });
  const raise = (account: string | undefined, rootCause: string, arrAtRisk: string, more: object = {}) =>
    post("risks", { account, summary: `${rootCause} ${arrAtRisk}`, rootCause, arrAtRisk, ...more });
  const leave = (id: string, status: string) =>
    t.inject({ method: "PUT", url: `risks/${id}/outcome`, body: { status, note: "So it ended" } });
  await leave((await raise(north, "price", "100.10")).id, "saved");
  t.advance({ hours: 24 * 40 });
  await leave((await raise(north, "price", "200.20", { tier: "2" })).id, "lost");
  await leave((await raise(lost, "quality", "300.30")).id, "withdrawn");
  await raise(north, "low_usage", "400.40", { tier: "3" });
  await raise(gone, "low_usage", "1000");
  t.advance({ hours: 24 * 20 });
  await raise(lost, "quality", "500.50");
  await raise(north, "price", "600.60");
  for (const [account, days] of [
    [north, -3],
    [north, 30],
    [lost, 200],
  ] as const)
    await post("renewals", { account, dueOn: today().add({ days }).toString(), targetArr: "7000" });
  await t.inject({ method: "DELETE", url: `accounts/${gone}` });
  await drainEngine(t.app);
  report = (await t.inject({ url: "risk-report" })).body;
});
afterAll(() => t.close());

type Row = { arrAtRisk: string; arrSaved: string; arrLost: string; targetArr: string };

async function rowsOf(object: "risks" | "renewals", rule: RuleJson): Promise<Row[]> {
  const { body, status } = await t.inject({
    url: `${object}?limit=200&filter=${encodeURIComponent(JSON.stringify(rule))}`,
  });
  expect(status, JSON.stringify(body)).toBe(200);
  return body.items;
}

const sum = (rows: readonly Row[], field: keyof Row) =>
  Number(rows.reduce((total, row) => total + Number(row[field] ?? 0), 0).toFixed(2));

test.each(["byRootCause", "byTier", "byRegion", "bySegment", "byAge", "foundBy"] as const)(
  "each group of %s opens as many risks as it counts, with the same ARR",
  async (name) => {
    expect(report[name].length).toBeGreaterThan(0);
    for (const { label, count, arr, rule } of report[name]) {
      const rows = await rowsOf("risks", rule);
      expect([label, rows.length, sum(rows, "arrAtRisk")]).toEqual([label, count, Number(arr)]);
    }
  },
);

test("months and causes open what was raised in them", async () => {
  expect(report.causeTrend.length).toBeGreaterThan(1);
  for (const { month, category, count, rule } of report.causeTrend)
    expect([month, category, (await rowsOf("risks", rule)).length]).toEqual([month, category, count]);
});

test("so do the totals", async () => {
  const { rules } = report;
  const open = await rowsOf("risks", rules.underWay);
  expect([open.length, sum(open, "arrAtRisk")]).toEqual([report.openCount, Number(report.arrAtRisk)]);
  expect(report.arrAtRisk).toBe("1501.5000");
  const saved = await rowsOf("risks", rules.saved);
  expect([saved.length, sum(saved, "arrSaved")]).toEqual([report.savedCount, Number(report.savedArr)]);
  const lost = await rowsOf("risks", rules.lost);
  expect([lost.length, sum(lost, "arrLost")]).toEqual([report.lostCount, Number(report.lostArr)]);
  expect(report).toMatchObject({ savedCount: 1, savedArr: "100.1000", lostCount: 1, lostArr: "200.2000" });
  expect(await rowsOf("risks", rules.reviewOverdue)).toHaveLength(report.overdueReviews);
  expect(report.overdueReviews).toBe(1);
  expect(await rowsOf("risks", rules.raised)).toHaveLength(report.raisedCount);
  expect(await rowsOf("risks", rules.recurred)).toHaveLength(report.recurredCount);
  expect(report.recurredCount).toBeGreaterThan(1);
});

test("ARR at risk stands against what renews by quarter, and against what is past its day", async () => {
  expect(report.arrDueByQuarter[0]).toMatchObject({ quarter: null, from: null, atRiskArr: "7000.00" });
  expect(report.arrDueByQuarter.length).toBeGreaterThan(2);
  for (const { dueArr, atRiskArr, dueRule, atRiskRule } of report.arrDueByQuarter) {
    expect(sum(await rowsOf("renewals", dueRule), "targetArr")).toBe(Number(dueArr));
    expect(sum(await rowsOf("renewals", atRiskRule), "targetArr")).toBe(Number(atRiskArr));
  }
});
