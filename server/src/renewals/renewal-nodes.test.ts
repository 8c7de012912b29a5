import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { drainEngine } from "../engine/index.ts";

let t: TestApp;
const start = "2026-11-23T09:00:00Z";
beforeAll(async () => {
  t = await testApp({ now: start });
});
beforeEach(async () => {
  t.clock.set(Temporal.Instant.from(start));
  await sql`
    truncate accounts, account_derived, dirty_accounts, external_ids, contracts, subscriptions, renewals, history, audit,
             feed cascade
  `.execute(t.db);
});
afterAll(() => t.close());

const post = async (url: string, body: unknown) => {
  const answer = await t.inject({ method: "POST", url, body });
  if (answer.status >= 300) throw new Error(JSON.stringify(answer.body));
  return answer.body;
};
const account = async (id: string) => {
  await drainEngine(t.app);
  return (await t.inject({ url: `accounts/${id}` })).body;
};
const list = async (rule: unknown) => {
  await drainEngine(t.app);
  const { status, body } = await t.inject({
    url: `accounts?sort=name&filter=${encodeURIComponent(JSON.stringify(rule))}`,
  });
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body.items.map((one: { name: string }) => one.name);
};

describe("what renewals say of an account", () => {
  it("is its ARR, next renewal, notice deadline and lifecycle, live", async () => {
    const { id } = await post("accounts", { name: "Acme" });
    expect(await account(id)).toMatchObject({
      arr: { amount: "0.00" },
      nextRenewalOn: null,
      lifecycle: "unclassified",
    });
    const contract = await post("contracts", {
      account: id,
      startsOn: "2026-01-01",
      endsOn: "2026-12-31",
      noticePeriodDays: 30,
    });
    await post("subscriptions", {
      account: id,
      contractId: contract.id,
      mrr: "100.10",
      startsOn: "2026-01-01",
      endsOn: "2026-12-31",
    });
    expect(await account(id)).toMatchObject({
      arr: { amount: "1201.20", currency: "USD" },
      mrr: { amount: "100.10" },
      nextRenewalOn: "2026-12-31",
      noticeDeadlineOn: "2026-12-01",
      lifecycle: "subscribed",
    });
    const { body } = await t.inject({ url: "renewals" });
    const outcome = await t.inject({
      method: "PUT",
      url: `renewals/${body.items[0].id}/outcome`,
      body: { outcome: "renewed", arr: 2000 },
    });
    expect(outcome.status).toBe(200);
    expect(await account(id)).toMatchObject({ nextRenewalOn: "2027-12-31", arr: { amount: "1201.20" } });
  });

  it("gives the end of a contract whose renewal does not exist yet", async () => {
    const { id } = await post("accounts", { name: "Long" });
    await post("contracts", {
      account: id,
      startsOn: "2026-01-01",
      endsOn: "2028-12-31",
      noticePeriodMonths: 3,
    });
    expect(await account(id)).toMatchObject({ nextRenewalOn: "2028-12-31", noticeDeadlineOn: "2028-09-30" });
  });

  it("is churned when the late tolerance is over, at once when the renewal was lost, and a trial is a trial", async () => {
    const late = await post("accounts", { name: "Late" });
    await post("subscriptions", { account: late.id, mrr: 1, startsOn: "2026-01-01", endsOn: "2026-10-24" });
    const gone = await post("accounts", { name: "Gone" });
    await post("subscriptions", { account: gone.id, mrr: 1, startsOn: "2026-01-01", endsOn: "2026-10-23" });
    const trial = await post("accounts", { name: "Trial" });
    await post("subscriptions", {
      account: trial.id,
      mrr: 1,
      trial: true,
      startsOn: "2026-11-01",
      endsOn: "2026-12-01",
    });
    const ignored = await post("accounts", {
      name: "Ignored",
      lifecycleOverride: "ignored",
      lifecycleOverrideReason: "Ours",
    });
    const of = async (one: { id: string }) => (await account(one.id)).lifecycle;
    expect([await of(late), await of(gone), await of(trial), await of(ignored)]).toEqual([
      "subscribed",
      "churned",
      "trial",
      "ignored",
    ]);
    await post("renewals", { account: late.id, dueOn: "2026-10-24", outcome: "churned", targetArr: 12 });
    expect(await of(late)).toBe("churned");
  });

  it("moves on at midnight by itself: lines end, renewals appear, figures follow", async () => {
    const { id } = await post("accounts", { name: "Acme" });
    await post("subscriptions", { account: id, mrr: 100, startsOn: "2026-01-01", endsOn: "2026-11-23" });
    const later = await post("accounts", { name: "Later" });
    const contract = await post("contracts", {
      account: later.id,
      startsOn: "2026-05-24",
      endsOn: "2027-05-23",
    });
    await post("subscriptions", {
      account: later.id,
      contractId: contract.id,
      mrr: 10,
      startsOn: "2026-05-24",
      endsOn: "2027-05-23",
    });
    expect((await account(id)).arr.amount).toBe("1200.00");
    expect(
      (await t.inject({ url: `renewals?sort=dueOn` })).body.items.map((one: { dueOn: string }) => one.dueOn),
    ).toEqual(["2026-11-23"]);
    t.advance({ hours: 15, minutes: 1 });
    await t.drain();
    expect((await account(id)).arr.amount).toBe("0.00");
    expect(
      (await t.inject({ url: `renewals?sort=dueOn` })).body.items.map((one: { dueOn: string }) => one.dueOn),
    ).toEqual(["2026-11-23", "2027-05-23"]);
    const { rows } = await sql<{ old: string; new: string }>`
      select old, new from history where object = 'account' and object_id = ${id} and field = 'arr' order by at desc, id desc limit 1
    `.execute(t.db);
    expect([Number(rows[0]?.old), Number(rows[0]?.new)]).toEqual([1200, 0]);
  });

  it("can be asked in rules, of accounts and of renewals", async () => {
    for (const [name, arr, due] of [
      ["Small", 10, "2027-01-31"],
      ["Big", 90_000, "2027-01-31"],
      ["Far", 90_000, "2027-04-30"],
    ]) {
      await post("accounts", { name, arr, nextRenewalOn: due });
    }
    expect(await list({ subject: "arr", op: "at-least", value: 1000 })).toEqual(["Big", "Far"]);
    await drainEngine(t.app);
    const filter = encodeURIComponent(
      JSON.stringify({ subject: "dueOn", op: "before", value: "2027-02-01" }),
    );
    const { body } = await t.inject({ url: `renewals?sort=-targetArr&filter=${filter}` });
    expect(body.items.map((one: { accountName: string }) => one.accountName)).toEqual(["Big", "Small"]);
  });
});
