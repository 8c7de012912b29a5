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

async function account(name: string, employeeCount: number | null, arr: string): Promise<string> {
  const { id } = await post("accounts", { name, employeeCount });
  const line = { quantity: 1, unitPrice: arr, billingInterval: "year", startsOn: "2026-01-01" };
  await post("subscriptions", { account: id, ...line });
  return id;
}

it("tells how accounts went from label to label between two days, by count and ARR, down to the accounts", async () => {
  const size = {
    slug: "size",
    name: "Size",
    weight: 1,
    source: { kind: "field", field: "employeeCount" },
    transform: { kind: "linear", from: { value: 0, points: 0 }, to: { value: 100, points: 100 } },
    missing: "leave-out",
  };
  const labels = [
    { value: "low", label: "Low", from: 0, tone: "bad" },
    { value: "high", label: "High", from: 50, tone: "good" },
  ];
  const groups = [{ slug: "all", name: "All", weight: 1, measures: [size] }];
  await post("health-scores", {
    slug: "size",
    name: "Size",
    model: { groups, labels, minimumCoveragePct: 0 },
  });
  const fell = await account("Fell", 90, "1000");
  const stayed = await account("Stayed", 80, "2000");
  const left = await account("Left", 10, "300");
  const unknown = await account("Unknown", null, "40");
  await drainEngine(t.app);
  t.advance({ hours: 24 * 3 });
  await t.inject({ method: "PATCH", url: `accounts/${fell}`, body: { employeeCount: 20 } });
  await t.inject({ method: "PATCH", url: `accounts/${unknown}`, body: { employeeCount: 60 } });
  await t.inject({ method: "DELETE", url: `accounts/${left}` });
  await account("Came", 70, "5");
  await drainEngine(t.app);
  const matrix = await read("health-scores/size/migration?from=2026-03-02");
  expect(matrix.labels.map((label: { value: string }) => label.value)).toEqual(["low", "high"]);
  expect(matrix.keptSince).toBe("2026-03-01T09:00:00Z");
  const cells = matrix.cells.map((cell: Record<string, unknown>) => [
    cell.from,
    cell.to,
    cell.accounts,
    cell.arrThen,
    cell.arrNow,
  ]);
  expect(cells).toEqual([
    ["absent", "high", 1, "0.00", "5.00"],
    ["high", "high", 1, "2000.00", "2000.00"],
    ["high", "low", 1, "1000.00", "1000.00"],
    ["low", "absent", 1, "300.00", "0.00"],
    ["none", "high", 1, "40.00", "40.00"],
  ]);
  const drilled = await read(
    "health-scores/size/migration/accounts?from=2026-03-02&fromLabel=high&toLabel=low",
  );
  expect(drilled.items).toMatchObject([
    { id: fell, name: "Fell", scoreThen: 90, scoreNow: 20, arrThen: "1000.00" },
  ]);
  const all = await read("health-scores/size/migration/accounts?from=2026-03-02");
  expect(all.items.map((item: { name: string }) => item.name)).toEqual([
    "Stayed",
    "Fell",
    "Left",
    "Unknown",
    "Came",
  ]);
  // Between two days that are both over, what happened later is not there.
  const before = await read("health-scores/size/migration?from=2026-03-01&to=2026-03-02");
  expect(before.cells.map((cell: { from: string; to: string }) => `${cell.from} ${cell.to}`)).toEqual([
    "high high",
    "low low",
    "none none",
  ]);
  expect(stayed).toBeDefined();
  for (const query of ["from=2026-03-02&to=2026-03-01", "from=2027-01-01", "from=yesterday"]) {
    const refused = await t.inject({ url: `health-scores/size/migration?${query}` });
    expect([refused.status, refused.body.fields?.[0]?.path]).toEqual([400, "from"]);
  }
});
