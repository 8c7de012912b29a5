import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { newId } from "../kernel/ids.ts";

let t: TestApp;
beforeAll(async () => {
  t = await testApp({ now: "2026-11-23T09:00:00Z" });
});
afterAll(() => t.close());

const post = async (url: string, body: unknown, method: "POST" | "PUT" = "POST") =>
  (await t.inject({ method, url, body })).body;

/** An account with a contract that falls due in the quarter and was lost, and what was seen of it. */
async function lost(name: string, arr: string, seen: [string, string, string | null, string?][]) {
  const { id: account } = await post("accounts", { name });
  const term = { startsOn: "2026-01-01", endsOn: "2026-12-15" };
  const contract = await post("contracts", { account, ...term });
  await post("subscriptions", { account, contractId: contract.id, product: name, arr, ...term });
  const filter = JSON.stringify({ subject: "accountId", op: "is-any-of", value: [account] });
  const renewals = await t.inject({ url: `renewals?filter=${encodeURIComponent(filter)}` });
  const url = `renewals/${renewals.body.items[0].id}/outcome`;
  await post(url, { outcome: "churned", lossReason: "Price", rootCause: "price" }, "PUT");
  for (const [definition, raisedAt, settledAt, polarity = "risk"] of seen) {
    await sql`
      insert into indicators (account_id, id, definition, polarity, severity, status, message, evidence, raised_at, raised_by,
                              raised_count, settled_at, created_at, updated_at)
      values (${account}, ${newId(t.clock.now())}, ${definition}, ${polarity}, 'high', ${settledAt ? "cleared" : "open"}, '', '{}',
              ${raisedAt}, 'test', 1, ${settledAt}, ${raisedAt}, ${raisedAt})
    `.execute(t.db);
  }
}

const matching = async (rule: unknown) => {
  const { body } = await t.inject({ url: `renewals?filter=${encodeURIComponent(JSON.stringify(rule))}` });
  return body.items.map((one: { accountName: string }) => one.accountName).sort();
};

test("what was lost is told by the risks that stood in the reach of the period, and opens just those", async () => {
  await lost("Open", "100", [["no-login", "2026-10-01T09:00:00Z", null]]);
  await lost("Twice", "200", [
    ["no-login", "2026-05-01T09:00:00Z", "2026-04-04T09:00:00Z"],
    ["no-login", "2026-06-01T09:00:00Z", "2026-06-20T09:00:00Z"],
    ["no-sponsor", "2026-08-01T09:00:00Z", "2026-08-02T09:00:00Z"],
  ]);
  await lost("Long ago", "400", [["no-login", "2026-01-05T09:00:00Z", "2026-03-01T09:00:00Z"]]);
  await lost("No risk", "800", [["outgrows-plan", "2026-10-01T09:00:00Z", null, "opportunity"]]);
  const { body } = await t.inject({ url: "forecast?period=2026-Q4&groupBy=indicator" });
  const lostArr = Object.fromEntries(
    body.rows
      .filter((row: { level: string }) => row.level === "group")
      .map((row: { group: string | null; closedLostArr: string }) => [
        row.group ?? "none",
        row.closedLostArr,
      ]),
  );
  expect(lostArr).toEqual({ "no-login": "300.00", "no-sponsor": "200.00", none: "1200.00" });
  expect(body.rows[0]).toMatchObject({ level: "company", closedLostArr: "1500.00" });
  expect(body.definition).toContain("from 2026-04-04 to 2026-12-31");

  const stood = [
    { subject: "polarity", op: "is", value: "risk" },
    { subject: "raisedAt", op: "on-or-before", value: "2026-12-31" },
    {
      any: [
        { subject: "settledAt", op: "is-empty" },
        { subject: "settledAt", op: "on-or-after", value: "2026-04-04" },
      ],
    },
  ];
  const where = { all: [{ subject: "definition", op: "is", value: "no-login" }, ...stood] };
  expect(await matching({ related: "account", where: { related: "indicators", where } })).toEqual([
    "Open",
    "Twice",
  ]);
  const without = { related: "indicators", quantifier: { kind: "none" }, where: { all: stood } };
  expect(await matching({ related: "account", where: without })).toEqual(["Long ago", "No risk"]);
  expect(await matching({ subject: "mainProduct", op: "is", value: "Twice" })).toEqual(["Twice"]);
});

test("as of a past day it knows what had been raised by then", async () => {
  const { body } = await t.inject({ url: "forecast?period=2026-Q4&groupBy=indicator&asOf=2026-07-01" });
  expect(body.rows.some((row: { group: string | null }) => row.group === "no-sponsor")).toBe(false);
});
