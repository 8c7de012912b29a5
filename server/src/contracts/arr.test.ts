import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { newId } from "../kernel/ids.ts";
import { formatAmount, parseAmount } from "../kernel/money.ts";
import { type ArrLine, arrAt } from "./arr-line.ts";
import { intervalsBetween } from "./movement-intervals.ts";
import { movementsBetween } from "./movements.ts";
import { readArrAt } from "./read-arr.ts";
import { readCauses, readMovementRows, readMovements } from "./read-movements.ts";

let t: TestApp;
beforeAll(async () => {
  t = await testApp({ now: "2026-11-23T09:00:00Z" });
});
afterAll(() => t.close());

const reporting = { currency: "USD", ratesOn: "2026-11-23" };
const dates = fc
  .integer({ min: 0, max: 1000 })
  .map((days) => Temporal.PlainDate.from("2024-01-01").add({ days }).toString());
const drawnLines = fc.array(
  fc.record({
    startsOn: dates,
    lasts: fc.option(fc.integer({ min: 0, max: 400 })),
    cents: fc.integer({ min: -3000, max: 90_000 }).filter((drawn) => drawn !== 0),
    quantity: fc.integer({ min: 1, max: 4 }),
    isChained: fc.boolean(),
  }),
  { maxLength: 5 },
);

/** Stores accounts with lines as they are, past the commands, and gives them back as the pure functions see them. */
async function storeLives(
  lives: readonly {
    startsOn: string;
    lasts: number | null;
    cents: number;
    quantity?: number;
    isChained?: boolean;
  }[][],
): Promise<Map<string, ArrLine[]>> {
  const now = t.clock.now();
  const stored = new Map<string, ArrLine[]>();
  await sql`truncate subscriptions, accounts cascade`.execute(t.db);
  for (const life of lives) {
    const accountId = newId(now);
    await sql`insert into accounts (id, name, created_at, updated_at) values (${accountId}, 'A', ${now.toString()}, ${now.toString()})`.execute(
      t.db,
    );
    const lines: ArrLine[] = [];
    for (const { startsOn, lasts, cents, quantity = 1, isChained = false } of life) {
      const id = newId(now);
      const endsOn =
        lasts === null
          ? null
          : Temporal.PlainDate.from(startsOn)
              .add({ days: lasts - 1 })
              .toString();
      const arr = formatAmount(BigInt(cents) * 100n);
      const rootId = isChained ? (lines[0]?.lineId ?? id) : id;
      await sql`
        insert into subscriptions (account_id, id, root_id, kind, quantity, billing_interval_months, currency, starts_on, ends_on, arr, created_at, updated_at)
        values (${accountId}, ${id}, ${rootId}, 'recurring', ${quantity}, 12, 'USD', ${startsOn}, ${endsOn}, ${arr}, ${now.toString()}, ${now.toString()})
      `.execute(t.db);
      const endsBefore = endsOn && Temporal.PlainDate.from(endsOn).add({ days: 1 }).toString();
      lines.push({ lineId: id, rootId, startsOn, endsBefore, arr, quantity: `${quantity}` });
    }
    stored.set(accountId, lines);
  }
  return stored;
}

const cents = (text: string): bigint => parseAmount(text) ?? 0n;

