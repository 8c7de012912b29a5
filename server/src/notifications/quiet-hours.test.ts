import { expect, test } from "vitest";
import { sendableAt } from "./quiet-hours.ts";

test.each([
  ["2026-11-23T20:59:00Z", "22:00", "07:00", "2026-11-23T20:59:00Z"],
  ["2026-11-23T21:00:00Z", "22:00", "07:00", "2026-11-24T06:00:00Z"],
  ["2026-11-24T03:00:00Z", "22:00", "07:00", "2026-11-24T06:00:00Z"],
  ["2026-11-24T06:00:00Z", "22:00", "07:00", "2026-11-24T06:00:00Z"],
  ["2026-11-24T11:30:00Z", "12:00", "13:00", "2026-11-24T12:00:00Z"],
  ["2026-11-24T12:00:00Z", "12:00", "13:00", "2026-11-24T12:00:00Z"],
  // The clocks go forward in that night; the person's seven o'clock is what counts.
  ["2026-03-28T23:00:00Z", "22:00", "07:00", "2026-03-29T05:00:00Z"],
])("at %s with quiet hours from %s until %s it may be sent at %s", (now, quietFrom, quietUntil, expected) => {
  const hours = { timeZone: "Europe/Berlin", quietFrom, quietUntil };
  expect(sendableAt(Temporal.Instant.from(now), hours).toString()).toBe(expected);
});

test("without quiet hours everything may be sent at once", () => {
  const now = Temporal.Instant.from("2026-11-23T02:00:00Z");
  expect(sendableAt(now, { timeZone: "UTC", quietFrom: null, quietUntil: null })).toBe(now);
});
