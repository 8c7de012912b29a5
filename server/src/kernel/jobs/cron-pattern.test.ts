import { expect, test } from "vitest";
import { latestDue, parseCronPattern } from "./cron-pattern.ts";

const cases: [pattern: string, zone: string, after: string, until: string, due: string | undefined][] = [
  ["0 4 * * 1", "UTC", "2026-11-15T00:00Z", "2026-11-23T07:00Z", "2026-11-23T04:00:00Z"],
  ["0 4 * * 1", "UTC", "2026-11-23T04:00Z", "2026-11-29T23:59Z", undefined],
  ["0 4 * * 0", "UTC", "2026-11-22T03:00Z", "2026-11-22T04:00Z", "2026-11-22T04:00:00Z"],
  ["0 0 1 1 *", "America/New_York", "2026-01-01T00:00Z", "2026-12-31T00:00Z", "2026-01-01T05:00:00Z"],
  ["*/15 * * * *", "Asia/Kolkata", "2026-11-23T07:00Z", "2026-11-23T07:29Z", "2026-11-23T07:15:00Z"],
  // Berlin skips from 02:00 to 03:00 on 29 March 2026 and has 02:00 to 03:00 twice on 25 October 2026.
  ["30 2 * * *", "Europe/Berlin", "2026-03-28T12:00Z", "2026-03-29T12:00Z", "2026-03-29T01:30:00Z"],
  ["30 2 * * *", "Europe/Berlin", "2026-10-24T12:00Z", "2026-10-25T12:00Z", "2026-10-25T00:30:00Z"],
  ["30 2 * * *", "Europe/Berlin", "2026-10-25T00:30Z", "2026-10-25T12:00Z", undefined],
  ["*/5 * * * *", "Europe/Berlin", "2026-10-25T01:00Z", "2026-10-25T01:07Z", "2026-10-25T01:05:00Z"],
  ["59 23 * * *", "Pacific/Auckland", "2026-11-22T00:00Z", "2026-11-23T00:00Z", "2026-11-22T10:59:00Z"],
];

test.each(cases)("%s in %s, seen to until %s, at %s", (pattern, zone, after, until, due) => {
  const found = latestDue(
    parseCronPattern(pattern),
    Temporal.Instant.from(after),
    Temporal.Instant.from(until),
    zone,
  );
  expect(found?.toString()).toBe(due);
});

test("a pattern that is none is refused", () => {
  expect(() => parseCronPattern("every night")).toThrow();
  expect(() => parseCronPattern("61 * * * *")).toThrow();
});
