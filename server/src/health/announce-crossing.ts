import type { Announce, Difference } from "../engine/index.ts";
import type { DomainEvent, Json } from "../kernel/command.ts";
import type { ScoreRow } from "./health.sql.ts";
import { measureField, scoreField } from "./health-columns.ts";
import { placedMeasures } from "./model.ts";

/** `score.crossed` where the label changed, with the measures that moved it, the heaviest first. */
export async function announceCrossing(
  score: ScoreRow,
  { differences, together }: Parameters<Announce>[0],
): Promise<{ events: DomainEvent[] }> {
  const ofAccount = Map.groupBy(together, (each) => each.accountId);
  const events = differences.map(({ accountId, old, new: label }): DomainEvent => {
    const moved = ofAccount.get(accountId) ?? [];
    const value = moved.find((each) => each.slug === scoreField(score.slug));
    return {
      name: "score.crossed",
      object: "health-score",
      objectId: score.id,
      accountId,
      payload: {
        score: score.slug,
        name: score.name,
        from: old,
        to: label,
        previous: value?.old ?? null,
        value: value?.new ?? null,
        causes: causesOf(score, moved),
      },
    };
  });
  return { events };
}

function causesOf(score: ScoreRow, moved: readonly Difference[]): Json[] {
  return placedMeasures(score.model)
    .flatMap(({ measure, share }) => {
      const points = moved.find((each) => each.slug === measureField(score.slug, measure.slug));
      if (!points) return [];
      const { source } = measure;
      const seen = source.kind === "field" ? moved.find((each) => each.slug === source.field) : undefined;
      const cause = {
        measure: measure.slug,
        name: measure.name,
        from: points.old,
        to: points.new,
        ...(seen ? { seenBefore: seen.old, seen: seen.new } : {}),
      };
      return [{ cause, weight: share * Math.abs(Number(points.new ?? 0) - Number(points.old ?? 0)) }];
    })
    .sort((a, b) => b.weight - a.weight)
    .map(({ cause }) => cause);
}
