import { describe, expect, it } from "vitest";
import { areaUnderCurve, brierScore, calibrationOf, liftOf } from "./measures.ts";

const judged = (pairs: [number, boolean][]) =>
  pairs.map(([likelihood, isRenewed]) => ({ likelihood, isRenewed }));

describe("what a back-test measures", () => {
  it("AUC: the share of pairs in the right order, ties half", () => {
    expect(
      areaUnderCurve(
        judged([
          [0.9, true],
          [0.8, true],
          [0.3, false],
        ]),
      ),
    ).toBe(1);
    expect(
      areaUnderCurve(
        judged([
          [0.2, true],
          [0.8, false],
        ]),
      ),
    ).toBe(0);
    expect(
      areaUnderCurve(
        judged([
          [0.5, true],
          [0.5, false],
          [0.5, false],
        ]),
      ),
    ).toBe(0.5);
    expect(
      areaUnderCurve(
        judged([
          [0.9, true],
          [0.4, true],
          [0.6, false],
          [0.4, false],
        ]),
      ),
    ).toBe(0.625);
    expect(areaUnderCurve(judged([[0.9, true]]))).toBeNull();
  });

  it("Brier: the mean squared distance", () => {
    expect(
      brierScore(
        judged([
          [1, true],
          [0.5, false],
        ]),
      ),
    ).toBe(0.125);
    expect(brierScore([])).toBeNull();
  });

  it("calibration: bins of equal number, with Wilson's interval", () => {
    const low = Array.from({ length: 50 }, (_, at): [number, boolean] => [0.2, at < 10]);
    const high = Array.from({ length: 50 }, (_, at): [number, boolean] => [0.9, at < 45]);
    const bins = calibrationOf(judged([...high, ...low]));
    expect(bins).toHaveLength(4);
    expect(bins[0]?.predicted).toBeCloseTo(0.2);
    expect(bins[3]?.predicted).toBeCloseTo(0.9);
    expect(bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(100);
    // 10 of 10: Wilson, 95 %, is 0.7225 to 1.
    const [sure] = calibrationOf(judged(Array.from({ length: 10 }, () => [0.99, true])));
    expect(sure?.low).toBeCloseTo(0.7225, 3);
    expect(sure?.high).toBeCloseTo(1, 10);
  });

  it("lift: the losses among the lowest likelihoods", () => {
    const pairs = Array.from({ length: 20 }, (_, at): [number, boolean] => [at / 20, at >= 4]);
    expect(liftOf(judged(pairs))).toEqual([
      { share: 0.1, caught: 0.5, lift: 5 },
      { share: 0.2, caught: 1, lift: 5 },
      { share: 0.3, caught: 1, lift: expect.closeTo(3.333, 2) },
    ]);
    expect(liftOf(judged([[0.5, true]]))).toEqual([]);
  });
});
