import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";

let t: TestApp;
const ids: Record<string, string> = {};

/** Start of 100 + 200 + 300 + 400; one left, one came back, one shrank, one grew; one is new. */
beforeAll(async () => {
  t = await testApp({ now: "2026-11-23T09:00:00Z" });
  const lives: Record<string, { industry: string; lines: Record<string, unknown>[] }> = {
    left: { industry: "Retail", lines: [{ arr: 100, startsOn: "2025-01-01", endsOn: "2026-05-31" }] },
    back: {
      industry: "Retail",
      lines: [
        { arr: 200, startsOn: "2025-01-01", endsOn: "2026-05-31" },
        { arr: 250, startsOn: "2026-07-01" },
      ],
    },
    shrank: {
      industry: "Banking",
      lines: [
        { arr: 300, startsOn: "2025-01-01", endsOn: "2026-02-28" },
        { arr: "199.99", startsOn: "2026-03-01" },
      ],
    },
    grew: {
      industry: "Banking",
      lines: [
        { arr: 400, startsOn: "2025-06-01" },
        { arr: 100, startsOn: "2026-11-23" },
      ],
    },
    new: { industry: "Banking", lines: [{ arr: 999, startsOn: "2026-01-01" }] },
    ending: { industry: "Banking", lines: [] },
  };
  for (const [name, { industry, lines }] of Object.entries(lives)) {
    const account = await t.inject({ method: "POST", url: "accounts", body: { name, industry } });
    ids[name] = account.body.id;
    for (const line of lines) {
      const answer = await t.inject({
        method: "POST",
        url: "subscriptions",
        body: { account: account.body.id, ...line },
      });
      expect(answer.status).toBe(201);
    }
  }
});
afterAll(() => t.close());

const read = async (query: string) => (await t.inject({ url: `retention?${query}` })).body;

describe("cohort retention", () => {
  const span = "family=cohort&from=2025-11-23&to=2026-11-23";
  it("measures the accounts that had ARR at the start, each capped for gross", async () => {
    const report = await read(`${span}&rows=true`);
    expect(report).toMatchObject({
      startArr: "1000.00",
      endArr: "949.99",
      retainedArr: "799.99",
      startCount: 4,
      keptCount: 3,
    });
    expect([report.nrr, report.grr, report.logoRetention]).toEqual([0.94999, 0.79999, 0.75]);
    expect(report.definition).toContain("Cohort retention: accounts with ARR on 23 Nov 2025");
    expect(report.rows.map((row: { name: string; endArr: string }) => [row.name, row.endArr])).toEqual([
      ["shrank", "199.99"],
      ["left", "0.00"],
      ["back", "250.00"],
      ["grew", "500.00"],
    ]);
  });

  it("can count an account that left in between as lost", async () => {
    expect(await read(`${span}&reactivations=excluded`)).toMatchObject({
      endArr: "699.99",
      retainedArr: "599.99",
      keptCount: 2,
    });
  });

  it("adds up over groups, and takes the last twelve months unless told", async () => {
    const report = await read("family=cohort&groupBy=industry");
    expect([report.from, report.to]).toEqual(["2025-11-23", "2026-11-23"]);
    expect(report.groups).toMatchObject([
      { group: "Banking", startArr: "700.00", endArr: "699.99", startCount: 2 },
      { group: "Retail", startArr: "300.00", endArr: "250.00", startCount: 2 },
    ]);
  });

  it("agrees with the movements of the same span", async () => {
    const { body } = await t.inject({ url: "arr/movements?from=2025-11-23&to=2026-11-23&interval=total" });
    const [sums] = body.intervals;
    expect([
      sums.startArr,
      sums.newArr,
      sums.expansionArr,
      sums.contractionArr,
      sums.churnArr,
      sums.reactivationArr,
      sums.endArr,
    ]).toEqual(["1000.00", "999.00", "100.00", "-100.01", "-300.00", "250.00", "1948.99"]);
  });

  it("refuses what it cannot measure", async () => {
    for (const query of ["family=cohort&from=2027-01-01", "family=cohort&groupBy=nonsense", "family=other"]) {
      expect((await t.inject({ url: `retention?${query}` })).status).toBe(400);
    }
    expect((await t.inject({ url: "retention?family=cohort", as: null })).status).toBe(401);
  });
});

describe("renewal-base retention", () => {
  it("is of the renewals due alone: final of the won, capped at the target for gross", async () => {
    const rows = [
      {
        externalId: "1",
        account: ids.left,
        dueOn: "2026-01-31",
        targetArr: 100,
        outcome: "churned",
        lossReason: "Price",
      },
      {
        externalId: "2",
        account: ids.back,
        dueOn: "2026-02-28",
        targetArr: 200,
        outcome: "renewed",
        finalArr: 260,
      },
      {
        externalId: "3",
        account: ids.grew,
        dueOn: "2026-03-31",
        targetArr: 300,
        outcome: "renewed",
        finalArr: "150.50",
      },
      { externalId: "4", account: ids.ending, dueOn: "2026-04-30", targetArr: 400 },
      { externalId: "5", account: ids.ending, dueOn: "2026-05-01", targetArr: 400 },
    ];
    const stored = await t.inject({ method: "POST", url: "renewals/bulk-upsert", body: { items: rows } });
    expect(stored.body).toMatchObject({ created: 5 });
    const report = await read("family=renewal-base&from=2026-01-01&to=2026-04-30&rows=true");
    expect(report).toMatchObject({
      startArr: "1000.00",
      endArr: "410.50",
      retainedArr: "350.50",
      startCount: 4,
      keptCount: 2,
      openCount: 1,
      openArr: "400.00",
      nrr: 0.4105,
      grr: 0.3505,
      logoRetention: 0.5,
    });
    expect(report.rows).toHaveLength(4);
    expect(report.definition).toContain("renewals due from 01 Jan 2026 to 30 Apr 2026");
  });
});
