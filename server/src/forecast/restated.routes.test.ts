import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { drainEngine } from "../engine/index.ts";

let t: TestApp;
beforeAll(async () => {
  t = await testApp({ now: "2026-03-01T09:00:00Z" });
});
afterAll(() => t.close());

async function post(url: string, body: unknown) {
  const answer = await t.inject({ method: "POST", url, body });
  expect([answer.status < 300, answer.body]).toEqual([true, expect.anything()]);
  return answer.body;
}
const read = async (url: string) => (await t.inject({ url })).body;

async function contract(name: string, arr: string, startsOn: string, endsOn: string) {
  const account = await post("accounts", { name });
  const { id } = await post("contracts", { account: account.id, startsOn, endsOn });
  const line = await post("subscriptions", {
    account: account.id,
    contractId: id,
    quantity: 1,
    unitPrice: arr,
    billingInterval: "year",
    product: "Core",
    startsOn,
    endsOn,
  });
  await drainEngine(t.app);
  return { accountId: account.id, contractId: id, lineId: line.id };
}

it("shows the forecast of a day by what was known, and what late contracts and amendments make of it now", async () => {
  const early = await contract("Early", "1000", "2025-06-01", "2026-05-31");
  await contract("Untouched", "500", "2025-06-01", "2026-05-31");
  t.advance({ hours: 24 * 4 });
  const asked = "period=2026-Q2&asOf=2026-03-03";
  expect((await read(`forecast/restated?${asked}`)).rows).toEqual([]);
  // A back-dated contract; an amendment of the past; an amendment of today, which is no restatement.
  await contract("Back-dated", "700", "2025-06-15", "2026-06-14");
  await post(`subscriptions/${early.lineId}/amendments`, { effectiveOn: "2026-03-02", quantity: 3 });
  const [, second] = (await read("subscriptions?sort=startsOn")).items.filter(
    (line: { accountId: string }) => line.accountId === early.accountId,
  );
  await post(`subscriptions/${second.id}/amendments`, { effectiveOn: "2026-03-05", quantity: 4 });
  await drainEngine(t.app);
  const then = await read(`forecast?${asked}`);
  expect(then.rows[0]).toMatchObject({ count: 2, dueArr: "1500.00" });
  const restated = await read(`forecast/restated?${asked}`);
  expect(
    restated.rows
      .map((row: Record<string, unknown>) => [row.accountName, row.thenArr, row.nowArr])
      .sort((a: string[], b: string[]) => String(a[0]).localeCompare(String(b[0]))),
  ).toEqual([
    ["Back-dated", null, "700.00"],
    ["Early", "1000.00", "3000.00"],
  ]);
  expect([restated.thenArr, restated.nowArr]).toEqual(["1000.00", "3700.00"]);
  const [cause] = restated.rows.find(
    (row: { accountName: string }) => row.accountName === "Back-dated",
  ).causes;
  expect(cause).toMatchObject({ what: "Core, entered later", by: "Test administrator" });
  expect((await read("forecast/restated?period=2026-Q2&asOf=2026-03-05")).rows).toEqual([]);
});
