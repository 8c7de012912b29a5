import { expect, it } from "vitest";
import { periodLabel } from "../../ui/format.ts";
import { periodChoices, periodMonths, quarterOf } from "./forecast-state.ts";

const date = (text: string) => Temporal.PlainDate.from(text);

it("names quarters as the server does", () => {
  expect(quarterOf(date("2026-11-23"), 1)).toBe("2026-Q4");
  expect(quarterOf(date("2027-01-31"), 2)).toBe("2027-Q4");
  expect(quarterOf(date("2026-02-01"), 2)).toBe("2027-Q1");
});

it("offers quarters, years and months around today, and what is chosen", () => {
  const values = periodChoices(date("2026-11-23"), 1, "2020-Q1").map(({ value }) => value);
  expect(values[0]).toBe("2020-Q1");
  expect(values).toContain("2027-Q1");
  expect(values).toContain("2027");
  expect(values).toContain("2027-01");
  expect(new Set(values).size).toBe(values.length);
  expect([periodLabel("2027-Q1"), periodLabel("2027-03"), periodLabel("2027")]).toEqual([
    "Q1 2027",
    "March 2027",
    "fiscal year 2027",
  ]);
});

it("says which months a period has", () => {
  expect(
    [
      ["2026-Q4", 1],
      ["2027-Q4", 2],
      ["2027", 2],
      ["2026-11", 1],
    ].map(([period, month]) => periodMonths(String(period), Number(month))),
  ).toEqual(["Oct–Dec", "Nov 2026–Jan 2027", "Feb 2026–Jan 2027", null]);
});
