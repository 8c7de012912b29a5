import type { HealthBackTest, HealthModel } from "@perennial/contract";
import type { MeasureTold } from "./measures-told.ts";

/** A renewal that ended, or an account in a quarter, with what the model said of the account so many days before. */
export type Ended = {
  accountId: string;
  name: string;
  renewalId: string | null;
  on: string;
  arr: string;
  currency: string;
  isChurned: boolean;
  /** Null: the account had no score then. */
  said: { value: number; label: string | null; points: Readonly<Record<string, number>> } | null;
};
type Look = HealthBackTest["looks"][number];

/** Measures of a green account that were as poor as this, or poorer, would have told. */
const poor = 50;

/** Judges what was said by what came. The worst label is a warning, the best one is green. */
export function judge(
  model: HealthModel,
  daysBefore: number,
  ended: readonly Ended[],
  told: readonly MeasureTold[],
): Look {
  const judged = ended.flatMap(({ said, ...each }) => (said ? [{ ...each, ...said }] : []));
  const worst = model.labels[0]?.value;
  const best = model.labels.at(-1)?.value;
  const churned = judged.filter((each) => each.isChurned);
  const flagged = judged.filter((each) => each.label === worst);
  const flaggedChurned = flagged.filter((each) => each.isChurned).length;
  const precision = ratio(flaggedChurned, flagged.length);
  const baseRate = ratio(churned.length, judged.length);
  const measures = told.map(({ slug, place }) => {
    const known = judged.flatMap(({ points, isChurned }) => {
      const value = points[slug];
      return value === undefined ? [] : [{ value, isChurned }];
    });
    const of = (isChurned: boolean) => known.filter((each) => each.isChurned === isChurned);
    return {
      slug,
      place,
      judged: known.length,
      auc: areaUnderCurve(known),
      meanChurned: mean(of(true)),
      meanStayed: mean(of(false)),
    };
  });
  return {
    daysBefore,
    judged: judged.length,
    churned: churned.length,
    withoutScore: ended.length - judged.length,
    flagged: flagged.length,
    flaggedChurned,
    precision,
    recall: ratio(flaggedChurned, churned.length),
    lift: precision === null || !baseRate ? null : precision / baseRate,
    auc: areaUnderCurve(judged),
    calibration: byTens(judged),
    measures,
    greenChurned: churned
      .filter((each) => each.label === best)
      .map(({ accountId, name, renewalId, on, arr, currency, value, points }) => ({
        ...{ accountId, name, renewalId, on, arr, currency, value },
        wouldHaveCaught: told
          .flatMap(({ slug, place }) => {
            const own = points[slug];
            return own === undefined || own > poor ? [] : [{ place, points: own }];
          })
          .sort((a, b) => a.points - b.points),
      }))
      .sort((a, b) => Number(b.arr) - Number(a.arr)),
  };
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function mean(told: readonly { value: number }[]): number | null {
  return told.length === 0 ? null : told.reduce((sum, each) => sum + each.value, 0) / told.length;
}

/**
 * The chance that of one that churned and one that renewed, the one that churned had the lower score; those equal count half
 * (Mann–Whitney). Null where only one kind is there.
 */
export function areaUnderCurve(told: readonly { value: number; isChurned: boolean }[]): number | null {
  const sorted = [...told].sort((a, b) => b.value - a.value);
  let rank = 0;
  let sum = 0;
  for (const tied of Map.groupBy(sorted, (each) => each.value).values()) {
    sum += tied.filter((each) => each.isChurned).length * (rank + (tied.length + 1) / 2);
    rank += tied.length;
  }
  const churned = told.filter((each) => each.isChurned).length;
  const others = told.length - churned;
  return churned === 0 || others === 0 ? null : (sum - (churned * (churned + 1)) / 2) / (churned * others);
}

function byTens(judged: readonly { value: number; isChurned: boolean }[]): Look["calibration"] {
  return Array.from({ length: 10 }, (_, at) => {
    const inside = judged.filter(({ value }) => Math.min(9, Math.floor(value / 10)) === at);
    const churned = inside.filter((each) => each.isChurned).length;
    return { from: at * 10, to: at * 10 + 10, count: inside.length, churned };
  });
}
