import type { HealthMeasure, HealthModel } from "@perennial/contract";
import { describe, expect, it } from "vitest";
import { emptyGroupIn, firstTransform, freeSlug } from "./model-parts.ts";

const measure: HealthMeasure = {
  slug: "logins",
  name: "Logins",
  weight: 1,
  missing: "leave-out",
  source: { kind: "field", field: "metric:logins" },
  transform: firstTransform("bands", true),
};
const model: HealthModel = {
  groups: [
    {
      slug: "use",
      name: "Use",
      weight: 1,
      measures: [measure],
      groups: [{ slug: "depth", name: "Depth", weight: 1, measures: [] }],
    },
  ],
  labels: [{ value: "any", label: "Any", from: 0, tone: "neutral" }],
  minimumCoveragePct: 0,
};

describe("the parts of a model", () => {
  it("gives a slug that no group or measure has, however deep", () => {
    expect(freeSlug([model], "Logins")).toBe("logins_2");
    expect(freeSlug([model], "Depth")).toBe("depth_2");
    expect(freeSlug([model], "Seats, used")).toBe("seats_used");
  });

  it("finds the group without measures, however deep", () => {
    expect(emptyGroupIn(model.groups)?.name).toBe("Depth");
    expect(emptyGroupIn([{ slug: "use", name: "Use", weight: 1, measures: [measure] }])).toBeUndefined();
  });

  it("begins falling where less is better", () => {
    expect(firstTransform("linear", false)).toMatchObject({ from: { points: 100 }, to: { points: 0 } });
  });
});
