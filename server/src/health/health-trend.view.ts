import { type HealthTrend, healthTrend } from "@perennial/contract";
import { sql } from "kysely";
import { query } from "../kernel/query.ts";
import { readScore } from "./health.sql.ts";
import { labelField, measureField, overrideField, scoreField } from "./health-columns.ts";
import { labelAt, placedMeasures } from "./model.ts";

type Change = { at: string; field: string; old: number | null; new: number | null };

/** Every change of an account's score, oldest first, each with the measures whose points moved in the same recompute. */
export const readHealthTrend = query({
  name: "health-scores.trend",
  permission: "health-scores.read",
  input: healthTrend.params.and(healthTrend.query),
  async run({ db, input: { slug, accountId, from, to } }): Promise<HealthTrend> {
    const score = await readScore(db, slug);
    const prefix = measureField(score.slug, "");
    const { rows } = await sql<Change>`
      select at, field, old, new from history
       where account_id = ${accountId} and object = 'account' and object_id = ${accountId}
         and (field in (${scoreField(score.slug)}, ${overrideField(score.slug)}) or starts_with(field, ${prefix}))
         and field <> ${labelField(score.slug)}
         and (${from ?? null}::timestamptz is null or at >= ${from ?? null}::timestamptz)
         and (${to ?? null}::timestamptz is null or at <= ${to ?? null}::timestamptz)
       order by at, id
    `.execute(db);
    const names = new Map(placedMeasures(score.model).map(({ measure }) => [measure.slug, measure.name]));
    const causes = new Map<string, HealthTrend["items"][number]["causes"]>();
    for (const { at, field, old, new: now } of rows) {
      const isSaid = field === overrideField(score.slug);
      if (!isSaid && !field.startsWith(prefix)) continue;
      const measure = isSaid ? "override" : field.slice(prefix.length);
      const ofInstant = causes.get(at) ?? [];
      ofInstant.push({
        measure,
        name: isSaid ? "A person’s value" : (names.get(measure) ?? measure),
        from: old,
        to: now,
      });
      causes.set(at, ofInstant);
    }
    const items = rows
      .filter((row) => row.field === scoreField(score.slug))
      .map((row) => ({
        at: row.at,
        value: row.new,
        previous: row.old,
        label: row.new === null ? null : (labelAt(score.model, row.new)?.value ?? null),
        causes: causes.get(row.at) ?? [],
      }));
    return { items, nextCursor: null };
  },
});
