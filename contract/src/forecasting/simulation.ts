import { normalCdf, normalQuantile } from "./normal.ts";
import { seedOf, uniforms, warmUp } from "./random.ts";

/** What renewals may have in common beyond their likelihoods: a good or bad quarter of one owner, segment or region. */
export const sharedBy = ["owner", "segment", "region"] as const;
export type SharedBy = (typeof sharedBy)[number];

export type SimulatedRenewal = {
  /** Its draws go by this: a renewal keeps them whatever else is in the simulation. */
  key: string;
  /** 0 to 1. */
  likelihood: number;
  /** ARR if it renews, in minor units (whole numbers). */
  amountMinor: number;
  /** Null shares nothing. */
  groups: Readonly<Record<SharedBy, string | null>>;
};

export type SimulationSettings = {
  trials: number;
  seed: string;
  /** How much of what moves a renewal it shares with others of its owner, segment, region; each 0 or more, together below 1. */
  correlations: Readonly<Record<SharedBy, number>>;
};

/** Two renewals of one owner, segment and region are correlated by the three together. An assumption, stated and editable. */
export const defaultSettings: SimulationSettings = {
  trials: 10_000,
  seed: "perennial",
  correlations: { owner: 0.05, segment: 0.05, region: 0.05 },
};

export type SimulationResult = {
  trials: number;
  /** ARR retained, in minor units. */
  p10: number;
  p50: number;
  p90: number;
  mean: number;
};

export type Simulation = {
  /** What each trial retains. Simulations of other renewals by the same settings add up, trial by trial. */
  readonly totals: Float64Array;
  result(): SimulationResult;
  /** The share of trials that retain at least this much (minor units). */
  probabilityOf(targetMinor: number): number;
  /** Puts another likelihood or amount in the place of one renewal's; the same as a new simulation with it, to the unit. */
  replace(renewal: SimulatedRenewal, by: SimulatedRenewal): void;
};

/**
 * Monte Carlo with a Gaussian copula of one factor for each owner, segment and region. A renewal renews where
 *   Σ √ρₖ·Zₖ + √(1 − Σρₖ)·ε  <  Φ⁻¹(likelihood),   Zₖ and ε standard normal,
 * so that it renews with its likelihood and is correlated by Σρₖ with those it shares groups with (Li, On Default
 * Correlation: A Copula Function Approach, 2000). Given the Zₖ this is a uniform number below a conditional probability,
 * which a table gives. Each renewal and each group has a stream of random numbers of its own, named by seed and key: the
 * order of renewals does not matter, one can be replaced without drawing the others anew, and scenarios differ by what was
 * changed and not by chance. Amounts are whole minor units, whose sums are exact (below 2⁵³).
 * @throws RangeError where the correlations do not fit together
 */
export function simulate(
  renewals: Iterable<SimulatedRenewal>,
  settings: SimulationSettings = defaultSettings,
): Simulation {
  const { trials, seed, correlations } = settings;
  const shares = sharedBy.map((by) => correlations[by]);
  if (shares.some((share) => !(share >= 0)) || shares.reduce((sum, share) => sum + share, 0) >= 1) {
    throw new RangeError("Correlations are zero or more, and together below one.");
  }
  const totals = new Float64Array(trials);
  const none = new Float64Array(trials);
  const factors = new Map<string, Float64Array>();
  const factorOf = (by: SharedBy, group: string): Float64Array => {
    const name = `${seed} ${by} ${group}`;
    const found = factors.get(name) ?? normals(name, trials);
    factors.set(name, found);
    return found;
  };

  const add = (renewal: SimulatedRenewal, sign: 1 | -1): void => {
    const amount = sign * renewal.amountMinor;
    if (amount === 0 || renewal.likelihood <= 0) return;
    if (renewal.likelihood >= 1) {
      for (let trial = 0; trial < trials; trial += 1) totals[trial] = (totals[trial] ?? 0) + amount;
      return;
    }
    let own = 1;
    const common = sharedBy.map((by) => {
      const group = renewal.groups[by];
      const share = group === null ? 0 : correlations[by];
      own -= share;
      return group === null || share === 0
        ? { factor: none, share: 0 }
        : { factor: factorOf(by, group), share };
    });
    const scale = stepsPerUnit / Math.sqrt(own);
    const [first, second, third] = common.map((each) => ({ ...each, load: Math.sqrt(each.share) * scale }));
    if (!first || !second || !third) return;
    addTrials(totals, {
      seed: `${seed} renewal ${renewal.key}`,
      start: normalQuantile(renewal.likelihood) * scale + middle,
      factors: [first.factor, second.factor, third.factor],
      loads: [first.load, second.load, third.load],
      amount,
    });
  };
  for (const renewal of renewals) add(renewal, 1);

  return {
    totals,
    result: () => resultOf(totals),
    probabilityOf(targetMinor) {
      let reached = 0;
      for (const total of totals) if (total >= targetMinor) reached += 1;
      return trials === 0 ? 0 : reached / trials;
    },
    replace(renewal, by) {
      add(renewal, -1);
      add(by, 1);
    },
  };
}

