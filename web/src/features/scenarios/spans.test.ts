import { expect, it } from "vitest";
import { spanOf } from "./spans.ts";

it("knows the quarters, also over the turn of the year", () => {
  const today = Temporal.PlainDate.from("2026-11-23");
  expect(spanOf("this-quarter", today)).toEqual({ from: "2026-10-01", to: "2026-12-31" });
  expect(spanOf("next-quarter", today)).toEqual({ from: "2027-01-01", to: "2027-03-31" });
  expect(spanOf("this-quarter", today, 2)).toEqual({ from: "2026-11-01", to: "2027-01-31" });
  expect(spanOf("2027-02-01..2027-03-31", today)).toEqual({ from: "2027-02-01", to: "2027-03-31" });
  expect(spanOf("180", today)).toEqual({ from: "2026-11-23", to: "2027-05-22" });
});
