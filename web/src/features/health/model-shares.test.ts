import type { HealthMeasure } from "@perennial/contract";
import { describe, expect, it } from "vitest";
import { sharesOf, withBorder, withPoints } from "./model-shares.ts";

const measure: HealthMeasure = {
  slug: "m",
  name: "M",
  weight: 1,
  missing: "leave-out",
  source: { kind: "field", field: "metric:m" },
  transform: {
    kind: "bands",
    bands: [
      { from: null, to: 10, points: 0 },
      { from: 10, to: null, points: 100 },
    ],
  },
};

describe("editing a model", () => {
  it("shows weights as shares of 100", () => {
    expect(sharesOf([{ weight: 1 }, { weight: 3 }])).toEqual([25, 75]);
  });

  it("moves a border on both of its sides, and leaves no gap", () => {
    expect(withBorder(measure, 0, 20).transform).toMatchObject({ bands: [{ to: 20 }, { from: 20 }] });
    expect(withPoints(measure, 1, 80).transform).toMatchObject({ bands: [{ points: 0 }, { points: 80 }] });
  });
});
