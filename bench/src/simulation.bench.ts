import { defaultSettings, type SimulatedRenewal, simulate } from "@perennial/contract/forecasting";
import { asMs, type Figure, timed } from "./measure.ts";

const renewals = 5_000;
const trials = 10_000;

/**
 * The simulation of 5,000 renewals in 10,000 trials, correlated within owner, segment and region, in one thread. Its limit
 * is a plain loop over as many draws of the engine's own generator, which knows no correlation and cannot be repeated.
 */
export async function benchSimulation(): Promise<Figure> {
  const book = Array.from({ length: renewals }, (_, at): SimulatedRenewal => {
    const groups = { owner: `owner ${at % 40}`, segment: `segment ${at % 3}`, region: `region ${at % 5}` };
    return {
      key: `renewal ${at}`,
      likelihood: 0.5 + (at % 49) / 100,
      amountMinor: 100_000 + at * 917,
      groups,
    };
  });
  simulate(book, { ...defaultSettings, trials: 200 });
  const measured = await timed(async () => simulate(book, { ...defaultSettings, trials }).result());
  const limit = await timed(async () => plainLoop(book));
  if (!(measured.result.p10 < limit.result && limit.result < measured.result.p90)) {
    throw new Error("The plain loop's mean does not lie in the simulated range.");
  }
  return {
    work: `simulation: ${renewals.toLocaleString("en")} renewals × ${trials.toLocaleString("en")} trials in one thread`,
    measured: asMs(measured.ms),
    limit: `${asMs(limit.ms)} for a plain loop of independent draws`,
    ratio: `${(measured.ms / limit.ms).toFixed(1)}×`,
    mustReach: "2 s",
  };
}

/** The mean total of independent draws. */
function plainLoop(book: readonly SimulatedRenewal[]): number {
  const chances = Float64Array.from(book, (renewal) => renewal.likelihood);
  const amounts = Float64Array.from(book, (renewal) => renewal.amountMinor);
  let sum = 0;
  for (let trial = 0; trial < trials; trial += 1) {
    for (let at = 0; at < chances.length; at += 1) {
      if (Math.random() < (chances[at] as number)) sum += amounts[at] as number;
    }
  }
  return sum / trials;
}
