import { expect, it } from "vitest";
import { scoreByDay } from "./health-days.ts";

const span = {
  from: Temporal.PlainDate.from("2026-03-01"),
  to: Temporal.PlainDate.from("2026-03-05"),
  timeZone: "America/New_York",
};

it("carries each change to the next, by the company's days, and begins with what stood before the first", () => {
  const changes = [
    { at: "2026-03-02T03:00:00Z", previous: 80, value: 70 },
    { at: "2026-03-04T12:00:00Z", previous: 70, value: null },
    { at: "2026-03-04T18:00:00Z", previous: null, value: 40 },
  ];
  expect(scoreByDay(span, changes, 40).map(({ value }) => value)).toEqual([70, 70, 70, 40, 40]);
  const later = { ...span, timeZone: "UTC" };
  expect(scoreByDay(later, changes, 40).map(({ value }) => value)).toEqual([80, 70, 70, 40, 40]);
});

it("stands as it stands where nothing changed", () => {
  expect(scoreByDay(span, [], 55).map(({ value }) => value)).toEqual([55, 55, 55, 55, 55]);
  expect(scoreByDay(span, [], null)[0]).toEqual({ on: "2026-03-01", value: null });
});
