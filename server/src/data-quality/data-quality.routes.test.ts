import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { drainEngine } from "../engine/index.ts";

let t: TestApp;
beforeAll(async () => {
  t = await testApp();
});
afterAll(() => t.close());

const post = async (url: string, body: unknown) => {
  const answer = await t.inject({ method: "POST", url, body });
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return answer.body;
};
const rows = async (slug: string) => {
  const answer = await t.inject({ url: `data-quality/${slug}` });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  expect(answer.body.items).toHaveLength(answer.body.check.count);
  return answer.body.items as { accountName: string; what: string }[];
};
const subscription = (account: string, startsOn: string, endsOn: string, arr: number, more = {}) =>
  post("subscriptions", {
    account: { id: account },
    product: "Platform",
    quantity: 1,
    unitPrice: String(arr),
    billingIntervalMonths: 12,
    currency: "USD",
    startsOn,
    endsOn,
    ...more,
  });

it("finds what contradicts itself, says how it is counted, and counts each account's ARR once", async () => {
  const twice = await post("accounts", { name: "Twice Ltd", domains: ["twice.example"] });
  await subscription(twice.id, "2026-01-01", "2026-12-31", 1000);
  await subscription(twice.id, "2026-06-01", "2027-05-31", 500);
  const gap = await post("accounts", { name: "Gap Inc" });
  await subscription(gap.id, "2025-01-01", "2025-12-31", 1000);
  await subscription(gap.id, "2026-01-15", "2027-01-14", 1000);
  const foreign = await post("accounts", { name: "Foreign SA" });
  await subscription(foreign.id, "2026-01-01", "2026-12-31", 700, { currency: "XTS" });
  const gone = await post("accounts", { name: "Gone BV", domains: ["twice.example"] });
  await subscription(gone.id, "2026-02-01", "2027-01-31", 300);
  await t.inject({
    method: "PATCH",
    url: `accounts/${gone.id}`,
    body: { lifecycleOverride: "churned", lifecycleOverrideReason: "said so" },
  });
  await drainEngine(t.app);
  expect(await rows("overlapping-subscriptions")).toMatchObject([
    {
      accountName: "Twice Ltd",
      what: expect.stringContaining("1000.00 USD and 500.00 USD are both counted"),
    },
  ]);
  expect(await rows("gaps-between-subscriptions")).toMatchObject([
    { accountName: "Gap Inc", what: "nothing between 2025-12-31 and 2026-01-15 (14 days)" },
  ]);
  expect(await rows("currencies-without-rate")).toMatchObject([
    { accountName: "Foreign SA", what: "700.00 XTS are not counted" },
  ]);
  expect(await rows("churned-with-subscription")).toMatchObject([{ accountName: "Gone BV" }]);
  expect(await rows("accounts-sharing-a-domain")).toMatchObject([
    { accountName: "Gone BV", what: "has twice.example, as Twice Ltd" },
  ]);
  const all = await t.inject({ url: "data-quality" });
  const byslug = new Map(all.body.items.map((check: { slug: string }) => [check.slug, check]));
  expect(byslug.get("overlapping-subscriptions")).toMatchObject({ count: 1, arr: "1500.0000" });
  expect(byslug.get("accounts-without-owner")).toMatchObject({ count: 3 });
});

it("finds renewals that are past, off their contract or doubled", async () => {
  const account = await post("accounts", { name: "Renewing GmbH", arr: 1000, nextRenewalOn: "2027-01-31" });
  const { rows: made } = await sql<{ id: string }>`
    select id from renewals where account_id = ${account.id} and outcome is null
  `.execute(t.db);
  expect(made).toHaveLength(1);
  await sql`update renewals set due_on = '2026-11-01' where id = ${made[0]?.id}`.execute(t.db);
  const ofRenewing = async (slug: string) =>
    (await rows(slug)).filter((row) => row.accountName === "Renewing GmbH");
  expect(await ofRenewing("renewals-past-and-open")).toMatchObject([
    { what: "due on 2026-11-01, 22 days ago" },
  ]);
  expect(await ofRenewing("renewals-off-contract")).toHaveLength(1);
});

