import { afterEach, expect, it } from "vitest";
import { countFrom, now, readingTime, syncClock, today } from "./clock.ts";

afterEach(() => countFrom(undefined));

it("counts from the end of the day that a page reads, in the company's time zone, and never from what lies ahead", () => {
  syncClock({ now: "2026-11-28T09:00:00Z", timeZone: "Europe/Berlin" });
  countFrom(Temporal.PlainDate.from("2026-10-24"));
  expect(today().toString()).toBe("2026-10-24");
  expect(readingTime().toString()).toBe("2026-10-24T22:00:00Z");
  // The night in which summer time ends is an hour longer.
  countFrom(Temporal.PlainDate.from("2026-10-25"));
  expect(readingTime().toString()).toBe("2026-10-25T23:00:00Z");
  countFrom(Temporal.PlainDate.from("2026-11-28"));
  expect(Math.abs(readingTime().since(now()).total("seconds"))).toBeLessThan(5);
});
