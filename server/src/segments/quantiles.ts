import { type RawBuilder, sql } from "kysely";
import type { Context } from "../kernel/context.ts";
import type { Db, Tx } from "../kernel/db.ts";
import type { Field } from "../objects/index.ts";
import { membershipColumn } from "./membership-column.ts";
import type { SegmentRow } from "./segments.sql.ts";

/** Fewer accounts with a value give no percentiles, as they give no baseline. */
export const fewestAccounts = 5;

const hundredths = Array.from({ length: 101 }, (_, index) => index / 100);

/** Keeps of each number its values at every hundredth of the segment's accounts, from the least to the greatest. */
export async function insertQuantiles(
  tx: Tx,
  ctx: Pick<Context, "now">,
  segment: Pick<SegmentRow, "id" | "slug">,
  fields: readonly Field[],
): Promise<void> {
  await sql`
    insert into segment_quantiles (segment_id, field, quantiles, account_count, computed_at)
    select ${segment.id}::uuid, v.field,
           percentile_cont(${sql.lit(`{${hundredths.join(",")}}`)}::float8[]) within group (order by v.value)::numeric[],
           count(*), ${ctx.now.toString()}::timestamptz
      from ${numbersOf(fields)}
     where r.archived_at is null and v.value is not null and ${sql.id("r_d", membershipColumn(segment.slug))}
     group by v.field having count(*) >= ${fewestAccounts}
  `.execute(tx);
}

/** Every number of every account, as rows `v (field, value)` beside `r` and `r_d`. */
export function numbersOf(fields: readonly Field[]): RawBuilder<unknown> {
  const values = sql.join(
    fields.map((field) => sql`(${field.slug}::text, ${sql.id("r_d", field.column.name)}::numeric)`),
  );
  return sql`accounts r join account_derived r_d on r_d.account_id = r.id
             cross join lateral (values ${values}) as v (field, value)`;
}

/** What is usual of a number in a segment. Numbers are exact decimals. */
export type UsualNumber = {
  baseline?: { median: string; spread: string };
  /** 101 values, least first. */
  quantiles?: readonly string[];
};
/** By the number's field and the segment's slug. */
export type Usual = ReadonlyMap<string, ReadonlyMap<string, UsualNumber>>;

/** What is usual of these numbers, as it was worked out last. */
export async function readUsual(db: Db | Tx, fields: readonly string[]): Promise<Usual> {
  if (fields.length === 0) return new Map();
  const { rows } = await sql<
    { field: string; slug: string; median: string | null; spread: string | null } & {
      quantiles: string[] | null;
    }
  >`
    select field, s.slug, b.median::text, b.spread::text, q.quantiles::text[] as quantiles
      from segment_baselines b full join segment_quantiles q using (segment_id, field)
           join segments s on s.id = segment_id
     where field = any(${[...fields]}::text[])
  `.execute(db);
  const usual = new Map<string, Map<string, UsualNumber>>();
  for (const { field, slug, median, spread, quantiles } of rows) {
    const ofField = usual.get(field) ?? new Map<string, UsualNumber>();
    usual.set(field, ofField);
    ofField.set(slug, {
      ...(median !== null && spread !== null ? { baseline: { median, spread } } : {}),
      ...(quantiles ? { quantiles } : {}),
    });
  }
  return usual;
}
