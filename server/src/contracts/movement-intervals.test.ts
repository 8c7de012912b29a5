import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { intervalNames, intervalsBetween } from "./movement-intervals.ts";

describe("intervals", () => {
  it.each([
    ["2025-12-31", "2026-03-31", ["2025-12-31", "2026-01-31", "2026-02-28", "2026-03-31"]],
    ["2026-01-01", "2026-04-01", ["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"]],
    ["2026-01-01", "2026-03-31", ["2026-01-01", "2026-01-31", "2026-02-28", "2026-03-31"]],
    ["2026-01-15", "2026-03-02", ["2026-01-15", "2026-01-31", "2026-02-28", "2026-03-02"]],
    ["2026-01-15", "2026-01-20", ["2026-01-15", "2026-01-20"]],
  ])("%s to %s by month", (from, to, bounds) => {
    const intervals = intervalsBetween(from, to, "month");
    expect([intervals[0]?.from, ...intervals.map((interval) => interval.to)]).toEqual(bounds);
  });

  it("by quarter follow the calendar", () => {
    expect(intervalsBetween("2026-02-10", "2026-08-01", "quarter").map((interval) => interval.to)).toEqual([
      "2026-03-31",
      "2026-06-30",
      "2026-08-01",
    ]);
  });

  it("meet and cover the span", () => {
    const days = fc
      .integer({ min: 0, max: 3000 })
      .map((count) => Temporal.PlainDate.from("2020-01-01").add({ days: count }).toString());
    fc.assert(
      fc.property(days, days, fc.constantFrom(...intervalNames), (one, other, name) => {
        const [from, to] = one < other ? [one, other] : [other, one];
        const intervals = intervalsBetween(from, to, name);
        expect([intervals[0]?.from, intervals.at(-1)?.to]).toEqual([from, to]);
        intervals.slice(1).forEach((interval, index) => {
          expect(interval.from).toBe(intervals[index]?.to);
          expect(interval.from < interval.to).toBe(true);
        });
      }),
    );
  });
});