it("takes contradictory contracts as they are, says what follows, and counts no ARR twice unsaid", async () => {
  const arrNow = async () => Number((await t.inject({ url: "arr?at=2026-11-23" })).body.totalArr);
  const before = await arrNow();
  const account = await post("accounts", { name: "Odd Ltd" });
  const own = async (slug: string) => (await rows(slug)).filter((row) => row.accountName === "Odd Ltd");
  const contract = await post("contracts", {
    account: { id: account.id },
    startsOn: "2026-01-01",
    endsOn: "2026-12-31",
  });
  const of = { contractId: contract.id };
  await subscription(account.id, "2025-12-01", "2027-02-28", 1000, of);
  expect(await own("subscriptions-outside-contract")).toEqual([
    expect.objectContaining({
      what: "from 2025-12-01 to 2027-02-28, the contract from 2026-01-01 to 2026-12-31",
    }),
  ]);
  // A source that holds a line without a day: kept, and no ARR.
  await subscription(account.id, "2026-05-01", "2026-04-30", 900, of);
  expect(await own("subscriptions-without-length")).toHaveLength(1);
  await subscription(account.id, "2026-06-01", "2026-12-31", -200, { ...of, product: "Credit" });
  expect(await own("negative-subscriptions")).toMatchObject([{ what: "-200.00 USD from 2026-06-01" }]);
  expect(await arrNow()).toBe(before + 800);

  // A mistake is no fact: refused, with the cell.
  const refused = await t.inject({
    method: "POST",
    url: "contracts",
    body: { account: { id: account.id }, startsOn: "2026-06-01", endsOn: "2026-01-31" },
  });
  expect([refused.status, refused.body.fields.map((field: { path: string }) => field.path)]).toEqual([
    400,
    ["endsOn"],
  ]);

  // The same order sold again under another contract: both count, and it is said.
  const again = await post("contracts", {
    account: { id: account.id },
    startsOn: "2026-07-01",
    endsOn: "2027-06-30",
  });
  await subscription(account.id, "2026-07-01", "2027-06-30", 500, { contractId: again.id });
  expect(await arrNow()).toBe(before + 1300);
  expect(await own("overlapping-subscriptions")).toHaveLength(1);

  // A CRM that brings its own renewal of a term we know means ours; a second one of it is said to count twice.
  const renewals = async () =>
    (
      await t.inject({
        url: `renewals?filter=${encodeURIComponent(JSON.stringify({ subject: "accountId", op: "is-any-of", value: [account.id] }))}`,
      })
    ).body.items;
  const known = (await renewals()).length;
  const crm = (externalId: string) =>
    post("renewals/bulk-upsert", {
      source: "crm",
      items: [{ externalId, account: { id: account.id }, dueOn: "2026-12-31", forecastArr: 700 }],
    });
  await crm("opp-1");
  expect(await renewals()).toHaveLength(known);
  expect(await own("two-renewals-of-one-term")).toEqual([]);
  await crm("opp-2");
  expect([(await renewals()).length, (await own("two-renewals-of-one-term")).length]).toEqual([known + 1, 1]);
  expect(await arrNow()).toBe(before + 1300);
});

it("says where a line stands twice in one contract, and what no rate turns into money", async () => {
  const account = await post("accounts", { name: "Copied AG" });
  const own = async (slug: string) => (await rows(slug)).filter((row) => row.accountName === "Copied AG");
  const term = { startsOn: "2026-01-01", endsOn: "2026-12-31" };
  const contract = await post("contracts", { account: { id: account.id }, ...term });
  const line = (arr: number, more = {}) =>
    subscription(account.id, term.startsOn, term.endsOn, arr, { contractId: contract.id, ...more });
  await line(400);
  // Seats ordered later are a line of their own: no contradiction. The same line once more is one entered twice.
  await line(100);
  expect(await own("overlapping-subscriptions")).toEqual([]);
  await line(400);
  expect(await own("overlapping-subscriptions")).toMatchObject([
    { what: expect.stringContaining("400.00 USD and 400.00 USD are both counted") },
  ]);

  const dueOn = "2027-02-28";
  await post("renewals", { account: { id: account.id }, dueOn, currency: "XTS", targetArr: 50 });
  expect(await own("renewals-without-rate")).toMatchObject([
    { what: "due on 2027-02-28, 50.00 XTS are not counted" },
  ]);
});

it("tells a CRM's renewal near the end of a term from one of another term", async () => {
  const account = await post("accounts", { name: "Near Ltd" });
  const own = async () =>
    (await rows("two-renewals-of-one-term")).filter((row) => row.accountName === "Near Ltd");
  const crm = (externalId: string, dueOn: string) =>
    post("renewals/bulk-upsert", {
      source: "crm",
      items: [{ externalId, account: { id: account.id }, dueOn, targetArr: 700 }],
    });
  const contract = await post("contracts", {
    account: { id: account.id },
    startsOn: "2026-01-01",
    endsOn: "2026-12-31",
  });
  await subscription(account.id, "2026-01-01", "2026-12-31", 700, { contractId: contract.id });
  await crm("near-1", "2027-06-30");
  expect(await own()).toEqual([]);
  await crm("near-2", "2026-12-20");
  expect(await own()).toMatchObject([{ what: expect.stringContaining("700.00 USD") }]);
});

it("finds required traits without a value, and values that are not allowed any more", async () => {
  await post("traits", { object: "account", slug: "erp", name: "ERP", type: "text", isRequired: true });
  const missing = await rows("required-traits-missing");
  expect(missing.some((row) => row.accountName === "Twice Ltd" && row.what === "ERP is missing")).toBe(true);
});

it("answers every check, and none by a name it does not know", async () => {
  const all = await t.inject({ url: "data-quality" });
  for (const { slug } of all.body.items) await rows(slug);
  expect((await t.inject({ url: "data-quality/nonsense" })).status).toBe(404);
});
