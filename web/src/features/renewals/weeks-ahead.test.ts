import { expect, test } from "vitest";
import { groupsByWeek, weeksAhead } from "./weeks-ahead.ts";

test("the weeks of 180 days hold today and the last day", () => {
  // A Saturday, and a Monday whose 180th day is a Saturday.
  const fromSaturday = weeksAhead(Temporal.PlainDate.from("2026-11-28"));
  expect([fromSaturday[0], fromSaturday.at(-1), fromSaturday.length]).toEqual([
    "2026-11-23",
    "2027-05-24",
    27,
  ]);
  const fromMonday = weeksAhead(Temporal.PlainDate.from("2026-11-23"));
  expect([fromMonday[0], fromMonday.at(-1), fromMonday.length]).toEqual(["2026-11-23", "2027-05-17", 26]);
});

test("each rating has its place in each week, and those without a rating theirs", () => {
  const group = (week: string, rating: string | null, value: string) => ({
    keys: [
      { value: week, label: week },
      { value: rating, label: rating ?? "None" },
    ],
    value,
    count: 1,
    drill: { all: [] },
  });
  const groups = [group("2026-11-23", "commit", "10"), group("2026-11-30", null, "20")];
  const weeks = ["2026-11-23", "2026-11-30"];
  expect(groupsByWeek(groups, weeks, "commit").map((one) => one?.value)).toEqual(["10", undefined]);
  expect(groupsByWeek(groups, weeks, null).map((one) => one?.value)).toEqual([undefined, "20"]);
});
