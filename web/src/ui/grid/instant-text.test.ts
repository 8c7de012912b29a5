import { expect, test } from "vitest";
import { instantText, parseInstant } from "./instant-text.ts";

const today = Temporal.PlainDate.from("2026-11-23");
const read = (text: string) => parseInstant(text, today, "Europe/Berlin");

test.each([
  ["2026-11-23 07:30", "2026-11-23T06:30:00Z"],
  ["23.11.2026 7:30", "2026-11-23T06:30:00Z"],
  ["12 Mar 2027 14:05:09", "2027-03-12T13:05:09Z"],
  ["2026-07-01", "2026-06-30T22:00:00Z"],
  ["tomorrow 9:00", "2026-11-24T08:00:00Z"],
  ["2026-11-23T07:30:00Z", "2026-11-23T07:30:00Z"],
  ["2026-11-23 07:30+02:00", "2026-11-23T05:30:00Z"],
])("reads “%s” in the company's time zone", (text, at) => {
  expect(read(text)).toBe(at);
});

test.each(["soon", "2026-11-23 25:00", "2026-13-01 07:30", ""])("refuses “%s”", (text) => {
  expect(read(text)).toBeUndefined();
});

test("shows seconds only where there are some", () => {
  expect(instantText("2026-11-23T06:30:00Z", "Europe/Berlin")).toBe("2026-11-23 07:30");
  expect(instantText("2026-11-23T06:30:05.25Z", "Europe/Berlin")).toBe("2026-11-23 07:30:05");
});
