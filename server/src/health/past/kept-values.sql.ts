import { sql } from "kysely";
import type { Db } from "../../kernel/db.ts";
import type { PastContext } from "../../objects/index.ts";
import { labelField, measureField, overrideField, scoreField } from "../health-columns.ts";

/** What was kept of a score of one account, as it stood at an instant. */
export type KeptValues = {
  /** Undefined where nothing of it was kept yet. */
  score: number | null | undefined;
  label: string | null;
  override: number | null;
  /** By the measure's slug, those of versions that are gone included. */
  points: ReadonlyMap<string, number | null>;
  /** The instant from which the score is kept at all; null where it never was. */
  keptFrom: string | null;
};

/** What the engine recorded of an account's score by an instant: the last change of each of its numbers. */
export async function readKeptValues(
  db: Db,
  { asOf }: PastContext,
  accountId: string,
  slug: string,
): Promise<KeptValues> {
  const prefix = measureField(slug, "");
  const { rows } = await sql<{ field: string; value: unknown; is_then: boolean; at: string }>`
    select distinct on (field) field, "new" as value, at <= ${asOf.toString()}::timestamptz as is_then,
           min(at) over (partition by field) as at
      from history
     where account_id = ${accountId} and object = 'account' and object_id = ${accountId}
       and (field in (${scoreField(slug)}, ${labelField(slug)}, ${overrideField(slug)}) or starts_with(field, ${prefix}))
     order by field, at <= ${asOf.toString()}::timestamptz desc, at desc, id desc`.execute(db);
  const then = new Map(rows.filter((row) => row.is_then).map((row) => [row.field, row.value]));
  const number = (value: unknown) => (value === null || value === undefined ? null : Number(value));
  const label = then.get(labelField(slug));
  return {
    score: then.has(scoreField(slug)) ? number(then.get(scoreField(slug))) : undefined,
    label: typeof label === "string" ? label : null,
    override: number(then.get(overrideField(slug))),
    points: new Map(
      [...then].flatMap(([field, value]): [string, number | null][] =>
        field.startsWith(prefix) ? [[field.slice(prefix.length), number(value)]] : [],
      ),
    ),
    keptFrom: rows.find((row) => row.field === scoreField(slug))?.at ?? null,
  };
}