/** The range of trials. */
export function resultOf(totals: Float64Array): SimulationResult {
  const trials = totals.length;
  const sorted = Float64Array.from(totals).sort();
  const mean = totals.reduce((sum, total) => sum + total, 0) / Math.max(trials, 1);
  return {
    trials,
    p10: quantileOf(sorted, 0.1),
    p50: quantileOf(sorted, 0.5),
    p90: quantileOf(sorted, 0.9),
    mean: Math.round(mean),
  };
}

type Trials = {
  seed: string;
  /** Where the table is read before the shared factors move it. */
  start: number;
  factors: readonly [Float64Array, Float64Array, Float64Array];
  loads: readonly [number, number, number];
  amount: number;
};

/** The inner loop, once for each renewal and trial. The generator of random.ts stands written out here: a call would cost more than the rest. */
function addTrials(totals: Float64Array, { seed, start, factors, loads, amount }: Trials): void {
  const [f1, f2, f3] = factors;
  const [l1, l2, l3] = loads;
  const count = totals.length;
  let { a, b, c } = seedOf(seed);
  let counter = 1;
  for (let trial = -warmUp; trial < count; trial += 1) {
    const draw = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + draw) | 0;
    if (trial < 0) continue;
    let place = start - l1 * (f1[trial] as number) - l2 * (f2[trial] as number) - l3 * (f3[trial] as number);
    if (place < 0) place = 0;
    else if (place > lastStep) place = lastStep;
    const step = place | 0;
    const low = table[step] as number;
    const chance = low + (place - step) * ((table[step + 1] as number) - low);
    if (draw >>> 0 < chance) totals[trial] = (totals[trial] as number) + amount;
  }
}

/** Standard normal numbers, rounded so far that engines whose logarithms differ in the last bit agree. */
function normals(name: string, count: number): Float64Array {
  return Float64Array.from(uniforms(name, count), (draw) => {
    const value = normalQuantile((draw + 0.5) / 2 ** 32);
    return Math.round(value * 2 ** 24) / 2 ** 24;
  });
}

// Φ from −9 to 9 in steps of 1/256, times 2³² in whole numbers; read with a straight line between, it is off by less than
// one in a million.
const stepsPerUnit = 256;
const reach = 9;
const middle = reach * stepsPerUnit;
const lastStep = 2 * middle;
const table = Float64Array.from({ length: lastStep + 2 }, (_, step) =>
  Math.round(normalCdf(Math.min(step - middle, middle) / stepsPerUnit) * 2 ** 32),
);

/** The quantile of sorted values, straight between neighbours (type 7 of Hyndman and Fan, 1996), in whole units. */
function quantileOf(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const low = sorted[Math.floor(place)] ?? 0;
  const high = sorted[Math.ceil(place)] ?? low;
  return Math.round(low + (place - Math.floor(place)) * (high - low));
}
