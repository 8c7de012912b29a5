import { describe, expect, it } from "vitest";
import { periodBefore, periodOf, quarterOf } from "./fiscal-period.ts";

const dates = (name: string, startMonth = 1) => {
  const { from, to } = periodOf(name, startMonth);
  return `${from} ${to}`;
};
const on = (date: string, startMonth: number) => quarterOf(Temporal.PlainDate.from(date), startMonth).name;

describe("periods", () => {
  it("are calendar ones where the fiscal year is the calendar year", () => {
    expect(dates("2027-Q1")).toBe("2027-01-01 2027-03-31");
    expect(dates("2027")).toBe("2027-01-01 2027-12-31");
    expect(dates("2028-02")).toBe("2028-02-01 2028-02-29");
  });

  it("begin with the fiscal year, which is named by the year it ends in", () => {
    expect(dates("2027-Q1", 2)).toBe("2026-02-01 2026-04-30");
    expect(dates("2027-Q4", 2)).toBe("2026-11-01 2027-01-31");
    expect(dates("2027", 7)).toBe("2026-07-01 2027-06-30");
    expect(dates("2027-03", 7)).toBe("2027-03-01 2027-03-31");
  });

  it("hold every date in one quarter", () => {
    expect(on("2026-11-23", 1)).toBe("2026-Q4");
    expect(on("2027-01-31", 2)).toBe("2027-Q4");
    expect(on("2027-02-01", 2)).toBe("2028-Q1");
    for (let startMonth = 1; startMonth <= 12; startMonth += 1) {
      for (let month = 1; month <= 12; month += 1) {
        const date = Temporal.PlainDate.from({ year: 2026, month, day: 15 });
        const { from, to } = quarterOf(date, startMonth);
        expect(Temporal.PlainDate.compare(from, date) <= 0 && Temporal.PlainDate.compare(date, to) <= 0).toBe(
          true,
        );
      }
    }
  });

  it("have one before, and one a year before", () => {
    const before = (name: string, by: "period" | "year", startMonth = 1) =>
      periodBefore(periodOf(name, startMonth), by, startMonth).name;
    expect(before("2027-Q1", "period")).toBe("2026-Q4");
    expect(before("2027-Q1", "period", 2)).toBe("2026-Q4");
    expect(before("2027-Q1", "year")).toBe("2026-Q1");
    expect(before("2027-01", "period")).toBe("2026-12");
    expect(before("2027", "period")).toBe("2026");
    expect(before("2027-03", "year")).toBe("2026-03");
  });
});
