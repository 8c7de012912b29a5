import { describe, expect, it } from "vitest";
import { withBorder, withOneBandLess, withOneBandMore, withPoints } from "./band-parts.ts";

const two = {
  kind: "bands" as const,
  bands: [
    { from: null, to: 10, points: 0 },
    { from: 10, to: null, points: 100 },
  ],
};

describe("bands", () => {
  it("are cut and joined without a gap, and the last one is kept", () => {
    const more = withOneBandMore(two);
    expect(more).toMatchObject({ bands: [{ to: 10 }, { from: 10, to: 20 }, { from: 20, to: null }] });
    expect(withOneBandLess(more)).toEqual(two);
    const one = withOneBandLess(withOneBandLess(two));
    expect(one).toMatchObject({ bands: [{ from: null, to: null }] });
  });

  it("move a border on both of its sides, and leave no gap", () => {
    expect(withBorder(two, 0, 20)).toMatchObject({ bands: [{ to: 20 }, { from: 20 }] });
    expect(withPoints(two, 1, 80)).toMatchObject({ bands: [{ points: 0 }, { points: 80 }] });
  });
});
