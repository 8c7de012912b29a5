import type { RetentionMeasure, RetentionTarget } from "@perennial/contract";
import { formatPercent } from "../ui/format.ts";
import type { Tone } from "../ui/tone.ts";

/** The targets of one group, by measure. */
export type Targets = Partial<Record<RetentionMeasure, RetentionTarget>>;

/** Those of the whole company, or of one value of a field. */
export function targetsOf(
  all: readonly RetentionTarget[],
  groupBy: string | null,
  group: string | null,
): Targets {
  const own = all.filter((target) => target.groupBy === groupBy && target.group === group);
  return Object.fromEntries(own.map((target) => [target.measure, target]));
}

/** Where a figure stands: great, good, or by how many points it misses good. Null without target or figure. */
export function aimOf(
  value: number | null,
  target: RetentionTarget | undefined,
): { tone: Tone; words: string } | null {
  if (value === null || !target) return null;
  if (value >= target.great) return { tone: "good", words: `great: ${formatPercent(target.great)} or more` };
  if (value >= target.good) return { tone: "good", words: `good: ${formatPercent(target.good)} or more` };
  const points = ((target.good - value) * 100).toFixed(1);
  return { tone: "bad", words: `${points} points below ${formatPercent(target.good)}` };
}
