import { type HealthTrend, healthTrend } from "@perennial/contract";
import { sql } from "kysely";
import { query } from "../kernel/query.ts";
import { contextAsOf } from "../objects/index.ts";
import { readScore, readScores, type ScoreRow } from "./health.sql.ts";
import { labelField, measureField, overrideField, scoreField } from "./health-columns.ts";
import { labelAt, placedMeasures } from "./model.ts";

type Change = { at: string; field: string; old: number | null; new: number | null };
type Cause = HealthTrend["items"][number]["causes"][number];

/**
 * Every change of an account's score, oldest first, each with the measures whose points moved in the same recompute; where one
 * of them is another score, with what moved that.
 */
export const readHealthTrend = query({
  name: "health-scores.trend",
  permission: "health-scores.read",
  input: healthTrend.params.and(healthTrend.query),
  async run({ db, ctx, input: { slug, accountId, from, to, asOf } }): Promise<HealthTrend> {
    const score = await readScore(db, slug);
    const lookedAt = scoresLookedAt(score);
    const below = (await readScores(db)).filter((each) => [...lookedAt.values()].includes(each.slug));
    const then = contextAsOf(ctx, asOf).asOf?.toString() ?? null;
    const prefixes = [score, ...below].map((each) => measureField(each.slug, ""));
    const { rows } = await sql<Change>`
      select at, field, old, new from history
       where account_id = ${accountId} and object = 'account' and object_id = ${accountId}
         and (field in (${scoreField(score.slug)}, ${overrideField(score.slug)})
              or exists (select from unnest(${prefixes}::text[]) p where starts_with(field, p)))
         and field <> ${labelField(score.slug)}
         and (${from ?? null}::timestamptz is null or at >= ${from ?? null}::timestamptz)
         and (${to ?? null}::timestamptz is null or at <= ${to ?? null}::timestamptz)
         and (${then}::timestamptz is null or at <= ${then}::timestamptz)
       order by at, id
    `.execute(db);
    const together = Map.groupBy(rows, (row) => row.at);
    const items = rows
      .filter((row) => row.field === scoreField(score.slug))
      .map((row) => ({
        at: row.at,
        value: row.new,
        previous: row.old,
        label: row.new === null ? null : (labelAt(score.model, row.new)?.value ?? null),
        causes: causesOf(score, together.get(row.at) ?? []).map((cause) => {
          const other = below.find((each) => each.slug === lookedAt.get(cause.measure));
          const moved = other ? causesOf(other, together.get(row.at) ?? []) : [];
          return moved.length > 0 ? { ...cause, below: moved } : cause;
        }),
      }));
    return { items, nextCursor: null };
  },
});

/** The measures of a model that are other scores, with those scores’ slugs. */
function scoresLookedAt({ model }: ScoreRow): ReadonlyMap<string, string> {
  return new Map(
    placedMeasures(model).flatMap(({ measure: { slug, source } }): [string, string][] =>
      source.kind === "field" && source.field.startsWith("score:")
        ? [[slug, source.field.slice("score:".length)]]
        : [],
    ),
  );
}

/** What moved a score in one recompute: its measures, and what a person said. */
function causesOf(score: ScoreRow, changes: readonly Change[]): Cause[] {
  const prefix = measureField(score.slug, "");
  const names = new Map(placedMeasures(score.model).map(({ measure }) => [measure.slug, measure.name]));
  return changes.flatMap(({ field, old, new: now }): Cause[] => {
    if (field === overrideField(score.slug))
      return [{ measure: "override", name: "A person’s value", from: old, to: now }];
    if (!field.startsWith(prefix)) return [];
    const measure = field.slice(prefix.length);
    return [{ measure, name: names.get(measure) ?? measure, from: old, to: now }];
  });
}
