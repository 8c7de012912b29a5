import { type RawBuilder, sql } from "kysely";
import type { NodeSource, SourceNode } from "../engine/index.ts";
import { readScores, type ScoreRow } from "./health.sql.ts";
import { overrideColumn, overrideField } from "./health-columns.ts";

/** What people say the scores are, for as long as that stands: one column for each score. */
export const overrideNodes: NodeSource = async (db) => {
  const scores = await readScores(db);
  return scores.length === 0 ? [] : [nodeOf(scores)];
};

function nodeOf(scores: readonly ScoreRow[]): SourceNode {
  return {
    kind: "source",
    key: "health-overrides",
    reads: [],
    columns: scores.map(({ slug, name }) => ({
      name: overrideColumn(slug),
      field: {
        slug: overrideField(slug),
        label: `${name}, said by a person`,
        group: "Health",
        type: "number",
        description: "What a person of ours says the score is, until it expires",
      },
      isTracked: true,
    })),
    select: ({ scope, ctx }) => selectOverrides(scores, scope, ctx.today),
  };
}

function selectOverrides(
  scores: readonly ScoreRow[],
  scope: RawBuilder<unknown>,
  today: Temporal.PlainDate,
): RawBuilder<unknown> {
  const columns = scores.map(
    ({ id, slug }) =>
      sql`max(value) filter (where score_id = ${sql.lit(id)}::uuid) as ${sql.id(overrideColumn(slug))}`,
  );
  return sql`
    select account_id, ${sql.join(columns)} from health_overrides
     where account_id = ${scope} and ended_at is null and expires_on >= ${today.toString()}::date
     group by account_id`;
}
