import {
  defaultSettings,
  resultOf,
  type SimulationResult,
  type SimulationSettings,
  simulate,
} from "./simulation.ts";
import { type ForecastRenewal, simulated } from "./what-if.ts";

/** A level of a hierarchy by who owns the renewals on it. */
export type OwnedLevel = {
  readonly key: string;
  readonly ownerIds: readonly string[];
  /** Renewals without an owner are among them. */
  readonly hasNobody: boolean;
};

/**
 * The range of every level, by its key. Each owner's renewals are drawn once and added up by trial, so that levels fit together:
 * the same as a simulation of each level by itself, to the unit.
 */
export function levelRanges(
  renewals: readonly ForecastRenewal[],
  levels: readonly OwnedLevel[],
  settings: SimulationSettings = defaultSettings,
): Map<string, SimulationResult> {
  const drawn = new Map(
    [...Map.groupBy(renewals, ({ groups }) => groups.owner)].map(([owner, own]) => [
      owner,
      simulate(own.map(simulated), settings).totals,
    ]),
  );
  return new Map(
    levels.map(({ key, ownerIds, hasNobody }) => {
      const sum = new Float64Array(settings.trials);
      for (const owner of [...ownerIds, ...(hasNobody ? [null] : [])]) {
        drawn.get(owner)?.forEach((total, trial) => {
          sum[trial] = (sum[trial] ?? 0) + total;
        });
      }
      return [key, resultOf(sum)];
    }),
  );
}
