import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitLogistic, logOddsOf, probabilityOf } from "./logistic.ts";

/** Numbers between 0 and 1, the same each time. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe("logistic regression", () => {
  it("finds the weights that made the data", () => {
    const random = randomOf(7);
    const rows = Array.from({ length: 6000 }, () => [random() * 2 - 1, random() * 2 - 1]);
    const outcomes = rows.map(([a = 0, b = 0]) => random() < probabilityOf(0.5 + 2 * a - b));
    const fitted = fitLogistic({ rows, outcomes, counts: rows.map(() => 1), strength: 0.01 });
    expect(fitted.hasConverged).toBe(true);
    expect(fitted.intercept).toBeCloseTo(0.5, 0);
    expect(Math.abs((fitted.weights[0] ?? 0) - 2)).toBeLessThan(0.15);
    expect(Math.abs((fitted.weights[1] ?? 0) + 1)).toBeLessThan(0.15);
  });

  it("gives the share itself where there are no predictors", () => {
    const outcomes = [true, true, true, false];
    const { intercept } = fitLogistic({
      rows: outcomes.map(() => []),
      outcomes,
      counts: [1, 1, 1, 1],
      strength: 1,
    });
    expect(intercept).toBeCloseTo(logOddsOf(0.75), 6);
  });

  it("stays finite where a predictor separates the outcomes, and is drawn in by the penalty", () => {
    const rows = [[-2], [-1], [1], [2]];
    const outcomes = [false, false, true, true];
    const fit = (strength: number) =>
      fitLogistic({ rows, outcomes, counts: [1, 1, 1, 1], strength }).weights[0] ?? 0;
    expect(fit(0.01)).toBeGreaterThan(fit(1));
    expect(Number.isFinite(fit(0.01))).toBe(true);
  });

  it("counts an observation of two as the same observation twice", () => {
    const rows = [[0], [1], [2], [1]];
    const outcomes = [false, true, true, false];
    const once = fitLogistic({ rows, outcomes, counts: [1, 2, 1, 1], strength: 1 });
    const twice = fitLogistic({
      rows: [...rows, [1]],
      outcomes: [...outcomes, true],
      counts: [1, 1, 1, 1, 1],
      strength: 1,
    });
    expect(once.intercept).toBeCloseTo(twice.intercept, 8);
    expect(once.weights[0]).toBeCloseTo(twice.weights[0] ?? 0, 8);
  });

  it("leaves no slope: the gradient of the penalised loss is zero at the answer", () => {
    const observation = fc.record({
      row: fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 3, maxLength: 3 }),
      isTrue: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(observation, { minLength: 5, maxLength: 40 }), (data) => {
        const rows = data.map((one) => one.row);
        const outcomes = data.map((one) => one.isTrue);
        if (new Set(outcomes).size < 2) return;
        const { intercept, weights } = fitLogistic({
          rows,
          outcomes,
          counts: rows.map(() => 1),
          strength: 1,
        });
        const residuals = rows.map(
          (row, at) =>
            (outcomes[at] ? 1 : 0) -
            probabilityOf(
              intercept + row.reduce((sum, value, place) => sum + value * (weights[place] ?? 0), 0),
            ),
        );
        expect(residuals.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 5);
        for (const [place, weight] of weights.entries()) {
          const slope = rows.reduce((sum, row, at) => sum + (row[place] ?? 0) * (residuals[at] ?? 0), 0);
          expect(slope).toBeCloseTo(weight, 5);
        }
      }),
    );
  });
});
