import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";

let t: TestApp;
beforeAll(async () => {
  t = await testApp({ now: "2026-11-23T09:00:00Z" });
});
afterAll(() => t.close());

const post = async (url: string, body: unknown) => {
  const { status, body: answer } = await t.inject({ method: "POST", url, body });
  expect([status, answer.detail ?? ""]).toEqual([status < 300 ? status : 201, ""]);
  return answer;
};
let count = 0;
async function account(more: Record<string, unknown> = {}): Promise<string> {
  count += 1;
  return (await post("accounts", { name: `Account ${count}`, externalId: `A-${count}`, ...more })).id;
}
const linesOf = async (accountId: string) => {
  const { body } = await t.inject({ url: "subscriptions?limit=1000" });
  return body.items
    .filter((one: { accountId: string }) => one.accountId === accountId)
    .sort((a: { startsOn: string }, b: { startsOn: string }) => (a.startsOn < b.startsOn ? -1 : 1));
};
const contractsOf = async (accountId: string) => {
  const { body } = await t.inject({ url: "contracts?limit=1000" });
  return body.items.filter((one: { accountId: string }) => one.accountId === accountId);
};

describe("contracts and subscriptions", () => {
  it("are written by external id, in any order of naming, and give exact ARR", async () => {
    const accountId = await account();
    const { externalId } = { externalId: `A-${count}` };
    const upserted = await post("contracts/bulk-upsert", {
      source: "app",
      items: [
        {
          externalId: "K-1",
          account: { externalId },
          startsOn: "2026-01-01",
          endsOn: "2026-12-31",
          currency: "EUR",
        },
      ],
    });
    expect(upserted).toMatchObject({ created: 1, rejected: 0 });
    const items = [
      {
        externalId: "S-1",
        contract: { externalId: "K-1" },
        quantity: 7,
        unitPrice: "33.33",
        billingInterval: "month",
        startsOn: "2026-01-01",
        endsOn: "2026-12-31",
      },
      {
        externalId: "S-2",
        account: externalId,
        contract: "K-1",
        mrr: "100",
        startsOn: "2026-01-01",
        endsBefore: "2027-01-01",
      },
      { externalId: "S-3", account: externalId, arr: 500, trial: true, startsOn: "2026-01-01" },
      { externalId: "S-4", account: externalId, unitPrice: 5, startsOn: "2026-01-01" },
      { externalId: "S-5", account: "nobody", arr: 5, startsOn: "2026-01-01" },
      { externalId: "S-6", account: externalId, arr: 5, startsOn: "2026-03-01", endsOn: "2026-02-01" },
      { externalId: "S-7", account: externalId, arr: 5, contract: "K-9", startsOn: "2026-03-01" },
    ];
    const lines = await post("subscriptions/bulk-upsert", { source: "app", items });
    expect(lines).toMatchObject({ created: 3, rejected: 4 });
    expect(
      lines.results.slice(3).map((row: { problems: { path: string }[] }) => row.problems[0]?.path),
    ).toEqual(["billingInterval", "account", "endsOn", "contract"]);
    const stored = await linesOf(accountId);
    expect(
      stored
        .map((one: { arr: string; currency: string; endsOn: string }) => [one.arr, one.currency, one.endsOn])
        .sort(),
    ).toEqual([
      ["0.00", "USD", null],
      ["1200.00", "EUR", "2026-12-31"],
      ["2799.72", "EUR", "2026-12-31"],
    ]);
    const again = await post("subscriptions/bulk-upsert", { source: "app", items: items.slice(0, 3) });
    expect(again).toMatchObject({ unchanged: 3, updated: 0 });
  });

  it("are amended from a date on, and the past stays as it was", async () => {
    const accountId = await account();
    const line = await post("subscriptions", {
      account: accountId,
      quantity: 10,
      unitPrice: "100",
      billingInterval: "year",
      startsOn: "2026-01-01",
      endsOn: "2026-12-31",
    });
    const { id } = await post(`subscriptions/${line.id}/amendments`, {
      effectiveOn: "2026-07-01",
      quantity: 15,
      reason: "More seats",
    });
    const [first, second] = await linesOf(accountId);
    expect([
      first.endsOn,
      first.arr,
      second.id,
      second.startsOn,
      second.endsOn,
      second.arr,
      second.rootId,
    ]).toEqual(["2026-06-30", "1000.00", id, "2026-07-01", "2026-12-31", "1500.00", line.id]);
    const { body } = await t.inject({
      url: `arr/movements?from=2025-12-31&to=2026-11-23&interval=total&rows=true&account=${accountId}`,
    });
    expect(body.intervals).toMatchObject([{ newArr: "1000.00", expansionArr: "500.00", endArr: "1500.00" }]);
    expect(body.rows[1].causes).toMatchObject([{ rootId: line.id, quantityArr: "500.00", priceArr: "0.00" }]);
    await post(`subscriptions/${id}/amendments`, { effectiveOn: "2026-12-01", endsOn: "2026-11-30" });
    expect((await linesOf(accountId)).at(-1)).toMatchObject({ id, endsOn: "2026-11-30" });
    const early = await t.inject({
      method: "POST",
      url: `subscriptions/${line.id}/amendments`,
      body: { effectiveOn: "2026-09-01", quantity: 1 },
    });
    expect([early.status, early.body.code]).toEqual([400, "invalid-input"]);
  });

  it("are amended in kind, interval, trial and uplift too; a discount beyond the price is refused", async () => {
    const accountId = await account();
    const line = await post("subscriptions", {
      account: accountId,
      trial: true,
      unitPrice: "100",
      billingInterval: "month",
      upliftPct: "4",
      startsOn: "2026-01-01",
    });
    const { id } = await post(`subscriptions/${line.id}/amendments`, {
      effectiveOn: "2026-02-01",
      trial: false,
      billingIntervalMonths: 3,
      upliftPct: null,
    });
    const { id: last } = await post(`subscriptions/${id}/amendments`, {
      effectiveOn: "2026-03-01",
      kind: "usage-commitment",
      upliftPct: "2.5",
    });
    expect(await linesOf(accountId)).toMatchObject([
      { trial: true, arr: "0.00", upliftPct: 4 },
      { trial: false, arr: "400.00", billingIntervalMonths: 3, upliftPct: null },
      { kind: "usage-commitment", arr: "400.00", upliftPct: 2.5 },
    ]);
    for (const [url, more] of [
      [`subscriptions/${last}/amendments`, { effectiveOn: "2026-04-01" }],
      [
        "subscriptions",
        { account: accountId, unitPrice: "1", billingInterval: "year", startsOn: "2026-01-01" },
      ],
    ] as const) {
      const body = { ...more, discountPct: "100.5" };
      const refused = await t.inject({ method: "POST", url, body });
      expect([refused.status, refused.body.fields]).toMatchObject([400, [{ path: "discountPct" }]]);
    }
  });

  it("take a one-off fee without a billing interval, which carries no ARR", async () => {
    const accountId = await account();
    const fee = { account: accountId, unitPrice: "5000", startsOn: "2026-01-01" };
    const refused = await t.inject({ method: "POST", url: "subscriptions", body: fee });
    expect(refused.body.fields).toMatchObject([{ path: "billingInterval" }]);
    await post("subscriptions", { ...fee, kind: "one-off" });
    expect(await linesOf(accountId)).toMatchObject([{ kind: "one-off", unitPrice: 5000, arr: "0.00" }]);
  });

  it("need the permission", async () => {
    const accountId = await account();
    const answer = await t.inject({
      method: "POST",
      url: "contracts",
      as: "csm",
      body: { account: accountId, startsOn: "2026-01-01" },
    });
    expect([answer.status, answer.body.code]).toEqual([403, "forbidden"]);
    expect((await t.inject({ url: "arr", as: null })).status).toBe(401);
  });
});

