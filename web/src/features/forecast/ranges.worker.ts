import {
  type ForecastRenewal,
  levelRanges,
  type OwnedLevel,
  type SimulationResult,
} from "@perennial/contract/forecasting";

export type RangesQuestion = { renewals: readonly ForecastRenewal[]; levels: readonly OwnedLevel[] };
export type RangesAnswer = ReadonlyMap<string, SimulationResult>;

addEventListener("message", ({ data }: MessageEvent<RangesQuestion>) => {
  postMessage(levelRanges(data.renewals, data.levels) satisfies RangesAnswer);
});
