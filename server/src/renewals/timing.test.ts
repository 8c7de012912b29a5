import { describe, expect, it } from "vitest";
import { hasLapsed, orderTiming } from "./timing.ts";

const due = Temporal.PlainDate.from("2026-12-31");
const policy = { earlyDays: 30, toleranceDays: 30 };

describe("timing", () => {
  it.each([
    ["2026-12-01", "early"],
    ["2026-12-02", "on-time"],
    ["2026-12-31", "on-time"],
    ["2027-01-01", "late"],
    ["2027-01-30", "late"],
    ["2027-01-31", "lapsed"],
  ] as const)("an order on %s is %s", (orderedOn, timing) => {
    expect(orderTiming(due, Temporal.PlainDate.from(orderedOn), policy)).toBe(timing);
  });

  it("an open renewal lapses on the day after its tolerance", () => {
    const lapsed = (today: string) => hasLapsed(due, Temporal.PlainDate.from(today), policy);
    expect([lapsed("2027-01-30"), lapsed("2027-01-31")]).toEqual([false, true]);
  });
});
