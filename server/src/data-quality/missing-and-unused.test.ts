import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { drainEngine } from "../engine/index.ts";
import { recordEvents } from "../events/index.ts";
import { execute } from "../kernel/command.ts";

// It is 23 November 2026.
let t: TestApp;
const post = async (url: string, body: object) => {
  const answer = await t.inject({ method: "POST", url, body });
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return answer.body;
};
const found = async (slug: string) => {
  await t.drain();
  await drainEngine(t.app);
  const answer = await t.inject({ url: `data-quality/${slug}` });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body.items.map((row: { accountName: string | null; what: string }) =>
    row.accountName === null ? row.what : `${row.accountName}: ${row.what}`,
  );
};

const ownRenewal = async () => {
  const renewals = (await t.inject({ url: "renewals" })).body.items;
  return renewals.find((each: { dueOn: string }) => each.dueOn === "2027-01-31");
};

beforeAll(async () => {
  t = await testApp();
  await post("accounts", { name: "Bare" });
  const whole = await post("accounts", { name: "Whole", arr: 1000, nextRenewalOn: "2027-01-31" });
  await post("contacts", { name: "Ada", account: whole.id });
});
afterAll(() => t.close());

it.each([
  ["accounts-without-contact", /contact/],
  ["accounts-without-owner", /nobody is CSM/],
  ["unclassified-accounts", /no subscription/],
])("%s: the account that has none, until it has", async (slug, what) => {
  const rows = await found(slug);
  expect(rows.filter((row: string) => row.startsWith("Bare"))).toEqual([expect.stringMatching(what)]);
  const isOwner = slug === "accounts-without-owner";
  expect(rows.filter((row: string) => row.startsWith("Whole"))).toHaveLength(isOwner ? 1 : 0);
});

it("accounts-without-contract: who is subscribed by lines of no contract", async () => {
  const account = await post("accounts", { name: "Loose" });
  const line = { unitPrice: "500", quantity: 1, billingIntervalMonths: 12, currency: "USD" };
  await post("subscriptions", { account: account.id, ...line, startsOn: "2026-03-01" });
  expect(await found("accounts-without-contract")).toContainEqual(expect.stringContaining("Loose"));
});

it("contacts-without-account: a person who belongs to nobody", async () => {
  await post("contacts", { name: "Lost Person", email: "lost@example.org" });
  expect(await found("contacts-without-account")).toEqual([expect.stringContaining("Lost Person")]);
});

it("renewals-without-forecast: due soon and not forecast, until somebody does", async () => {
  expect(await found("renewals-without-forecast")).toEqual([
    expect.stringContaining("Whole: due on 2027-01-31, target 1000.00"),
  ]);
  await t.inject({
    method: "PATCH",
    url: `renewals/${(await ownRenewal()).id}`,
    body: { forecastArr: "900" },
  });
  expect(await found("renewals-without-forecast")).toEqual([]);
});

it("accounts-without-renewal: who pays and is asked by nobody whether they stay", async () => {
  const before = await found("accounts-without-renewal");
  expect(before.filter((row: string) => row.startsWith("Whole"))).toEqual([]);
  expect((await t.inject({ method: "DELETE", url: `renewals/${(await ownRenewal()).id}` })).status).toBe(200);
  await drainEngine(t.app);
  const { body } = await t.inject({ url: "data-quality/accounts-without-renewal" });
  expect(body.items.map((row: { accountName: string }) => row.accountName)).toContain("Whole");
});

it("events-without-metric, metrics-without-data: what is collected for nothing, and asked of nobody", async () => {
  const items = [{ name: "Wandered", at: "2026-11-22T08:00:00Z", account: { name: "Whole" } }];
  await execute(t.app, await t.ctx(), recordEvents, { items } as never);
  const source = { kind: "events", names: ["Never happens"] };
  await post("metrics", { slug: "never", name: "Never", source });
  expect(await found("events-without-metric")).toContain("“Wandered”");
  expect(await found("metrics-without-data")).toContain("Never counts “Never happens”");
  await post("metrics", {
    slug: "wandering",
    name: "Wandering",
    source: { kind: "events", names: ["wandered"] },
  });
  expect(await found("events-without-metric")).not.toContain("“Wandered”");
});
