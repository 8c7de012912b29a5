import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Env } from "../env.ts";
import { dateText, instantIsIn, instantText, startOfDay } from "./day-range.ts";
import { compareDecimals, isDecimal } from "./decimal.ts";
import { foldCase, foldingsInto } from "./fold-case.ts";
import { nearestName } from "./nearest-name.ts";
import { type Period, periodRange, periods } from "./period.ts";

describe("case folding", () => {
  test("folding twice changes nothing, and keeps the number of characters", () => {
    const wrong: string[] = [];
    for (let codePoint = 0; codePoint < 0x20000; codePoint++) {
      if (codePoint >= 0xd800 && codePoint <= 0xdfff) continue;
      const folded = foldCase(String.fromCodePoint(codePoint));
      if (foldCase(folded) !== folded || [...folded].length !== 1) wrong.push(folded);
    }
    expect(wrong).toEqual([]);
  });

  test("the translation for a text holds every form of its letters", () => {
    expect(foldingsInto(["abc"])).toEqual({ from: "", to: "" });
    expect(foldingsInto(["ü"])).toEqual({ from: "Ü", to: "ü" });
    expect(foldingsInto(["σ", "σx"])).toEqual({ from: "Σς", to: "σσ" });
  });
});

describe("decimals", () => {
  const decimal = fc.tuple(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), fc.nat(12));
  const written = ([digits, scale]: [bigint, number]): string => {
    const text = String(digits < 0n ? -digits : digits).padStart(scale + 1, "0");
    const cut = text.length - scale;
    return `${digits < 0n ? "-" : ""}${text.slice(0, cut)}${scale > 0 ? `.${text.slice(cut)}` : ""}`;
  };

  test("compare as whole numbers of the same scale do", () => {
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        const left = a[0] * 10n ** BigInt(12 - a[1]);
        const right = b[0] * 10n ** BigInt(12 - b[1]);
        const expected = left < right ? -1 : left > right ? 1 : 0;
        expect(Math.sign(compareDecimals(written(a), written(b)))).toBe(expected);
      }),
    );
  });

  test("numbers compare as themselves, exponents included", () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(
        number,
        number,
        (a, b) => Math.sign(compareDecimals(a, b)) === (a < b ? -1 : a > b ? 1 : 0),
      ),
    );
  });

  test.each(["", ".", "1,5", "0x10", "1e", "NaN", "Infinity", "--1", "1 2"])("“%s” is no decimal", (text) => {
    expect(isDecimal(text)).toBe(false);
  });
});

describe("days", () => {
  const env: Env = { now: "2026-04-24T10:00:00Z", today: "2026-04-24", timeZone: "Africa/Cairo" };

  test("a day begins at its first instant, where midnight is skipped", () => {
    expect(startOfDay(Temporal.PlainDate.from("2026-04-24"), env).toString()).toBe("2026-04-23T22:00:00Z");
    expect(startOfDay(Temporal.PlainDate.from("2026-04-25"), env).toString()).toBe("2026-04-24T21:00:00Z");
  });

  test("an instant is in a day exactly when its local date is", () => {
    const near = fc.integer({ min: -3_000_000, max: 3_000_000 });
    fc.assert(
      fc.property(near, (seconds) => {
        const instant = Temporal.Instant.from("2026-10-29T21:00:00Z").add({ seconds });
        const from = instant.toZonedDateTimeISO(env.timeZone).toPlainDate();
        expect(instantIsIn(instant, { from, until: from.add({ days: 1 }) }, env)).toBe(true);
      }),
    );
  });

  test("years are written as PostgreSQL reads them", () => {
    expect(dateText(Temporal.PlainDate.from("9999-12-31").add({ days: 1 }))).toBe("10000-01-01");
    expect(instantText(Temporal.Instant.from("0000-12-31T23:00:00Z"))).toBe("0001-12-31T23:00:00Z BC");
  });

  test("today is in this period, and periods follow one another", () => {
    const date = fc
      .integer({ min: 0, max: 4_000 })
      .map((days) => Temporal.PlainDate.from("2023-01-01").add({ days }));
    fc.assert(
      fc.property(
        date,
        fc.constantFrom<Period>(...periods),
        fc.integer({ min: 1, max: 12 }),
        (today, period, month) => {
          const at: Env = { ...env, today, fiscalYearStartsInMonth: month };
          const [last, current, next] = [-1, 0, 1].map((offset) => periodRange(period, offset, at));
          expect(last?.until.equals(current?.from ?? "0001-01-01")).toBe(true);
          expect(current?.until.equals(next?.from ?? "0001-01-01")).toBe(true);
          expect(current && Temporal.PlainDate.compare(current.from, today) <= 0).toBe(true);
          expect(current && Temporal.PlainDate.compare(today, current.until) < 0).toBe(true);
          if (period === "fiscal-year") expect(current?.from.month).toBe(month);
        },
      ),
    );
  });
});

test("the nearest name is near", () => {
  expect(nearestName("trait:plna", ["trait:plan", "trait:plot"])).toBe("trait:plan");
  expect(nearestName("Contains", ["contain", "contains"])).toBe("contains");
  expect(nearestName("xyz", ["name", "arr"])).toBeUndefined();
});
