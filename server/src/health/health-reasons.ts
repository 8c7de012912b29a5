import type { HealthMeasure, Reason } from "@perennial/contract";
import type { Variant } from "./model.ts";
import type { ScoredPart } from "./score.ts";

/** A group or a measure as a reason: its points, its weight and what it adds. */
export function reasonOfPart(part: ScoredPart): Reason {
  return {
    label: part.name,
    points: part.points === null ? null : rounded(part.points),
    weightPct: rounded(part.share * 100),
    contribution: part.points === null ? null : rounded(part.points * part.share),
  };
}

/** What becomes of a measure without data. */
export const missingNote = {
  "leave-out": "No data: left out, the other weights make up for it",
  poor: "No data: counts as poor (0)",
  neutral: "No data: counts as neutral (50)",
  withhold: "No data: the score is withheld",
};

/** Which of several models applies, and why. */
export function whyModel(variant: Variant | undefined, nameOf: (slug: string) => string): string {
  if (!variant || variant.segment === null)
    return "the model for everybody else: in no segment with a model of its own";
  return `the model “${variant.name}”: in the segment ${nameOf(`segment:${variant.segment}`)}`;
}

/** The score that a measure looks at. */
export function scoreRead({ source }: HealthMeasure): string | undefined {
  return source.kind === "field" ? /^score:([^.]+)$/.exec(source.field)?.[1] : undefined;
}

export function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
