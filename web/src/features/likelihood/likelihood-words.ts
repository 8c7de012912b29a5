import type { LikelihoodScores, LikelihoodVersionInFull } from "@perennial/contract";
import { formatNumber, formatPercent } from "../../ui/format.ts";
import type { Stat } from "../../ui/stat-strip.tsx";

/** A score with three digits, or a dash where there was too little to work it out. */
export function scoreText(value: number | null): string {
  return value === null ? "–" : formatNumber(value, 3);
}

/** Whether one Brier score beats another, in words; smaller is better. */
export function comparedWith(
  model: LikelihoodScores,
  other: LikelihoodScores,
): "better" | "worse" | "as good" {
  const gap = (model.brier ?? 0) - (other.brier ?? 0);
  return Math.abs(gap) < 0.0005 ? "as good" : gap < 0 ? "better" : "worse";
}

/** The numbers at the head of the page. */
export function statsOf(version: LikelihoodVersionInFull): Stat[] {
  const closed = version.renewed + version.lost;
  const overall = version.backTest?.overall;
  const rate = closed === 0 ? "none yet" : `${formatPercent(version.renewed / closed)} renewed`;
  const head: Stat[] = [
    {
      label: "Closed renewals",
      value: formatNumber(closed),
      note: `${formatNumber(version.lost)} lost · ${rate}`,
    },
    {
      label: "Open renewals judged by it",
      value: formatNumber(version.openRenewals),
      note: version.isInUse ? "in use" : "another version is in use",
    },
  ];
  if (!overall) return [...head, { label: "Back-test", value: "–", note: "too little has closed" }];
  const verdict = comparedWith(overall.model, overall.baseRate);
  return [
    ...head,
    {
      label: "Tells apart (AUC)",
      value: scoreText(overall.model.auc),
      note: "0.5 is chance, 1 is perfect",
    },
    {
      label: "Distance from the truth (Brier)",
      value: scoreText(overall.model.brier),
      tone: verdict === "worse" ? "bad" : verdict === "better" ? "good" : "neutral",
      note: `base rate ${scoreText(overall.baseRate.brier)}: ${verdict}`,
    },
  ];
}
