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
  await happen({ name: "Used" }, account, ...days);
}
async function happen(what: { name: string; properties?: object }, account: string, ...days: string[]) {
  await execute(t.app, await t.ctx(), recordEvents, {
    items: days.map((day) => ({
      ...what,
      at: `${day}T08:00:00Z`,
      account,
      contact: { externalId: "ada" },
    })),
  } as never);
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

describe("metrics of contacts that a company defines", () => {
  const post = async (url: string, body: object) => t.inject({ method: "POST", url, body });
  const source = { kind: "events", names: ["Signed"], aggregate: "count" };
  const shownOf = async (slug: string, more = "") => {
    const parts = ["", ".previous", ".change"].map((part) => `metric:${slug}${part}`);
    const { body } = await t.inject({ url: `contacts?sort=name&values=${parts}${more}` });
    return body.items.map((row: { values: object }) => Object.values(row.values));
  };
  let today: Temporal.PlainDate;
  const daysAgo = (days: number) => today.subtract({ days }).toString();

  it("count any event at all their accounts, are known to rules, explained by the preview, and told of a day", async () => {
    today = (await t.ctx()).today;
    await happen({ name: "Signed", properties: { amount: 5 } }, "one", daysAgo(9), daysAgo(2));
    await happen({ name: "Signed", properties: { amount: 20 } }, "two", daysAgo(2));
    const body = { object: "contact", slug: "signed", name: "Signed", source, windowDays: 7 };
    expect((await post("metrics", body)).body).toMatchObject({ object: "contact" });
    const amounts = { kind: "event-values", names: ["signed"], aggregate: "sum", property: "amount" };
    await post("metrics", { ...body, slug: "amount", name: "Amount", source: amounts });
    await drainEngine(t.app);
    expect(await shownOf("signed")).toEqual([
      [2, 1, 1],
      [0, 0, 0],
    ]);
    expect((await shownOf("amount"))[0]).toEqual([25, 5, 20]);
    expect((await shownOf("signed", `&asOf=${daysAgo(3)}`))[0]).toEqual([1, 0, 1]);
    expect((await contacts(`asOf=${daysAgo(3)}&sort=-metric:signed`))[0]?.name).toBe("ada");
    const preview = (await post("metrics/preview", { object: "contact", source, windowDays: 7 })).body;
    expect(preview.record).toMatchObject({ name: "ada", value: 2, previous: 1, change: 1 });
    expect(preview.record.series.at(-1).rolling).toBe(2);
    const series = (query: string) => t.inject({ url: `metrics/signed/series?${query}` });
    expect((await series(`contactId=${preview.record.id}`)).body.items.at(-1).rolling).toBe(2);
    expect((await series("")).body.items.at(-1).rolling).toBe(2);
    expect((await series(`accountId=${preview.record.id}`)).body.fields[0].path).toBe("accountId");
  });

  it("bring contacts into segments, and accounts by them, as events come", async () => {
    const rule = { subject: "metric:signed", op: "at-least", value: 3 };
    await post("segments", { slug: "signers", name: "Signers", object: "contact", rule });
    const where = { related: "contacts", where: rule };
    await post("segments", { slug: "signing", name: "Signing", object: "account", rule: where });
    const membersOf = async (slug: string) =>
      (await t.inject({ url: `segments/${slug}/members` })).body.items.map(
        (each: { name: string }) => each.name,
      );
    await t.drain();
    await drainEngine(t.app);
    expect([await membersOf("signers"), await membersOf("signing")]).toEqual([[], []]);
    await happen({ name: "Signed" }, "two", daysAgo(0));
    expect(await membersOf("signers")).toEqual(["ada"]);
    expect((await membersOf("signing")).sort()).toEqual(["one", "two"]);
    const gone = await t.inject({ method: "DELETE", url: "metrics/signed" });
    expect([gone.status, gone.body.detail]).toEqual([409, expect.stringContaining("Sign")]);
  });

  it.each([
    ["source.kind", { source: { kind: "contacts" } }],
    ["source.aggregate", { source: { kind: "event-values", names: [], aggregate: "contacts" } }],
    ["per", { source, per: "seat" }],
    ["role", { source, role: "usage" }],
  ])("refuse what means nothing of one person: %s", async (path, more) => {
    const answer = await post("metrics", { object: "contact", slug: "bad", name: "Bad", ...more });
    expect([answer.status, answer.body.fields[0].path]).toEqual([400, path]);
  });
});
