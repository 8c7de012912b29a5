import type { Renewal } from "@perennial/contract";
import { expect, it } from "vitest";
import { weeksOf } from "./weeks.ts";

const renewal = (dueOn: string, targetArr: string) =>
  ({ id: dueOn + targetArr, dueOn, targetArr }) as Renewal;

it("puts renewals into weeks from Monday on, empty ones between, the largest first", () => {
  const weeks = weeksOf([
    renewal("2026-12-31", "10.00"),
    renewal("2027-01-03", "90.00"),
    renewal("2027-01-11", "5.00"),
  ]);
  expect(weeks.map(({ from, rows }) => [from, rows.map(({ targetArr }) => targetArr)])).toEqual([
    ["2026-12-28", ["90.00", "10.00"]],
    ["2027-01-04", []],
    ["2027-01-11", ["5.00"]],
  ]);
  expect(weeksOf([])).toEqual([]);
});
