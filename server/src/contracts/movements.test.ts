import { add, compare, decimal, subtract } from "@perennial/contract/pricing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ArrLine, arrAt, isActiveAt } from "./arr-line.ts";
import { movementsBetween } from "./movements.ts";

const line = (changes: Partial<ArrLine>): ArrLine => ({
  lineId: "a",
  rootId: "a",
  startsOn: "2026-01-01",
  endsBefore: null,
  arr: "1200.00",
  quantity: "10",
  ...changes,
});

const dates = fc
  .integer({ min: 0, max: 1200 })
  .map((count) => Temporal.PlainDate.from("2024-01-01").add({ days: count }).toString());

/** Lives with gaps, overlaps, amendments, zero-length lines, refunds and open ends. */
const lives = fc.array(
  fc
    .record({
      rootId: fc.constantFrom("a", "b", "c"),
      startsOn: dates,
      lasts: fc.option(fc.integer({ min: 0, max: 500 })),
      cents: fc.bigInt(-500_000n, 5_000_000n),
      quantity: fc.nat(20),
    })
    .map(({ rootId, startsOn, lasts, cents, quantity }) =>
      line({
        rootId,
        startsOn,
        endsBefore: lasts === null ? null : Temporal.PlainDate.from(startsOn).add({ days: lasts }).toString(),
        arr: `${cents < 0n ? "-" : ""}${String(cents < 0n ? -cents : cents)
          .padStart(3, "0")
          .replace(/(..)$/, ".$1")}`,
        quantity: `${quantity}`,
      }),
    ),
  { maxLength: 8 },
);

describe("ARR", () => {
  it("is half-open: there on the last day, gone the day after", () => {
    const year = line({ endsBefore: "2027-01-01" });
    expect(
      ["2025-12-31", "2026-01-01", "2026-12-31", "2027-01-01"].map((on) => isActiveAt(year, on)),
    ).toEqual([false, true, true, false]);
  });

  it("of a line without length is never there", () => {
    expect(isActiveAt(line({ endsBefore: "2026-01-01" }), "2026-01-01")).toBe(false);
  });
});

describe("movements", () => {
  it("add up: ARR(t1) = ARR(t0) + Σ movements", () => {
    fc.assert(
      fc.property(lives, dates, dates, (lines, one, other) => {
        const [from, to] = one < other ? [one, other] : [other, one];
        const sum = movementsBetween(lines, from, to).reduce(
          (total, movement) => add(total, decimal(movement.arr)),
          arrAt(lines, from),
        );
        expect(compare(sum, arrAt(lines, to))).toBe(0);
      }),
    );
  });

  it("are the sum of their causes", () => {
    fc.assert(
      fc.property(lives, (lines) => {
        for (const movement of movementsBetween(lines, "2023-01-01", "2029-01-01")) {
          const parts = movement.causes
            .flatMap((cause) => [cause.quantityArr, cause.priceArr, cause.addedArr, cause.endedArr])
            .reduce((total, part) => add(total, decimal(part)), decimal("0"));
          expect(compare(parts, decimal(movement.arr))).toBe(0);
        }
      }),
    );
  });

  it("of two spans that meet are those of the whole", () => {
    fc.assert(
      fc.property(lives, dates, (lines, middle) => {
        expect([
          ...movementsBetween(lines, "2023-01-01", middle),
          ...movementsBetween(lines, middle, "2029-01-01"),
        ]).toEqual(movementsBetween(lines, "2023-01-01", "2029-01-01"));
      }),
    );
  });

  it("alternate: nothing ends that has not begun, nothing is new twice", () => {
    fc.assert(
      fc.property(lives, (lines) => {
        const kinds = movementsBetween(lines, "2023-01-01", "2029-01-01").map((movement) => movement.kind);
        expect(kinds.filter((kind) => kind === "new").length).toBeLessThanOrEqual(1);
        let hasArr = false;
        for (const kind of kinds) {
          if (kind === "new" || kind === "reactivation") {
            expect(hasArr).toBe(false);
            hasArr = true;
          }
          if (kind === "churn") {
            expect(hasArr).toBe(true);
            hasArr = false;
          }
        }
      }),
    );
  });

  it("tell the story of a line: new, more seats, higher price, gone, back", () => {
    const story = [
      line({ lineId: "1", endsBefore: "2026-03-01" }),
      line({ lineId: "2", startsOn: "2026-03-01", endsBefore: "2026-06-01", arr: "1800.00", quantity: "15" }),
      line({ lineId: "3", startsOn: "2026-06-01", endsBefore: "2027-01-01", arr: "1890.00", quantity: "15" }),
      line({ lineId: "4", rootId: "b", startsOn: "2027-02-01", arr: "500.00" }),
    ];
    const told = movementsBetween(story, "2025-12-31", "2027-12-31");
    expect(told.map(({ on, kind, arr, formerEndOn }) => [on, kind, arr, formerEndOn])).toEqual([
      ["2026-01-01", "new", "1200.00", null],
      ["2026-03-01", "expansion", "600.00", null],
      ["2026-06-01", "expansion", "90.00", null],
      ["2027-01-01", "churn", "-1890.00", null],
      ["2027-02-01", "reactivation", "500.00", "2026-12-31"],
    ]);
    expect(told[1]?.causes).toMatchObject([{ quantityArr: "600.00", priceArr: "0.00", lineIds: ["1", "2"] }]);
    expect(told[2]?.causes).toMatchObject([{ quantityArr: "0.00", priceArr: "90.00" }]);
  });

  it("see no churn where a renewal follows on the next day", () => {
    const renewed = [line({ endsBefore: "2027-01-01" }), line({ lineId: "b", startsOn: "2027-01-01" })];
    expect(movementsBetween(renewed, "2026-01-01", "2027-12-31")).toEqual([]);
    expect(subtract(arrAt(renewed, "2027-01-01"), arrAt(renewed, "2026-12-31")).units).toBe(0n);
  });
});
