import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { drainEngine } from "../../src/engine/index.ts";
import { type TestApp, testApp } from "../app.ts";

/**
 * A book of contracts as a CRM exports it, with everything that contradicts itself: what may be a fact is taken, counted
 * once and said; what cannot be one is refused with its cell.
 */
let t: TestApp;
let folder: string;
beforeAll(async () => {
  t = await testApp({ now: "2026-11-23T09:00:00Z" });
  folder = await mkdtemp(join(tmpdir(), "perennial-contradictions-"));
  t.app.settings.dataDir = folder;
});
afterAll(async () => {
  await t.close();
  await rm(folder, { recursive: true });
});

const get = async (url: string) => {
  const answer = await t.inject({ url });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
};

/** Imports a file as a person does. @returns the lines that were refused, with their cells and reasons */
async function bring(object: string, text: string): Promise<string[]> {
  const draft = await t.inject({
    method: "POST",
    url: `imports?object=${object}&fileName=${object}.csv&source=crm`,
    body: `${text.trim()}\n`,
    headers: { "content-type": "text/csv" },
  });
  expect(draft.status, JSON.stringify(draft.body)).toBe(201);
  const run = await t.inject({ method: "POST", url: `imports/${draft.body.id}/run` });
  expect(run.status, JSON.stringify(run.body)).toBeLessThan(300);
  await t.drain();
  expect(await get(`imports/${draft.body.id}`)).toMatchObject({ status: "done" });
  const { items } = await get(`imports/${draft.body.id}/rejects`);
  return items.flatMap((one: { line: number; problems: { column: string; reason: string }[] }) =>
    one.problems.map(({ column, reason }) => `${one.line} ${column}: ${reason}`),
  );
}

type Found = { accountName: string; what: string };
const found = async (slug: string): Promise<string[]> =>
  (await get(`data-quality/${slug}`)).items.map(({ accountName, what }: Found) => `${accountName}: ${what}`);
const arrOf = async () => {
  const { totalArr, rows, unconverted } = await get("arr?rows=true");
  const byName = rows.map((row: { name: string; arr: string }) => [row.name, row.arr]);
  return { totalArr, unconverted, ...Object.fromEntries(byName) };
};

const accounts = `
id,name
A-1,Overlap
A-2,Gap
A-3,Refund
A-4,Mirrored
A-5,Unknown
A-6,Twofold
A-7,Outside
A-8,Mixed`;

const contracts = `
id,account id,starts on,ends on,currency,notice months
C-1,A-1,2026-01-01,2026-12-31,USD,3
C-1b,A-1,2026-07-01,2027-06-30,USD,
C-2,A-2,2025-10-01,2026-09-30,USD,
C-2b,A-2,2026-10-15,2027-10-14,USD,
C-3,A-3,2026-01-01,2026-12-31,USD,
C-4,A-4,2026-06-01,2026-01-31,USD,
C-4b,A-4,2026-01-01,2026-12-31,DOLLAR,
C-4c,A-4,2026-01-01,2026-12-31,USD,-3
C-5,A-5,2026-01-01,2026-12-31,XTS,
C-6,A-6,2026-01-01,2026-12-31,USD,
C-7,A-7,2026-03-01,2026-12-31,USD,
C-8,A-8,2026-01-01,2026-12-31,USD,`;

const lines = `
id,account id,contract id,product,arr,currency,starts on,ends on
L-1,A-1,C-1,Platform,1000,USD,2026-01-01,2026-12-31
L-1b,A-1,C-1b,Platform,600,USD,2026-07-01,2027-06-30
L-2,A-2,C-2,Platform,2000,USD,2025-10-01,2026-09-30
L-2b,A-2,C-2b,Platform,2000,USD,2026-10-15,2027-10-14
L-3,A-3,C-3,Platform,3000,USD,2026-01-01,2026-12-31
L-3b,A-3,C-3,Credit,-500,USD,2026-06-01,2026-12-31
L-4,A-4,,Platform,4000,USD,2026-06-01,2026-01-31
L-4b,A-4,,Platform,400,USD,2026-06-01,2026-05-31
L-5,A-5,C-5,Platform,5000,XTS,2026-01-01,2026-12-31
L-6,A-6,C-6,Platform,6000,USD,2026-01-01,2026-12-31
L-7,A-7,C-7,Platform,7000,USD,2026-01-01,2027-02-28
L-7b,A-7,C-7,Support,70,USD,2026-02-01,
L-8,A-8,C-8,Platform,8000,USD,2026-01-01,2026-12-31
L-8b,A-8,C-8,Support,800,EUR,2026-01-01,2026-12-31`;

const opportunities = `
id,account id,contract id,close date,target
O-1,A-6,C-6,2026-12-31,6000
O-2,A-6,C-6,2026-12-31,6000`;

