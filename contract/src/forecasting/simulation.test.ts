import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalCdf, normalQuantile } from "./normal.ts";
import { uniforms } from "./random.ts";
import { defaultSettings, type SimulatedRenewal, simulate } from "./simulation.ts";

const alone = { owner: null, segment: null, region: null };
const of = (
  count: number,
  likelihood: number,
  groups: SimulatedRenewal["groups"] = alone,
): SimulatedRenewal[] =>
  Array.from({ length: count }, (_, at) => ({ key: `R${at}`, likelihood, amountMinor: 100, groups }));

describe("the normal distribution", () => {
  it("agrees with tables, and its two functions undo one another", () => {
    expect(normalCdf(0)).toBeCloseTo(0.5, 14);
    expect(normalCdf(1.959963984540054)).toBeCloseTo(0.975, 12);
    expect(normalCdf(-8)).toBeCloseTo(6.22096057427178e-16, 22);
    expect(normalQuantile(0.9)).toBeCloseTo(1.2815515655446004, 12);
    expect(normalQuantile(1e-10)).toBeCloseTo(-6.361340902404056, 9);
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }), (p) => {
        expect(Math.abs(normalCdf(normalQuantile(p)) - p)).toBeLessThan(1e-12);
      }),
    );
  });
});

describe("random numbers", () => {
  it("are the same for the same text, spread evenly, and not those of another text", () => {
    expect([...uniforms("a", 3)]).toEqual([...uniforms("a", 5)].slice(0, 3));
    const [one, other] = [uniforms("perennial renewal 1", 50_000), uniforms("perennial renewal 2", 50_000)];
    const mean = one.reduce((sum, draw) => sum + draw, 0) / one.length / 2 ** 32;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.005);
    const together = one.reduce(
      (sum, draw, at) => sum + (draw / 2 ** 32 - 0.5) * ((other[at] ?? 0) / 2 ** 32 - 0.5),
      0,
    );
    expect(Math.abs((12 * together) / one.length)).toBeLessThan(0.02);
  });
});

describe("the simulation", () => {
  it("without correlation is the binomial distribution", () => {
    const simulation = simulate(of(100, 0.8));
    const { p10, p50, p90, mean, trials } = simulation.result();
    expect(trials).toBe(10_000);
    // Binomial(100, 0.8): mean 80, deviation 4; its 10 % and 90 % quantiles are 75 and 85.
    expect([p10, p50, p90]).toEqual([7500, 8000, 8500]);
    expect(Math.abs(mean - 8000)).toBeLessThan(15);
    expect(Math.abs(simulation.probabilityOf(8000) - 0.559)).toBeLessThan(0.02);
  });

  it("with correlation keeps the mean and widens the range as the factor says", () => {
    const wide = simulate(of(200, 0.8, { owner: "A", segment: null, region: null }), {
      ...defaultSettings,
      correlations: { owner: 0.2, segment: 0, region: 0 },
    }).result();
    const narrow = simulate(of(200, 0.8)).result();
    expect(Math.abs(wide.mean - 16_000)).toBeLessThan(100);
    // Vasicek's limit: the 10 % quantile of the share is Φ((Φ⁻¹(0.8) − √0.2·Φ⁻¹(0.9)) / √0.8) = 0.62.
    const limit = normalCdf((normalQuantile(0.8) - Math.sqrt(0.2) * normalQuantile(0.9)) / Math.sqrt(0.8));
    expect(Math.abs(wide.p10 / 20_000 - limit)).toBeLessThan(0.015);
    expect(wide.p90 - wide.p10).toBeGreaterThan(3 * (narrow.p90 - narrow.p10));
  });

  it("is the same for the same seed, whatever the order, and another for another seed", () => {
    const renewals = of(50, 0.7, { owner: "A", segment: "S", region: "R" }).map((renewal, at) => ({
      ...renewal,
      likelihood: 0.3 + at / 100,
      amountMinor: 1 + at * 12_345,
    }));
    const once = simulate(renewals).result();
    expect(simulate([...renewals].reverse()).result()).toEqual(once);
    expect(simulate(renewals, { ...defaultSettings, seed: "other" }).result()).not.toEqual(once);
    // The figures themselves are part of the promise: what was reported can be made again by a later release.
    expect(once).toEqual({
      trials: 10_000,
      p10: 6_282_386,
      p50: 9_709_370,
      p90: 12_542_555,
      mean: 9_525_075,
    });
  });

  it("replaces one renewal as if it had been there from the first", () => {
    const likelihood = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        likelihood,
        likelihood,
        fc.integer({ min: 0, max: 10 ** 9 }),
        (before, after, amountMinor) => {
          const settings = { ...defaultSettings, trials: 300 };
          const others = of(5, 0.6, { owner: "A", segment: null, region: "R" });
          const one = { key: "X", likelihood: before, amountMinor, groups: { ...alone, owner: "A" } };
          const next = { ...one, likelihood: after };
          const simulation = simulate([...others, one], settings);
          simulation.replace(one, next);
          expect(simulation.result()).toEqual(simulate([...others, next], settings).result());
        },
      ),
    );
  });

  it("takes what is certain as certain, and refuses correlations that do not fit", () => {
    const certain = [...of(2, 1), { key: "lost", likelihood: 0, amountMinor: 900, groups: alone }];
    expect(simulate(certain).result()).toMatchObject({ p10: 200, p50: 200, p90: 200, mean: 200 });
    expect(simulate([]).result()).toMatchObject({ p10: 0, mean: 0 });
    const correlations = { owner: 0.5, segment: 0.5, region: 0 };
    expect(() => simulate(certain, { ...defaultSettings, correlations })).toThrow("together below one");
  });
});
