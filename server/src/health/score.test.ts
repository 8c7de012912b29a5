import type { HealthModel, Transform } from "@perennial/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { labelAt, placedMeasures, printedRange } from "./model.ts";
import { pointsOf, scoreOf } from "./score.ts";

const bands: Transform = {
  kind: "bands",
  bands: [
    { from: null, to: 10, points: 0 },
    { from: 10, to: 20, points: 50 },
    { from: 20, to: null, points: 100 },
  ],
};
const measure = (
  slug: string,
  weight: number,
  missing: "leave-out" | "poor" | "neutral" | "withhold" = "leave-out",
) => ({
  slug,
  name: slug,
  weight,
  source: { kind: "field" as const, field: slug },
  transform: bands,
  missing,
});
const labels: HealthModel["labels"] = [
  { value: "at_risk", label: "At risk", from: 0, tone: "bad" },
  { value: "concerning", label: "Concerning", from: 40, tone: "warn" },
  { value: "healthy", label: "Healthy", from: 70, tone: "good" },
];

describe("points", () => {
  it.each([
    [-5, 0],
    [9.99, 0],
    [10, 50],
    [19.99, 50],
    [20, 100],
    [1e9, 100],
    [null, null],
  ])("puts %s into the band that begins there: %s", (seen, points) => {
    expect(pointsOf(bands, seen)).toBe(points);
  });

  it("bounds a line at both ends, rising or falling", () => {
    const falling: Transform = {
      kind: "linear",
      from: { value: 0, points: 100 },
      to: { value: 50, points: 20 },
    };
    expect([-10, 0, 25, 50, 80].map((value) => pointsOf(falling, value))).toEqual([100, 100, 60, 20, 20]);
  });
});

describe("labels", () => {
  const model: HealthModel = { groups: [], labels, minimumCoveragePct: 0 };
  it("are half-open, and say so", () => {
    expect([0, 39.9, 40, 69.9, 70, 100].map((score) => labelAt(model, score)?.value)).toEqual([
      "at_risk",
      "at_risk",
      "concerning",
      "concerning",
      "healthy",
      "healthy",
    ]);
    expect([0, 1, 2].map((index) => printedRange(model, index))).toEqual([
      "[0, 40)",
      "[40, 70)",
      "[70, 100]",
    ]);
  });
});

describe("the score", () => {
  const model = (
    missing: "leave-out" | "poor" | "neutral" | "withhold",
    minimumCoveragePct = 0,
  ): HealthModel => ({
    groups: [
      { slug: "use", name: "Use", weight: 3, measures: [measure("a", 1), measure("b", 1, missing)] },
      { slug: "help", name: "Help", weight: 1, measures: [measure("c", 5)] },
    ],
    labels,
    minimumCoveragePct,
  });
  const seen = new Map([
    ["a", 100],
    ["b", null],
    ["c", 0],
  ]);

  it.each([
    ["leave-out", 75],
    ["poor", 37.5],
    ["neutral", 56.3],
    ["withhold", null],
  ] as const)("without a measure's data, by the policy %s: %s", (missing, value) => {
    expect(scoreOf(model(missing), seen)).toMatchObject({ value, coveragePct: 62.5 });
  });

  it("is withheld below the minimum coverage, not at it", () => {
    expect(scoreOf(model("leave-out", 62.5), seen).value).toBe(75);
    expect(scoreOf(model("leave-out", 62.6), seen).value).toBeNull();
    expect(scoreOf(model("leave-out"), new Map()).value).toBeNull();
  });

  it("is what its parts contribute, and their shares make 100 %", () => {
    const points = fc.option(fc.integer({ min: 0, max: 100 }));
    fc.assert(
      fc.property(points, points, points, (a, b, c) => {
        const scored = scoreOf(
          model("leave-out"),
          new Map([
            ["a", a],
            ["b", b],
            ["c", c],
          ]),
        );
        const leaves = scored.parts.flatMap((part) => part.parts);
        if (scored.value === null) {
          expect([a, b, c]).toEqual([null, null, null]);
          return;
        }
        const sum = leaves.reduce((total, leaf) => total + (leaf.points ?? 0) * leaf.share, 0);
        expect(sum).toBeCloseTo(scored.value, 0);
        expect(leaves.reduce((total, leaf) => total + leaf.share, 0)).toBeCloseTo(1);
        expect(scored.value).toBeGreaterThanOrEqual(Math.min(...[a, b, c].filter((each) => each !== null)));
      }),
    );
  });

  it("places nested groups by the product of their shares", () => {
    const nested: HealthModel = {
      groups: [
        {
          slug: "top",
          name: "Top",
          weight: 1,
          measures: [measure("x", 1)],
          groups: [{ slug: "in", name: "In", weight: 3, measures: [measure("y", 1), measure("z", 2)] }],
        },
      ],
      labels,
      minimumCoveragePct: 0,
    };
    expect(placedMeasures(nested).map(({ share, path }) => [path, share])).toEqual([
      ["groups[0].measures[0]", 0.25],
      ["groups[0].groups[0].measures[0]", 0.25],
      ["groups[0].groups[0].measures[1]", 0.5],
    ]);
  });
});
