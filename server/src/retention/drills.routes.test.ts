import { add, decimal, decimalText, round } from "@perennial/contract/pricing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";

/** What a figure opens adds up to the figure, to the cent, whatever the currency policy. */
let t: TestApp;
beforeAll(async () => {
  t = await testApp({ now: "2026-11-23T09:00:00Z" });
  const rates = ["1.1234", "1.0777", "1.1911"].map((rate, at) => ({
    currency: "EUR",
    startsOn: ["2024-01-01", "2026-01-15", "2026-06-10"][at],
    rate,
  }));
  await send("PUT", "exchange-rates", { items: rates });
  for (let at = 0; at < 9; at += 1) {
    const account = await send("POST", "accounts", { name: `Account ${at}` });
    const line = (arr: string, startsOn: string, endsOn?: string) =>
      send("POST", "subscriptions", {
        ...{ account: account.id, arr, startsOn, currency: at % 3 === 0 ? "USD" : "EUR" },
        ...(endsOn ? { endsOn } : {}),
      });
    const month = String((at % 9) + 1).padStart(2, "0");
    await line(`${1000 + at * 137}.33`, `2025-${month}-01`, `2026-0${(at % 6) + 1}-14`);
    if (at % 4 !== 0) await line(`${900 + at * 171}.67`, `2026-0${(at % 6) + 1}-${at % 2 ? "15" : "28"}`);
  }
});
afterAll(() => t.close());

async function send(method: "GET" | "POST" | "PUT", url: string, body?: unknown) {
  const answer = await t.inject({ method, url, ...(body === undefined ? {} : { body }) });
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return answer.body;
}
const sum = (amounts: readonly string[]): string =>
  decimalText(round(amounts.map(decimal).reduce(add, decimal("0")), 4));
const same = (amount: string): string => sum([amount]);

const kinds = { new: "newArr", expansion: "expansionArr", contraction: "contractionArr", churn: "churnArr" };
type Movement = { kind: string; arr: string };

it.each(["constant", "date"])("the bridge at rates of %s: a step and an interval", async (rates) => {
  const whole = "from=2025-06-30&to=2026-11-23";
  const bridge = await send("GET", `arr/movements?${whole}&interval=month&rates=${rates}`);
  const url = `arr/movements?${whole}&interval=month&rates=${rates}&rows=true`;
  const all: (Movement & { on: string })[] = (await send("GET", url)).rows;
  const of = (rows: readonly Movement[], kind: string) =>
    sum(rows.filter((row) => row.kind === kind).map(({ arr }) => arr));
  const every = {
    ...kinds,
    reactivation: "reactivationArr",
  };
  for (const [kind, key] of Object.entries(every)) {
    expect([kind, of(all, kind)]).toEqual([kind, sum(bridge.intervals.map((one: never) => one[key]))]);
  }
  for (const interval of bridge.intervals) {
    const rows = all.filter(({ on }) => on > interval.from && on <= interval.to);
    for (const [kind, key] of Object.entries(every)) {
      expect([interval.from, kind, of(rows, kind)]).toEqual([interval.from, kind, same(interval[key])]);
    }
  }
});

const families = [
  "family=cohort",
  "family=cohort&cap=line",
  "family=cohort&reactivations=excluded",
  "family=cohort&rates=date",
  "family=renewal-base",
];
it.each(families)("retention, and the reconciler's side of it: %s", async (family) => {
  const report = await send("GET", `retention?${family}&from=2025-11-23&to=2026-11-23&rows=true`);
  for (const key of ["startArr", "endArr", "retainedArr"]) {
    const rows: Record<string, string>[] = report.rows;
    expect([key, sum(rows.map((row) => row[key] ?? "0"))]).toEqual([key, same(report[key])]);
  }
});

it("a cell of the cohort grid", async () => {
  const { cohorts } = await send("GET", "retention/cohorts?by=quarter");
  expect(cohorts.length).toBeGreaterThan(1);
  for (const { startsOn, cells } of cohorts) {
    for (const cell of cells) {
      const query = `by=quarter&cohort=${startsOn}&period=${cell.period}`;
      const { rows } = await send("GET", `retention/cohorts?${query}`);
      const of = (key: string) => sum(rows.map((row: Record<string, string>) => row[key] ?? "0"));
      expect([startsOn, cell.period, of("startArr"), of("endArr"), rows.length]).toEqual([
        ...[startsOn, cell.period, same(cell.startArr), same(cell.endArr), cell.startCount],
      ]);
    }
  }
});
