import { expect, test } from "vitest";
import { arrOn, arrOverTime, type Line } from "./contract-arr.ts";

const line = (product: string, arr: string, startsOn: string, endsOn: string | null = null): Line => ({
  product,
  plan: null,
  arr,
  startsOn,
  endsOn,
  kind: "recurring",
  trial: false,
});
const today = Temporal.PlainDate.from("2026-11-27");

test("a line counts through its last day, and not on the next", () => {
  const lines = [
    line("Core", "1200.50", "2026-01-01", "2026-12-31"),
    line("Refund", "-200.25", "2026-03-01", "2026-03-31"),
  ];
  expect(
    ["2025-12-31", "2026-01-01", "2026-03-31", "2026-12-31", "2027-01-01"].map((on) => arrOn(lines, on)),
  ).toEqual(["0", "1200.5", "1000.25", "1200.5", "0"]);
});

test("over time: month by month from the first line on, through what is signed, by product", () => {
  const { dates, products } = arrOverTime(
    [
      line("Core", "100", "2026-01-15", "2026-04-30"),
      line("Core", "150", "2026-05-01", "2026-06-30"),
      line("Add-on", "20", "2026-03-01", "2026-06-30"),
    ],
    today,
  );
  expect(dates).toEqual(["2026-01-15", "2026-02-01", "2026-03-01", "2026-04-01", "2026-05-01", "2026-06-01"]);
  expect(products).toEqual([
    { name: "Core", values: ["100", "100", "100", "100", "150", "150"] },
    { name: "Add-on", values: ["0", "0", "20", "20", "20", "20"] },
  ]);
});

test("an open end is shown a year ahead; many products become five and the others", () => {
  const open = arrOverTime([line("Core", "100", "2026-11-01")], today);
  expect(open.dates.at(-1)).toBe("2027-11-01");
  const many = arrOverTime(
    Array.from({ length: 9 }, (_, n) => line(`P${n}`, String(100 - n), "2026-11-01", "2026-11-30")),
    today,
  );
  expect(many.products.map(({ name, values }) => [name, values[0]])).toEqual([
    ["P0", "100"],
    ["P1", "99"],
    ["P2", "98"],
    ["P3", "97"],
    ["P4", "96"],
    ["4 others", "374"],
  ]);
  expect(arrOverTime([], today)).toEqual({ dates: [], products: [] });
});
