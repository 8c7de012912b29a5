import { type HealthScore, listHealthScores } from "@perennial/contract";
import { useMemo } from "react";
import { useCall } from "./query.ts";

type Label = HealthScore["model"]["labels"][number];

/** The label of a score by its slug and value, as the company's own model draws the lines; none while withheld. */
export type LabelOfScore = (slug: string, value: number | null | undefined) => Label | undefined;

type ScoreLabels = {
  labelOf: LabelOfScore;
  /** The slug of the primary score. */
  primary: string | undefined;
  /** The worst label of the primary score, with the value it ends below. */
  lowest: { label: string; to: number } | undefined;
};

/** Reads the labels of every health score. */
export function useScoreLabels(): ScoreLabels {
  const scores = useCall(listHealthScores, {}, { live: ["health-score"] });
  return useMemo(() => {
    const items = scores.data?.items ?? [];
    const labels = new Map(items.map((score) => [score.slug, score.model.labels]));
    const primary = items.find((score) => score.isPrimary) ?? items[0];
    const [worst, next] = primary?.model.labels ?? [];
    return {
      labelOf: (slug, value) =>
        value === null || value === undefined
          ? undefined
          : (labels.get(slug) ?? []).filter((label) => value >= label.from).at(-1),
      primary: primary?.slug,
      lowest: worst && { label: worst.label, to: next?.from ?? 100 },
    };
  }, [scores.data]);
}
