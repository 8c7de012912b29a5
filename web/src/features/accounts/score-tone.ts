import type { Tone } from "../../ui/tone.ts";

/** The tone of a health score by the shipped ranges: at risk below 40, concerning below 70, healthy from 70. */
export function toneOfScore(score: number | null | undefined): Tone {
  if (score === null || score === undefined) return "neutral";
  if (score < 40) return "bad";
  return score < 70 ? "warn" : "good";
}