it("takes what may be a fact, refuses what cannot be one, and counts no ARR twice without saying so", async () => {
  const rated = await t.inject({
    method: "PUT",
    url: "exchange-rates",
    body: { items: [{ currency: "EUR", startsOn: "2026-01-01", rate: "1.25" }] },
  });
  expect(rated.status, JSON.stringify(rated.body)).toBe(200);
  expect(await bring("accounts", accounts)).toEqual([]);
  expect(await bring("contracts", contracts)).toEqual([
    "7 ends on: 2026-01-31 is before the start, 2026-06-01",
    "8 currency: “DOLLAR” is not a currency code such as USD",
    "9 notice months: cannot be negative",
  ]);
  expect(await bring("subscriptions", lines)).toEqual([
    "8 ends on: 2026-01-31 is before the start, 2026-06-01",
  ]);
  expect(await bring("renewals", opportunities)).toEqual([]);
  await drainEngine(t.app);

  // Every account once: each line by its own dates, refunds off, other currencies at their rate, without one not at all.
  expect(await arrOf()).toEqual({
    totalArr: "28170.00",
    unconverted: [{ currency: "XTS", arr: "5000.00" }],
    Overlap: "1600.00",
    Gap: "2000.00",
    Refund: "2500.00",
    Twofold: "6000.00",
    Outside: "7070.00",
    Mixed: "9000.00",
  });

  expect(await found("overlapping-subscriptions")).toEqual([
    "Overlap: Platform from 2026-01-01 and again from 2026-07-01: 1000.00 USD and 600.00 USD are both counted",
  ]);
  expect(await found("gaps-between-subscriptions")).toEqual([
    "Gap: nothing between 2026-09-30 and 2026-10-15 (14 days)",
  ]);
  expect(await found("negative-subscriptions")).toEqual(["Refund: -500.00 USD from 2026-06-01"]);
  expect(await found("subscriptions-without-length")).toEqual([
    "Mirrored: starts on 2026-06-01, ends on 2026-05-31, 400.00 USD",
  ]);
  expect(await found("currencies-without-rate")).toEqual(["Unknown: 5000.00 XTS are not counted"]);
  expect(await found("renewals-without-rate")).toEqual([
    "Unknown: due on 2026-12-31, 5000.00 XTS are not counted",
  ]);
  expect((await found("subscriptions-outside-contract")).sort()).toEqual([
    "Outside: from 2026-01-01 to 2027-02-28, the contract from 2026-03-01 to 2026-12-31",
    "Outside: from 2026-02-01 on, the contract from 2026-03-01 to 2026-12-31",
  ]);
  expect(await found("subscriptions-in-another-currency")).toEqual([
    "Mixed: 800.00 EUR, the contract in USD",
  ]);
  expect(await found("two-renewals-of-one-term")).toEqual([
    "Twofold: due on 2026-12-31, another open renewal of 6000.00 USD on 2026-12-31",
  ]);

  // What is due is in one currency and of the contract's own lines; the second of one term is the only one too many.
  const { items } = await get("renewals?limit=100&sort=dueOn");
  const due = (name: string) =>
    items
      .filter((one: { accountName: string }) => one.accountName === name)
      .map((one: { dueOn: string; targetArr: string; currency: string }) => [
        one.dueOn,
        one.targetArr,
        one.currency,
      ]);
  expect(due("Mixed")).toEqual([["2026-12-31", "8000.00", "USD"]]);
  expect(due("Refund")).toEqual([["2026-12-31", "2500.00", "USD"]]);
  expect(due("Twofold")).toHaveLength(2);
});

it("renews what is sold in another currency at its own price, and counts none of it in the renewal's", async () => {
  const { items } = await get("renewals?limit=100");
  const mixed = items.find((one: { accountName: string }) => one.accountName === "Mixed");
  const next = await get(`renewals/${mixed.id}/next-term`);
  expect(next.lines.map((line: { name: string }) => line.name)).toEqual(["Platform"]);
  const closed = await t.inject({
    method: "PUT",
    url: `renewals/${mixed.id}/outcome`,
    body: { outcome: "renewed", orderedOn: "2026-11-23", arr: "8400" },
  });
  expect(closed.status, JSON.stringify(closed.body)).toBeLessThan(300);
  expect(await get(`renewals/${mixed.id}`)).toMatchObject({ finalArr: "8400.00", currency: "USD" });
  const { items: all } = await get("subscriptions?limit=100");
  const renewed = all
    .filter((line: { accountId: string; startsOn: string }) => line.accountId === mixed.accountId)
    .filter((line: { startsOn: string }) => line.startsOn === "2027-01-01")
    .map((line: { product: string; arr: string; currency: string }) => [
      line.product,
      line.arr,
      line.currency,
    ]);
  expect(renewed.sort()).toEqual([
    ["Platform", "8400.00", "USD"],
    ["Support", "800.00", "EUR"],
  ]);
});