describe("ARR in SQL", () => {
  it("and its movements are those of the pure functions, and add up, over generated lives", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(drawnLines, { maxLength: 6 }), dates, dates, async (lives, one, other) => {
        const [from = one, to = other] = [one, other].sort();
        const stored = await storeLives(lives);
        for (const at of [from, to]) {
          const expected = [...stored.values()].reduce((sum, lines) => {
            const level = arrAt(lines, at);
            return sum + level.units * 10n ** BigInt(4 - level.scale);
          }, 0n);
          expect(cents((await readArrAt(t.db, reporting, at, { withRows: false })).totalArr)).toBe(expected);
        }
        const rows = await readMovementRows(t.db, reporting, { from, to }, 10_000);
        const told = [...stored].flatMap(([accountId, lines]) =>
          movementsBetween(lines, from, to).map(({ on, kind, arr, formerEndOn }) => ({
            accountId,
            name: "A",
            on,
            kind,
            arr,
            formerEndOn,
          })),
        );
        const key = (row: { on: string; accountId: string }) => `${row.on} ${row.accountId}`;
        const inOrder = (list: typeof rows) =>
          list.map((row) => ({ ...row, arr: cents(row.arr) })).toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
        expect(inOrder(rows)).toEqual(inOrder(told));
        const intervals = await readMovements(t.db, reporting, intervalsBetween(from, to, "month"));
        const causes = await readCauses(t.db, reporting, intervals);
        const parts = ["quantityArr", "priceArr", "addedArr", "endedArr"] as const;
        for (const part of parts) {
          const expected = [...stored.values()]
            .flatMap((lines) => movementsBetween(lines, from, to))
            .filter((movement) => movement.kind === "expansion" || movement.kind === "contraction")
            .flatMap((movement) => movement.causes)
            .reduce((sum, cause) => sum + cents(cause[part]), 0n);
          expect([...causes.values()].reduce((sum, cause) => sum + cents(cause[part]), 0n)).toBe(expected);
        }
        for (const interval of intervals) {
          const { startArr, newArr, expansionArr, contractionArr, churnArr, reactivationArr, endArr } =
            interval;
          const moved = [newArr, expansionArr, contractionArr, churnArr, reactivationArr].reduce(
            (sum, arr) => sum + cents(arr),
            cents(startArr),
          );
          expect(moved).toBe(cents(endArr));
          expect(endArr).toBe((await readArrAt(t.db, reporting, interval.to, { withRows: false })).totalArr);
        }
      }),
      { numRuns: 25 },
    );
  });

  it("is on the last day, gone the day after, and a future end is no churn yet", async () => {
    await storeLives([[{ startsOn: "2026-01-01", lasts: 365, cents: 100_000 }]]);
    const arr = async (at: string) => (await t.inject({ url: `arr?at=${at}&rows=true` })).body;
    expect(await arr("2026-12-31")).toMatchObject({
      totalArr: "1000.00",
      accounts: 1,
      rows: [{ arr: "1000.00" }],
    });
    expect(await arr("2027-01-01")).toMatchObject({ totalArr: "0.00", accounts: 0, rows: [] });
    const { body } = await t.inject({ url: "arr/movements?from=2026-10-31&to=2027-01-31" });
    expect([body.to, body.intervals.length, body.intervals.at(-1)]).toMatchObject([
      "2026-11-23",
      1,
      { churnArr: "0.00", endArr: "1000.00" },
    ]);
    expect((await t.inject({ url: "arr/movements?from=2026-10-31&to=2026-10-01" })).status).toBe(400);
  });

  it("converts other currencies at the rate of the date and names what it cannot convert", async () => {
    await storeLives([[{ startsOn: "2026-01-01", lasts: null, cents: 100_000 }]]);
    await sql`update subscriptions set currency = 'EUR'`.execute(t.db);
    const before = (await t.inject({ url: "arr?at=2026-06-30" })).body;
    expect(before).toMatchObject({ totalArr: "0.00", unconverted: [{ currency: "EUR", arr: "1000.00" }] });
    const items = [
      { currency: "EUR", startsOn: "2026-01-01", rate: "1.1" },
      { currency: "EUR", startsOn: "2026-07-01", rate: "1.23456" },
    ];
    expect((await t.inject({ method: "PUT", url: "exchange-rates", body: { items } })).status).toBe(200);
    expect((await t.inject({ url: "arr?at=2026-06-30" })).body).toMatchObject({
      totalArr: "1100.00",
      unconverted: [],
    });
    expect((await t.inject({ url: "arr?at=2026-07-01" })).body.totalArr).toBe("1234.56");
    const quarters = async (rates: string) =>
      (
        await t.inject({ url: `arr/movements?from=2026-03-31&to=2026-09-30&interval=quarter&rates=${rates}` })
      ).body.intervals.map((one: { startArr: string; currencyArr: string; endArr: string }) => [
        one.startArr,
        one.currencyArr,
        one.endArr,
      ]);
    expect(await quarters("date")).toEqual([
      ["1100.00", "0.00", "1100.00"],
      ["1100.00", "134.56", "1234.56"],
    ]);
    expect(await quarters("constant")).toEqual([
      ["1234.56", "0.00", "1234.56"],
      ["1234.56", "0.00", "1234.56"],
    ]);
  });
});
