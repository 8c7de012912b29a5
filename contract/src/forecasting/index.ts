export {
  decimalOfMinor,
  forecastRenewals,
  type LikelihoodBasis,
  minorOf,
  suppositionsOf,
} from "./from-api.ts";
export { levelRanges, type OwnedLevel } from "./level-ranges.ts";
export {
  defaultSettings,
  type SimulatedRenewal,
  type Simulation,
  type SimulationResult,
  type SimulationSettings,
  simulate,
} from "./simulation.ts";
export {
  type Decisive,
  dueIn,
  type ForecastRenewal,
  isSameDraw,
  mostDecisive,
  type Outlook,
  outlookOf,
  type Supposition,
  simulated,
  suppose,
} from "./what-if.ts";
