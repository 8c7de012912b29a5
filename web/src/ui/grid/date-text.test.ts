import { expect, test } from "vitest";
import { parseDate } from "./date-text.ts";

const today = Temporal.PlainDate.from("2026-11-23");

test.each([
  ["2027-03-12", "2027-03-12"],
  ["2027-3-2", "2027-03-02"],
  ["2027-03-12T00:00:00Z", "2027-03-12"],
  ["12 Mar 2027", "2027-03-12"],
  ["12 march", "2026-03-12"],
  ["Mar 12, 2027", "2027-03-12"],
  ["12.3.2027", "2027-03-12"],
  ["12.3.27", "2027-03-12"],
  ["31/12/2027", "2027-12-31"],
  ["12/31/2027", "2027-12-31"],
  ["5/5/2027", "2027-05-05"],
  ["3/4/2027", undefined], // the third of April, or the fourth of March?
  ["today", "2026-11-23"],
  ["tomorrow", "2026-11-24"],
  ["+30", "2026-12-23"],
  ["-1d", "2026-11-22"],
  ["31 Feb 2027", undefined],
  ["2027-13-01", undefined],
  ["soon", undefined],
])("%j is %j", (text, date) => expect(parseDate(text, today)).toBe(date));
