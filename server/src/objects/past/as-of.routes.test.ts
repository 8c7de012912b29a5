import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../../test/app.ts";
import { drainEngine } from "../../engine/index.ts";

let t: TestApp;
beforeAll(async () => {
  t = await testApp({ now: "2026-03-01T09:00:00Z" });
});
afterAll(() => t.close());

async function post(url: string, body: unknown) {
  const answer = await t.inject({ method: "POST", url, body });
  expect([answer.status, answer.body]).toEqual([
    expect.toSatisfy((status) => status < 300),
    expect.anything(),
  ]);
  return answer.body;
}
const patch = (url: string, body: unknown) => t.inject({ method: "PATCH", url, body });
const names = async (query: string) =>
  (await t.inject({ url: `accounts?${query}` })).body.items.map((each: { name: string }) => each.name);

describe("records as of a day", () => {
  it("have the values, order, filter and number of that day", async () => {
    const lark = await post("accounts", { name: "Lark", plan: "Scale", employeeCount: 50 });
    const wren = await post("accounts", { name: "Wren", plan: "Team", employeeCount: 90 });
    t.advance({ hours: 24 });
    await patch(`accounts/${lark.id}`, { name: "Zephyr", plan: "Team", employeeCount: 200 });
    t.advance({ hours: 24 });
    await patch(`accounts/${lark.id}`, { plan: null });
    await t.inject({ method: "DELETE", url: `accounts/${wren.id}` });
    await post("accounts", { name: "Heron" });
    t.advance({ hours: 24 });
    expect(await names("sort=name")).toEqual(["Heron", "Zephyr"]);
    expect(await names("sort=name&asOf=2026-03-01")).toEqual(["Lark", "Wren"]);
    expect(await names("sort=name&asOf=2026-03-02")).toEqual(["Wren", "Zephyr"]);
    expect(await names("sort=-employeeCount&asOf=2026-03-01")).toEqual(["Wren", "Lark"]);
    expect(await names("sort=name&asOf=2026-02-28")).toEqual([]);
    const isTeam = encodeURIComponent(JSON.stringify({ subject: "plan", op: "is", value: "Team" }));
    expect(await names(`sort=name&asOf=2026-03-02&filter=${isTeam}`)).toEqual(["Wren", "Zephyr"]);
    expect(await names(`sort=name&asOf=2026-03-01&filter=${isTeam}`)).toEqual(["Wren"]);
    const then = (await t.inject({ url: `accounts/${lark.id}?asOf=2026-03-02` })).body;
    expect(then).toMatchObject({ name: "Zephyr", plan: "Team", employeeCount: 200, archivedAt: null });
    expect((await t.inject({ url: `accounts/${wren.id}?asOf=2026-03-02` })).body.archivedAt).toBeNull();
    const before = await t.inject({ url: `accounts/${lark.id}?asOf=2026-02-27` });
    expect([before.status, before.body.code]).toEqual([404, "not-found"]);
    const table = await t.inject({ url: "accounts/export?columns=name,plan&sort=name&asOf=2026-03-01" });
    expect(table.raw.toString()).toContain("Lark,Scale\nWren,Team");
    const counted = await t.inject({
      method: "POST",
      url: "aggregates",
      body: {
        object: "account",
        measure: { op: "sum", field: "employeeCount" },
        groupBy: [{ field: "plan" }],
        asOf: "2026-03-01",
      },
    });
    expect(counted.body.rows.map((row: { value: string }) => row.value)).toEqual(["50", "90"]);
  });

  it("tell derived values by what is known of that day, and nothing where nothing is kept", async () => {
    const account = await post("accounts", { name: "Merlin", seatsLicensed: 10 });
    await post("subscriptions", {
      account: account.id,
      quantity: 1,
      unitPrice: "12000",
      billingInterval: "year",
      startsOn: "2026-02-01",
    });
    await drainEngine(t.app);
    const [line] = (await t.inject({ url: "subscriptions" })).body.items;
    t.advance({ hours: 24 * 30 });
    await post(`subscriptions/${line.id}/amendments`, { effectiveOn: "2026-03-10", quantity: 2 });
    await drainEngine(t.app);
    const read = async (asOf: string) =>
      (await t.inject({ url: `accounts/${account.id}?asOf=${asOf}` })).body;
    expect((await t.inject({ url: `accounts/${account.id}` })).body.arr.amount).toBe("24000.00");
    expect((await read("2026-03-09")).arr.amount).toBe("12000.00");
    expect((await read("2026-03-10")).arr.amount).toBe("24000.00");
    const listed = await t.inject({
      url: "accounts?sort=-arr&asOf=2026-03-09&values=arr,firstArrOn&limit=1",
    });
    expect(listed.body.items[0]).toMatchObject({
      name: "Merlin",
      values: { arr: "12000.0000", firstArrOn: null },
    });
  });

  it("work out anew what the database works out from other columns", async () => {
    const account = await post("accounts", { name: "Renewer" });
    const { id } = await post("renewals", {
      account: account.id,
      dueOn: "2026-06-30",
      targetArr: "1000",
      forecastArr: "900",
    });
    const day = t.app.clock.now().toZonedDateTimeISO("UTC").toPlainDate();
    t.advance({ hours: 24 });
    await patch(`renewals/${id}`, { forecastArr: "1200" });
    const read = async (query: string) => (await t.inject({ url: `renewals${query}` })).body;
    expect(await read(`/${id}`)).toMatchObject({ deltaArr: "200.00" });
    expect(await read(`/${id}?asOf=${day}`)).toMatchObject({ forecastArr: "900.00", deltaArr: "-100.00" });
    const below = encodeURIComponent(JSON.stringify({ subject: "deltaArr", op: "less-than", value: 0 }));
    expect((await read(`?asOf=${day}&sort=deltaArr&filter=${below}`)).items).toMatchObject([{ id }]);
    expect((await read(`?sort=deltaArr&filter=${below}`)).items).toEqual([]);
  });

  it("refuse what cannot be told of a day", async () => {
    const latest = { subject: "firstArrOn", op: "is-set" };
    const filter = (rule: object) => `filter=${encodeURIComponent(JSON.stringify(rule))}`;
    for (const [url, path] of [
      [`accounts?asOf=2026-03-01&${filter(latest)}`, "filter"],
      ["accounts?asOf=2026-03-01&sort=firstArrOn", "sort"],
    ] as const) {
      const answer = await t.inject({ url });
      expect([answer.status, answer.body.fields?.[0]?.path]).toEqual([400, path]);
    }
    expect((await t.inject({ url: "notes?asOf=2026-99-01" })).status).toBe(400);
  });

  it("read now for a day that is not over", async () => {
    await post("accounts", { name: "Newest" });
    expect(await names("asOf=2027-01-01&limit=1")).toEqual(["Newest"]);
  });
});
