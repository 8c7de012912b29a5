import { expect, test } from "vitest";
import {
  type ChartContent,
  isEmpty,
  marksOf,
  namesAtEnds,
  sliceColour,
  sliceLabel,
  tickText,
  totalAt,
  waterfallSteps,
} from "./model.ts";

const stacked: ChartContent = {
  kind: "stacked-bar",
  categories: ["Dec", "Jan"],
  series: [
    { name: "Commit", values: ["100.5", null] },
    { name: "Likely", values: ["50", "0"] },
  ],
  unit: { currency: "USD" },
};

test("marks are the values that are there, category by category", () => {
  expect(marksOf(stacked).map(({ category, series }) => `${category} ${series}`)).toEqual([
    "Dec Commit",
    "Dec Likely",
    "Jan Likely",
  ]);
});

test("totals leave out what is missing", () => {
  expect(totalAt(stacked, 0)).toBe(150.5);
  expect(totalAt({ ...stacked, series: [{ name: "Commit", values: [null, null] }] }, 1)).toBeNull();
});

test("nothing but zeros is nothing to draw", () => {
  expect(isEmpty(stacked)).toBe(false);
  expect(isEmpty({ ...stacked, series: [{ name: "Commit", values: [0, null] }] })).toBe(true);
});

test("a waterfall's changes hang where the last step ended, and reach its last level", () => {
  const steps = waterfallSteps({
    kind: "waterfall",
    categories: ["Before", "New", "Lost", "Now"],
    series: [{ name: "Forecast", values: ["6580000", "120000", "-290000", "6410000"] }],
    unit: { currency: "USD" },
    baseline: 6_200_000,
  });
  expect(steps.map(({ from, to }) => [from, to])).toEqual([
    [6_200_000, 6_580_000],
    [6_580_000, 6_700_000],
    [6_700_000, 6_410_000],
    [6_200_000, 6_410_000],
  ]);
  expect(steps.map(({ label }) => label)).toEqual(["$6.58M", "+$120K", "−$290K", "$6.41M"]);
  expect(steps.map(({ colour }) => colour)).toEqual([5, 6, 4, 1]);
});

test("an axis says no decimals that say nothing", () => {
  expect([
    tickText(15e6, { currency: "USD" }),
    tickText(12.5e6, { currency: "USD" }),
    tickText(1.05, { percent: true }),
  ]).toEqual(["$15M", "$12.50M", "105 %"]);
});

test("lines that end close together are named by a legend", () => {
  const line = (...ends: number[]): ChartContent => ({
    kind: "line",
    categories: ["Jan", "Feb"],
    series: ends.map((end, at) => ({ name: `Line ${at}`, values: [at === 0 ? 0 : null, end] })),
    unit: {},
  });
  expect([namesAtEnds(line(100, 80)), namesAtEnds(line(100, 96)), namesAtEnds(line(100))]).toEqual([
    true,
    false,
    true,
  ]);
  expect(namesAtEnds(stacked)).toBe(false);
});

test("slices that touch never have one colour, also where the circle closes", () => {
  for (let count = 2; count <= 20; count += 1) {
    const colours = Array.from({ length: count }, (_, at) =>
      sliceColour({ name: "", values: [] }, at, count),
    );
    for (const [at, colour] of colours.entries()) expect(colour).not.toBe(colours[(at + 1) % count]);
  }
});

test("a slice's label loses letters of its name, never its share", () => {
  expect(sliceLabel("Retail", "11 %", 30)).toBe("Retail  11 %");
  expect(sliceLabel("Missing capability", "2 %", 14)).toBe("Missing…  2 %");
  expect(sliceLabel("Missing capability", "12 %", 5)).toBe("Mis…  12 %");
  expect(sliceLabel("Missing capability", "", 14)).toBe("Missing capab…");
});