describe("revenue without contracts", () => {
  it("from a sheet makes an implied contract and line ending on the renewal date, and follows the sheet", async () => {
    const accountId = await account({ arr: "12000", nextRenewalOn: "2027-03-31" });
    const [contract] = await contractsOf(accountId);
    expect(contract).toMatchObject({
      isImplied: true,
      startsOn: "2026-04-01",
      endsOn: "2027-03-31",
      expiresOn: "2027-03-31",
    });
    expect(await linesOf(accountId)).toMatchObject([
      { arr: "12000.00", startsOn: "2026-04-01", endsOn: "2027-03-31", contractId: contract.id },
    ]);
    await post("accounts/bulk-upsert", {
      items: [{ externalId: `A-${count}`, arr: 15000, nextRenewalOn: "2027-03-31" }],
    });
    expect(
      (await linesOf(accountId)).map((one: { startsOn: string; endsOn: string; arr: string }) => [
        one.startsOn,
        one.endsOn,
        one.arr,
      ]),
    ).toEqual([
      ["2026-04-01", "2026-11-22", "12000.00"],
      ["2026-11-23", "2027-03-31", "15000.00"],
    ]);
    await post("accounts/bulk-upsert", {
      items: [{ externalId: `A-${count}`, mrr: 1250, nextRenewalOn: "2027-06-30" }],
    });
    expect((await linesOf(accountId)).map((one: { endsOn: string }) => one.endsOn)).toEqual([
      "2026-11-22",
      "2027-06-30",
    ]);
    expect(await contractsOf(accountId)).toMatchObject([{ endsOn: "2027-06-30" }]);
  });

  it("from a sheet whose date was moved before the term began is made anew", async () => {
    const accountId = await account({ arr: "100", nextRenewalOn: "2027-03-31" });
    await post("accounts/bulk-upsert", {
      items: [{ externalId: `A-${count}`, arr: 120, nextRenewalOn: "2026-02-28" }],
    });
    expect(await linesOf(accountId)).toMatchObject([
      { startsOn: "2025-03-01", endsOn: "2026-02-28", arr: "120.00" },
    ]);
    expect(await contractsOf(accountId)).toMatchObject([{ startsOn: "2025-03-01", endsOn: "2026-02-28" }]);
  });

  it("of a sheet gives way to a real contract", async () => {
    const accountId = await account({ mrr: "1000", nextRenewalOn: "2027-03-31" });
    const real = await post("contracts", {
      account: accountId,
      startsOn: "2026-10-01",
      endsOn: "2027-09-30",
    });
    expect(await linesOf(accountId)).toMatchObject([{ contractId: real.id, isImplied: true }]);
    expect((await contractsOf(accountId)).map((one: { id: string }) => one.id)).toEqual([real.id]);
    await post("subscriptions", {
      account: accountId,
      contractId: real.id,
      arr: "20000",
      startsOn: "2026-10-01",
      endsOn: "2027-09-30",
    });
    expect(
      (await linesOf(accountId)).map((one: { endsOn: string; arr: string }) => [one.endsOn, one.arr]),
    ).toEqual([
      ["2026-09-30", "12000.00"],
      ["2027-09-30", "20000.00"],
    ]);
  });

  it("of open-ended lines makes one implied contract that the lines share", async () => {
    const accountId = await account();
    for (const startsOn of ["2025-06-10", "2024-03-10"]) {
      await post("subscriptions", { account: accountId, mrr: "10", startsOn });
    }
    const found = await contractsOf(accountId);
    expect(found).toMatchObject([
      { isImplied: true, startsOn: "2024-03-10", expiresOn: "2027-03-09", autoRenews: true },
    ]);
    expect((await linesOf(accountId)).map((one: { contractId: string }) => one.contractId)).toEqual([
      found[0].id,
      found[0].id,
    ]);
  });

  it("month by month becomes dated lines; the last month known is not followed by churn", async () => {
    const accountId = await account();
    const other = await account();
    const months = (of: string, rows: [string, number][]) =>
      rows.map(([month, mrr]) => ({ account: of, month, mrr }));
    const stored = await post("mrr-snapshots/bulk-upsert", {
      items: [
        ...months(accountId, [
          ["2026-07", 100],
          ["2026-08", 100],
          ["2026-09", 150],
        ]),
        ...months(other, [
          ["2026-07", 40],
          ["2026-08", 40],
        ]),
        ...months("nobody", [["2026-07", 1]]),
        ...months(other, [["July", 1]]),
      ],
    });
    expect(stored).toMatchObject({ created: 5, rejected: 2 });
    expect(
      (await linesOf(accountId)).map((one: { startsOn: string; endsOn: string; arr: string }) => [
        one.startsOn,
        one.endsOn,
        one.arr,
      ]),
    ).toEqual([
      ["2026-07-01", "2026-08-31", "1200.00"],
      ["2026-09-01", null, "1800.00"],
    ]);
    expect(await linesOf(other)).toMatchObject([{ startsOn: "2026-07-01", endsOn: "2026-08-31" }]);
    await post("mrr-snapshots/bulk-upsert", {
      items: months(other, [
        ["2026-09", 40],
        ["2026-10", 40],
      ]),
    });
    expect(await linesOf(other)).toMatchObject([{ startsOn: "2026-07-01", endsOn: null, arr: "480.00" }]);
    expect((await linesOf(accountId)).at(-1)).toMatchObject({ startsOn: "2026-09-01", endsOn: "2026-09-30" });
  });
});
