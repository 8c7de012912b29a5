import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";

let t: TestApp;
const send = async (method: "POST" | "PUT", url: string, body: object) => {
  const answer = await t.inject({ method, url, body });
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return answer.body;
};

/** Seven renewals due on the last of October, each closed in another way; the last is open. */
beforeAll(async () => {
  t = await testApp({ now: "2026-12-20T09:00:00Z" });
  const { id: ownerId } = await send("POST", "teammates", { name: "Ada", email: "ada@x.io", role: "csm" });
  const orders: [string, string | null][] = [
    ["Early", "2026-09-01"],
    ["On time", "2026-10-31"],
    ["On time too", "2026-10-21"],
    ["Late", "2026-11-10"],
    ["Lapsed", "2026-12-15"],
    ["Lost", null],
  ];
  for (const [at, [name, orderedOn]] of [...orders, ["Open", null] as const].entries()) {
    const account = await send("POST", "accounts", { name, industry: at < 3 ? "Retail" : "Banking" });
    const renewal = await send("POST", "renewals", {
      account: account.id,
      dueOn: "2026-10-31",
      targetArr: 100 + at,
      ...(at % 2 === 0 ? { ownerId } : {}),
    });
    if (name === "Open") continue;
    const outcome = orderedOn
      ? { outcome: "renewed", orderedOn, arr: 100 }
      : { outcome: "churned", lossReason: "Price", rootCause: "price" };
    await send("PUT", `renewals/${renewal.id}/outcome`, outcome);
  }
});
afterAll(() => t.close());

const rowsBy = async (groupBy: string) => {
  const answer = await t.inject({ url: `forecast/timing?dueFrom=2026-10-01&groupBy=${groupBy}` });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body.rows;
};

it("tells when renewals were ordered, by count and ARR, with the median of those that were", async () => {
  const [all, ...owners] = await rowsBy("ownerId");
  expect(all).toMatchObject({
    label: "All",
    isTotal: true,
    closed: { count: 6, arr: "615.00" },
    early: { count: 1, arr: "100.00" },
    onTime: { count: 2, arr: "203.00" },
    late: { count: 1, arr: "103.00" },
    lapsed: { count: 1, arr: "104.00" },
    lost: { count: 1, arr: "105.00" },
    auto: { count: 0, arr: "0.00" },
    // 60 and 10 days before, on the day, 10 and 45 days after.
    medianDaysLate: 0,
  });
  expect(owners.map((row: { label: string; closed: object }) => [row.label, row.closed])).toEqual([
    ["Ada", { count: 3, arr: "306.00" }],
    ["None", { count: 3, arr: "309.00" }],
  ]);
});

it("is told apart by a field of accounts or by segment, and by nothing it does not know", async () => {
  const [, banking, retail] = await rowsBy("industry");
  expect([banking, retail]).toMatchObject([
    { label: "Banking", late: { count: 1 }, lost: { count: 1 } },
    { label: "Retail", early: { count: 1 }, medianDaysLate: -10 },
  ]);
  expect((await rowsBy("segment"))[0]).toMatchObject({ isTotal: true, closed: { count: 6 } });
  expect((await t.inject({ url: "forecast/timing?groupBy=nonsense" })).status).toBe(400);
});
