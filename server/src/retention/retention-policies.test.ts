import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";

// One account moves ARR from one line to another; one is paid in euros, which rise from 1.0 to 1.5 dollars.
let t: TestApp;
beforeAll(async () => {
  t = await testApp({ now: "2026-11-23T09:00:00Z" });
  const rates = {
    items: [
      { currency: "EUR", startsOn: "2025-01-01", rate: "1" },
      { currency: "EUR", startsOn: "2026-06-01", rate: "1.5" },
    ],
  };
  expect((await t.inject({ method: "PUT", url: "exchange-rates", body: rates })).status).toBe(200);
  const make = async (name: string, lines: Record<string, unknown>[]) => {
    const account = await t.inject({ method: "POST", url: "accounts", body: { name, industry: "Retail" } });
    for (const line of lines) {
      const body = { account: account.body.id, ...line };
      expect((await t.inject({ method: "POST", url: "subscriptions", body })).status).toBe(201);
    }
  };
  await make("moves", [
    { product: "old", arr: 100, startsOn: "2025-02-01", endsOn: "2026-03-31" },
    { product: "stays", arr: 50, startsOn: "2025-02-01" },
    { product: "new", arr: 100, startsOn: "2026-04-01" },
  ]);
  await make("euros", [{ arr: 200, currency: "EUR", startsOn: "2025-05-01" }]);
  await make("late", [{ arr: 40, startsOn: "2026-02-01", endsOn: "2026-08-31" }]);
});
afterAll(() => t.close());

const read = async (url: string) => (await t.inject({ url: `retention${url}` })).body;
const span = "?family=cohort&from=2025-11-23&to=2026-11-23";

describe("retention's policies", () => {
  it("caps by account, or by line so that a new line does not hide the loss of another", async () => {
    expect(await read(span)).toMatchObject({ startArr: "450.00", endArr: "450.00", grr: 1 });
    expect(await read(`${span}&cap=line`)).toMatchObject({ endArr: "450.00", retainedArr: "350.00" });
  });

  it("takes the rates of the end, or each date's own", async () => {
    expect(await read(`${span}&rates=date`)).toMatchObject({
      startArr: "350.00",
      endArr: "450.00",
      retainedArr: "350.00",
    });
  });
});

describe("trailing retention", () => {
  it("has a window for each month's end and today, each agreeing with the report of its span", async () => {
    const { items } = await read("/trend?months=3&window=6");
    expect(items.map((item: { from: string; to: string }) => [item.from, item.to])).toEqual([
      ["2026-02-28", "2026-08-31"],
      ["2026-03-31", "2026-09-30"],
      ["2026-04-30", "2026-10-31"],
      ["2026-05-23", "2026-11-23"],
    ]);
    for (const { from, to, ...figures } of items) {
      const report = await read(`?family=cohort&from=${from}&to=${to}`);
      expect(report).toMatchObject(figures);
    }
  });
});

describe("the cohort grid", () => {
  it("measures those that began together at the end of each period against the first", async () => {
    const { cohorts } = await read("/cohorts?by=quarter&from=2025-01-01");
    expect(
      cohorts.map((one: { startsOn: string; startArr: string }) => [one.startsOn, one.startArr]),
    ).toEqual([
      ["2025-01-01", "150.00"],
      ["2025-04-01", "300.00"],
      ["2026-01-01", "40.00"],
    ]);
    const [, , late] = cohorts;
    expect(late.cells.map((cell: { at: string; grr: number }) => [cell.at, cell.grr])).toEqual([
      ["2026-03-31", 1],
      ["2026-06-30", 1],
      ["2026-09-30", 0],
    ]);
  });

  it("opens every cell on accounts that add up to it", async () => {
    const { cohorts } = await read("/cohorts?by=quarter&from=2025-01-01");
    for (const { startsOn, startCount, cells } of cohorts) {
      for (const cell of cells) {
        const query = `by=quarter&from=2025-01-01&cohort=${startsOn}&period=${cell.period}`;
        const { rows } = await read(`/cohorts?${query}`);
        const sum = (field: string) =>
          rows
            .reduce((total: number, row: Record<string, string>) => total + Number(row[field]), 0)
            .toFixed(2);
        expect([rows.length, sum("startArr"), sum("endArr"), sum("retainedArr")]).toEqual([
          startCount,
          cell.startArr,
          cell.endArr,
          cell.retainedArr,
        ]);
      }
    }
    expect((await read("/cohorts?by=quarter&cohort=2026-01-01&period=40")).rows).toEqual([]);
  });

  it("shows no period that is not over", async () => {
    const { cohorts } = await read("/cohorts?by=year&from=2025-01-01");
    expect(
      cohorts.map((one: { startsOn: string; cells: unknown[] }) => [one.startsOn, one.cells.length]),
    ).toEqual([["2025-01-01", 1]]);
  });
});

describe("targets", () => {
  const target = { groupBy: "industry", group: "Retail", measure: "grr", good: 0.9, great: 0.95 };
  const put = (items: unknown[]) => t.inject({ method: "PUT", url: "retention/targets", body: { items } });

  it("are replaced as a whole and kept in the history", async () => {
    const company = { ...target, groupBy: null, group: null };
    expect((await put([target, company])).body.items).toEqual([company, target]);
    expect((await put([target])).body.items).toEqual([target]);
    expect((await read("/targets")).items).toEqual([target]);
    const rows = await t.db
      .selectFrom("history")
      .select(["old", "new"])
      .where("object", "=", "retention-target")
      .orderBy("id")
      .execute();
    expect(rows).toMatchObject([{ old: [] }, { old: [company, target], new: [target] }]);
  });

  it("are refused where they make no sense, and none is changed", async () => {
    const wrong = [
      { ...target, great: 0.5 },
      { ...target, groupBy: "nonsense" },
      { ...target, group: null },
    ];
    const answer = await put([...wrong, target, target]);
    expect(answer.status).toBe(400);
    expect(answer.body.fields.map(({ path }: { path: string }) => path)).toEqual([
      "items[0].great",
      "items[1].groupBy",
      "items[2].group",
      "items[3]",
      "items[4]",
    ]);
    expect((await read("/targets")).items).toEqual([target]);
  });
});
