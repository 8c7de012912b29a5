import { describe, expect, it } from "vitest";
import { backTest, closedIn, foretold, isEnough } from "./back-test.ts";
import { contributionsBy, learn, likelihoodBy } from "./learn.ts";
import { probabilityOf } from "./logistic.ts";
import { likelihoodByPrior, priorOf } from "./prior.ts";
import type { FeatureSpec, Sample } from "./sample.ts";

const specs: FeatureSpec[] = [
  { slug: "usage", label: "Usage", kind: "number" },
  { slug: "noise", label: "Noise", kind: "number" },
  { slug: "touch", label: "Touch", kind: "category" },
];
const start = Temporal.PlainDate.from("2024-01-01");

function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Renewals spread over three years whose outcome follows their usage; three looks each. */
function madeUp(count: number, seed = 3): (Sample & { truth: number })[] {
  const random = randomOf(seed);
  return Array.from({ length: count }, (_, index) => {
    const dueOn = start.add({ days: 200 + Math.floor((index * 900) / count) });
    const usage = random() * 4 - 2;
    const truth = probabilityOf(1.2 + 1.5 * usage);
    const isRenewed = random() < truth;
    const noise = random();
    const touch = random() < 0.5 ? "high" : "low";
    return [180, 90, 30].map((daysBefore) => ({
      renewalId: `R${index}`,
      daysBefore,
      at: dueOn.subtract({ days: daysBefore }).toString(),
      knownOn: dueOn.toString(),
      isRenewed,
      human: index % 2 === 0 ? (isRenewed ? 0.8 : 0.45) : null,
      features: { usage, noise, touch },
      truth,
    }));
  }).flat();
}

describe("learning", () => {
  it("comes near the truth, and what each fact adds sums to the whole", () => {
    const samples = madeUp(800);
    const model = learn(samples, specs);
    const off = samples.map(({ features, truth }) => Math.abs(likelihoodBy(model, features) - truth));
    expect(off.reduce((sum, one) => sum + one, 0) / off.length).toBeLessThan(0.04);
    const [one] = samples;
    const added = contributionsBy(model, one?.features ?? {}).reduce((sum, part) => sum + part.logOdds, 0);
    expect(probabilityOf(model.intercept + added)).toBeCloseTo(likelihoodBy(model, one?.features ?? {}), 10);
  });

  it("takes a missing number as the usual one, and leaves out what is hardly ever known", () => {
    const samples = madeUp(200).map((sample, at) => ({
      ...sample,
      features: { ...sample.features, noise: at % 10 === 0 ? 1 : null },
    }));
    const model = learn(samples, specs);
    expect(model.terms.map((term) => term.feature)).not.toContain("noise");
    expect(model.known).toEqual([
      { feature: "usage", label: "Usage", share: 1 },
      { feature: "noise", label: "Noise", share: 0.1 },
      { feature: "touch", label: "Touch", share: 1 },
    ]);
    const usual = model.terms.find((term) => term.feature === "usage")?.mean ?? 0;
    expect(likelihoodBy(model, { usage: null, touch: "high" })).toBeCloseTo(
      likelihoodBy(model, { usage: usual, touch: "high" }),
      10,
    );
  });

  it("does not take three looks at one renewal for three renewals", () => {
    const one = madeUp(100).filter((sample) => sample.daysBefore === 30);
    const thrice = one.flatMap((sample) => [sample, sample, sample]);
    const weight = (samples: Sample[]) =>
      learn(samples, specs).terms.find((term) => term.feature === "usage")?.weight ?? 0;
    expect(weight(thrice)).toBeCloseTo(weight(one), 6);
  });
});

describe("the back-test", () => {
  it("beats the base rate where there is something to learn", () => {
    const test = backTest(madeUp(600), specs);
    expect(test?.models).toBeGreaterThan(4);
    const { model, baseRate, human } = test?.overall ?? {};
    expect(model?.auc).toBeGreaterThan(0.75);
    expect(model?.brier).toBeLessThan(baseRate?.brier ?? 0);
    expect(human?.human.count).toBe(human?.model.count);
    expect(test?.byDaysBefore.map((each) => each.daysBefore)).toEqual([180, 90, 30]);
  });

  it("finds nothing where there is nothing to find", () => {
    const random = randomOf(11);
    const shuffled = madeUp(600).map((sample) => ({
      ...sample,
      features: { usage: random(), noise: random(), touch: "high" },
    }));
    expect(Math.abs((backTest(shuffled, specs)?.overall.model.auc ?? 0) - 0.5)).toBeLessThan(0.1);
  });

  it("never looks into the future: outcomes from a day on change nothing that was judged before it", () => {
    const samples = madeUp(600);
    const day = "2025-06-01";
    const turned = samples.map((sample) =>
      sample.knownOn >= day ? { ...sample, isRenewed: !sample.isRenewed } : sample,
    );
    const given = (all: Sample[]) =>
      foretold(all, specs)
        .tested.filter((look) => look.at < day)
        .map((look) => look.likelihood);
    expect(given(samples).length).toBeGreaterThan(200);
    expect(given(turned)).toEqual(given(samples));
  });

  it("judges nothing before enough has closed", () => {
    expect(backTest(madeUp(20), specs)).toBeNull();
    expect(isEnough({ renewed: 45, lost: 9 })).toBe(false);
    expect(isEnough({ renewed: 40, lost: 10 })).toBe(true);
    const { renewed, lost } = closedIn(madeUp(40));
    expect(renewed + lost).toBe(40);
  });
});

describe("the prior", () => {
  it("is the rating's likelihood, moved by health, and the company's rate where there is no rating", () => {
    const prior = priorOf({ renewed: 8, lost: 2 });
    expect(prior.base).toBeCloseTo(0.825);
    expect(likelihoodByPrior(prior, {}, 0.45)).toBeCloseTo(0.45);
    expect(likelihoodByPrior(prior, { health: 65 }, null)).toBeCloseTo(0.825);
    expect(likelihoodByPrior(prior, { health: 90 }, 0.45)).toBeCloseTo(0.69, 2);
    expect(likelihoodByPrior(prior, { health: 20 }, 0.95)).toBeCloseTo(0.76, 2);
  });
});
