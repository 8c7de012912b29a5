import { expect, test } from "vitest";
import {
  formatAgo,
  formatDate,
  formatDaysAway,
  formatDuration,
  formatMoneyExact,
  formatMoneyShort,
  formatNumber,
  formatPercent,
  withSign,
} from "./format.ts";

test.each([
  ["1240000", "$1.24M"],
  ["6500000", "$6.50M"],
  ["148500", "$148.5K"],
  ["430000", "$430K"],
  ["999600", "$1.00M"],
  ["950", "$950"],
  ["-430000", "−$430K"],
  ["1240000000", "$1.24B"],
  ["0", "$0"],
])("%s is %s", (amount, text) => expect(formatMoneyShort(amount, "USD")).toBe(text));

test("exact amounts keep every cent, also beyond what a float holds", () => {
  expect(formatMoneyExact("12345678901234567.89", "USD")).toBe("$12,345,678,901,234,567.89");
  expect(formatMoneyExact("1240000.00", "EUR", true)).toBe("€1,240,000");
});

test("what rounds to zero has no sign", () => {
  expect([formatNumber("-0.0004", 3), formatNumber(-0.4, 0), formatNumber("-0.5", 1)]).toEqual([
    "0",
    "0",
    "−0.5",
  ]);
});

test("percentages and signs", () => {
  expect(formatPercent("0.918")).toBe("91.8 %");
  expect(formatPercent(-0.05)).toBe("−5.0 %");
  expect(withSign("16,000", "16000")).toBe("+16,000");
});

const today = Temporal.PlainDate.from("2026-11-22");
test("dates and how far away they are", () => {
  expect(formatDate("2027-03-12")).toBe("12 Mar 2027");
  expect(formatDaysAway("2027-03-12", today)).toBe("in 110 days");
  expect(formatDaysAway("2026-11-21", today)).toBe("yesterday");
  expect(formatDaysAway("2026-11-02", today)).toBe("20 days ago");
});

test.each([
  ["2026-11-22T11:59:40Z", "just now"],
  ["2026-11-22T11:30:00Z", "30 min ago"],
  ["2026-11-22T09:00:00Z", "3 h ago"],
  ["2026-11-20T09:00:00Z", "2 days ago"],
  ["2026-06-20T09:00:00Z", "20 Jun 2026"],
])("%s was %s", (at, text) =>
  expect(formatAgo(at, Temporal.Instant.from("2026-11-22T12:00:00Z"), "UTC")).toBe(text),
);

test("time left", () => expect([8, 95, 7500].map(formatDuration)).toEqual(["8 s", "2 min", "2 h 05 min"]));
