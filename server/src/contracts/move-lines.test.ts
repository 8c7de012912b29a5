import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";

let t: TestApp;
beforeAll(async () => {
  t = await testApp({ now: "2026-11-23T09:00:00Z" });
});
afterAll(() => t.close());

const post = async (url: string, body: unknown) => {
  const answer = await t.inject({ method: "POST", url, body });
  return { status: answer.status, ...answer.body };
};
const term = { startsOn: "2026-01-01", endsOn: "2026-12-31" };

/** An account with a contract of two lines, and another contract of one. */
async function account() {
  const { id: accountId } = await post("accounts", { name: "Acme" });
  const contract = (name: string, dates = term) =>
    post("contracts", { account: accountId, name, noticePeriodDays: 30, ...dates });
  const line = (contractId: string, product: string, arr: string, dates = term) =>
    post("subscriptions", { account: accountId, contractId, product, arr, ...dates });
  const one = await contract("One");
  const two = await contract("Two", { startsOn: "2026-04-01", endsOn: "2027-03-31" });
  const platform = await line(one.id, "Platform", "1000");
  const support = await line(one.id, "Support", "200");
  await line(two.id, "Insights", "500", { startsOn: "2026-04-01", endsOn: "2027-03-31" });
  const filter = JSON.stringify({ subject: "accountId", op: "is-any-of", value: [accountId] });
  const list = async (path: string) =>
    (await t.inject({ url: `${path}?limit=100&filter=${encodeURIComponent(filter)}` })).body.items;
  const lines = async () =>
    (await list("subscriptions"))
      .map((each: { product: string; contractId: string; startsOn: string; endsOn: string; arr: string }) => [
        each.product,
        each.contractId === one.id ? "One" : each.contractId === two.id ? "Two" : "new",
        each.startsOn,
        each.endsOn,
      ])
      .sort();
  const open = async () =>
    (await list("renewals"))
      .map((each: { dueOn: string; targetArr: string }) => [each.dueOn, each.targetArr])
      .sort();
  const movements = async () => {
    const query = `from=2025-12-31&to=2026-11-23&rows=true&account=${accountId}`;
    return (await t.inject({ url: `arr/movements?${query}` })).body.rows.map(
      (row: { on: string; kind: string; arr: string }) => [row.on, row.kind, row.arr],
    );
  };
  return { accountId, one, two, platform, support, lines, open, list, movements };
}

describe("lines of a contract", () => {
  it("split off go on under a new contract, with its own renewal and the same ARR on every day", async () => {
    const { one, support, lines, open, list, movements } = await account();
    const before = [await open(), await movements()];
    expect(before[0]).toEqual([
      ["2026-12-31", "1200.00"],
      ["2027-03-31", "500.00"],
    ]);
    const split = await post(`contracts/${one.id}/moved-lines`, {
      newContract: { name: "Support agreement", endsOn: "2027-02-28" },
      effectiveOn: "2026-11-01",
      lines: [{ id: support.id, endsOn: "2027-02-28" }],
    });
    expect(split.status).toBe(201);
    expect(await lines()).toEqual([
      ["Insights", "Two", "2026-04-01", "2027-03-31"],
      ["Platform", "One", "2026-01-01", "2026-12-31"],
      ["Support", "One", "2026-01-01", "2026-10-31"],
      ["Support", "new", "2026-11-01", "2027-02-28"],
    ]);
    expect(await open()).toEqual([
      ["2026-12-31", "1000.00"],
      ["2027-02-28", "200.00"],
      ["2027-03-31", "500.00"],
    ]);
    const made = (await list("contracts")).find((each: { id: string }) => each.id === split.contractId);
    expect(made).toMatchObject({ name: "Support agreement", startsOn: "2026-11-01", noticePeriodDays: 30 });
    expect(before[1]).toHaveLength(2);
    expect(await movements()).toEqual(before[1]);

    const [moved] = split.lines;
    const back = await post(`contracts/${split.contractId}/moved-lines`, {
      toContractId: one.id,
      effectiveOn: "2026-11-01",
      lines: [{ id: moved.id, endsOn: moved.formerEndsOn }],
    });
    expect(back.lines).toEqual([{ id: support.id, formerEndsOn: "2027-02-28" }]);
    expect(await lines()).toEqual([
      ["Insights", "Two", "2026-04-01", "2027-03-31"],
      ["Platform", "One", "2026-01-01", "2026-12-31"],
      ["Support", "One", "2026-01-01", "2026-12-31"],
    ]);
    expect(await open()).toEqual(before[0]);
  });

  it("all merged into another contract leave nothing that falls due, until they are moved back", async () => {
    const { one, two, platform, support, open, list } = await account();
    const merged = await post(`contracts/${one.id}/moved-lines`, {
      toContractId: two.id,
      effectiveOn: "2026-11-01",
      lines: [platform, support].map(({ id }) => ({ id, endsOn: "2027-03-31" })),
    });
    expect(await open()).toEqual([["2027-03-31", "1700.00"]]);
    const mergedInto = async () =>
      (await list("contracts")).find((each: { id: string }) => each.id === one.id).mergedIntoId;
    expect(await mergedInto()).toBe(two.id);
    await post(`contracts/${two.id}/moved-lines`, {
      toContractId: one.id,
      effectiveOn: "2026-11-01",
      lines: merged.lines.map((line: { id: string; formerEndsOn: string }) => ({
        id: line.id,
        endsOn: line.formerEndsOn,
      })),
    });
    expect(await mergedInto()).toBe(null);
    expect(await open()).toEqual([
      ["2026-12-31", "1200.00"],
      ["2027-03-31", "500.00"],
    ]);
  });

  it("cannot go where they do not belong, nor after their end, nor twice", async () => {
    const { one, two, platform } = await account();
    const other = await account();
    const move = (body: object) =>
      post(`contracts/${one.id}/moved-lines`, {
        toContractId: two.id,
        effectiveOn: "2026-11-01",
        lines: [{ id: platform.id }],
        ...body,
      });
    const paths = async (body: object) => {
      const { status, fields } = await move(body);
      return [status, ...(fields ?? []).map((field: { path: string }) => field.path)];
    };
    expect(await paths({ toContractId: other.one.id })).toEqual([400, "toContractId"]);
    expect(await paths({ toContractId: one.id })).toEqual([400, "toContractId"]);
    expect(await paths({ effectiveOn: "2027-01-01" })).toEqual([400, "effectiveOn"]);
    expect(await paths({ lines: [{ id: platform.id, endsOn: "2026-10-31" }] })).toEqual([400, "endsOn"]);
    expect(
      await paths({ toContractId: undefined, newContract: { name: "N", endsOn: "2026-10-01" } }),
    ).toEqual([400, "newContract.endsOn"]);
    const early = { toContractId: undefined, newContract: { name: "N" }, effectiveOn: "2025-12-31" };
    expect(await paths(early)).toEqual([400, "effectiveOn"]);
    const both = await Promise.all([move({}), move({})]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 400]);
  });
});
