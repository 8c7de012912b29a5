import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { accountCommands } from "../accounts/index.ts";
import { contactCommands } from "../contacts/index.ts";
import { drainEngine } from "../engine/index.ts";
import { recordEvents } from "../events/index.ts";
import { execute } from "../kernel/command.ts";

// It is 23 November 2026.
let t: TestApp;
beforeAll(async () => {
  t = await testApp();
  const ctx = await t.ctx();
  for (const externalId of ["one", "two"]) {
    await execute(t.app, ctx, accountCommands.create, { body: { name: externalId, externalId } });
  }
  for (const externalId of ["ada", "bob"]) {
    await execute(t.app, ctx, contactCommands.create, {
      body: { name: externalId, externalId, account: "one" },
    });
  }
  await execute(t.app, ctx, contactCommands.upsert, {
    source: "app",
    items: [{ externalId: "ada", account: "two" }],
  });
});
afterAll(() => t.close());

async function use(account: string, ...days: string[]) {
  await execute(t.app, await t.ctx(), recordEvents, {
    items: days.map((day) => ({
      name: "Used",
      at: `${day}T08:00:00Z`,
      account,
      contact: { externalId: "ada" },
    })),
  });
  await drainEngine(t.app);
}

async function contacts(query: string): Promise<{ name: string; values: Record<string, unknown> }[]> {
  const columns =
    "lastSeenOn,metric:active_days_30d,metric:active_days_30d.previous,metric:active_days_30d.change";
  const { body } = await t.inject({ url: `contacts?values=${columns}&${query}` });
  return body.items;
}
const shown = async () =>
  Object.fromEntries((await contacts("sort=name")).map(({ name, values }) => [name, Object.values(values)]));

describe("metrics of contacts", () => {
  it("tell of them at all their accounts, a day once, late events included", async () => {
    await use("one", "2026-11-20", "2026-11-01", "2026-10-10");
    await use("two", "2026-11-20", "2026-11-22", "2026-10-24");
    expect(await shown()).toEqual({ ada: ["2026-11-22", 3, 2, 1], bob: [null, 0, 0, 0] });
    await use("one", "2026-09-30");
    expect(await shown()).toMatchObject({ ada: ["2026-11-22", 3, 3, 0] });
  });

  it("are asked about and sorted by, and slide at midnight", async () => {
    const rule = { subject: "metric:active_days_30d", op: "at-least", value: 1 };
    const found = await contacts(`filter=${encodeURIComponent(JSON.stringify(rule))}`);
    expect(found.map(({ name }) => name)).toEqual(["ada"]);
    expect((await contacts("sort=-metric:active_days_30d"))[0]?.name).toBe("ada");
    const account = { related: "contacts", quantifier: { kind: "any" }, where: rule };
    const accounts = await t.inject({
      url: `accounts?filter=${encodeURIComponent(JSON.stringify(account))}`,
    });
    expect(accounts.body.items).toHaveLength(2);
    const segment = { slug: "active_people", name: "Active people", object: "contact", rule };
    expect((await t.inject({ method: "POST", url: "segments", body: segment })).status).toBe(201);
    await t.drain();
    const members = await t.inject({ url: "segments/active_people/members" });
    expect(members.body.items.map((each: { name: string }) => each.name)).toEqual(["ada"]);
    t.advance({ hours: 24 * 29 });
    await t.drain();
    await drainEngine(t.app);
    expect(await shown()).toMatchObject({ ada: ["2026-11-22", 0, 4, -4] });
  });
});
