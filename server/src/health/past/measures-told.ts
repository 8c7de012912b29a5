import type { HealthModel } from "@perennial/contract";
import type { ScoreRow } from "../health.sql.ts";
import { pointsColumn } from "../health-columns.ts";
import { type PlacedMeasure, placedMeasures } from "../model.ts";

/** A measure whose points are kept with a back-cast. */
export type MeasureTold = { slug: string; place: string };
type OfOther = MeasureTold & { column: string };

/** The score that a measure looks at, where it looks at one. */
function otherOf({ measure: { source } }: PlacedMeasure, scores: readonly ScoreRow[]): ScoreRow | undefined {
  const slug = source.kind === "field" ? /^score:([^.]+)$/.exec(source.field)?.[1] : undefined;
  return scores.find((each) => each.slug === slug);
}

/** The measures of the scores that a model looks at, as those scores are now, with the columns of their points. */
export function measuresOfOthers(model: HealthModel, scores: readonly ScoreRow[]): OfOther[] {
  return placedMeasures(model).flatMap((each) => {
    const other = otherOf(each, scores);
    if (!other) return [];
    return placedMeasures(other.model).map(({ measure, place }) => ({
      slug: `${other.slug}/${measure.slug}`,
      place,
      column: pointsColumn(other.slug, other.numbers[measure.slug] ?? 0),
    }));
  });
}

/** The model's own measures, and those of the scores it looks at. */
export function measuresTold(model: HealthModel, scores: readonly ScoreRow[]): MeasureTold[] {
  const own = placedMeasures(model).map(({ measure, place }) => ({ slug: measure.slug, place }));
  return [...own, ...measuresOfOthers(model, scores).map(({ slug, place }) => ({ slug, place }))];
}
