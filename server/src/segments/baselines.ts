import { type RawBuilder, sql } from "kysely";
import { type App, systemContext } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { contributions } from "../kernel/slice.ts";
import { catalogOf, type Field, type FieldBaselines, raiseDefinitionVersion } from "../objects/index.ts";
import { membershipColumn } from "./membership-column.ts";
import { fewestAccounts, insertQuantiles, numbersOf } from "./quantiles.ts";
import { readSegments, type SegmentRow } from "./segments.sql.ts";

declare module "../kernel/slice.ts" {
  interface SliceContributions {
    /** Which accounts are healthy, over `r_d`; nothing where no score says so. */
    healthyAccounts: readonly ((db: Db | Tx) => Promise<RawBuilder<unknown> | undefined>)[];
  }
}

/** The spread is as wide as one standard deviation where values are normally distributed: 1 / Φ⁻¹(¾). */
const robust = 1.4826;

/** Numbers of accounts that have baselines: the values of metrics, without those of their windows before. */
function baselineFields(fields: Iterable<Field>): Field[] {
  return [...fields].filter((field) => /^metric:[^.]+$/.test(field.slug));
}

/**
 * Works out anew what is usual in every segment of accounts: of each metric the median among the healthy, 1.4826 × the
 * median distance from it (MAD), and how its values lie among all. Rules and health scores know it from here on.
 */
export async function refreshBaselines(app: App): Promise<void> {
  const ctx = await systemContext(app, "segments");
  await app.db.transaction().execute(async (tx) => {
    const fields = baselineFields((await catalogOf(app, tx)).fieldsOf("account").values());
    const [healthy] = await Promise.all(contributions(app, "healthyAccounts").map((read) => read(tx)));
    const segments = (await readSegments(tx)).filter((segment) => segment.object === "account");
    await sql`delete from segment_baselines`.execute(tx);
    await sql`delete from segment_quantiles`.execute(tx);
    for (const segment of fields.length > 0 ? segments : []) {
      await insertQuantiles(tx, ctx, segment, fields);
      if (healthy) await insertBaselines(tx, ctx, segment, fields, healthy);
    }
    await raiseDefinitionVersion(tx);
  });
}

async function insertBaselines(
  tx: Tx,
  ctx: Context,
  segment: SegmentRow,
  fields: readonly Field[],
  healthy: RawBuilder<unknown>,
): Promise<void> {
  await sql`
    with numbers as (
      select v.field, v.value
        from ${numbersOf(fields)}
       where r.archived_at is null and v.value is not null
         and ${sql.id("r_d", membershipColumn(segment.slug))} and ${healthy}),
    middles as (
      select field, percentile_cont(0.5) within group (order by value)::numeric as median, count(*) as accounts
        from numbers group by field having count(*) >= ${fewestAccounts})
    insert into segment_baselines (segment_id, field, median, spread, account_count, computed_at)
    select ${segment.id}::uuid, m.field, m.median,
           ${robust}::numeric * percentile_cont(0.5) within group (order by abs(n.value - m.median))::numeric,
           m.accounts, ${ctx.now.toString()}::timestamptz
      from middles m join numbers n on n.field = m.field group by m.field, m.median, m.accounts
  `.execute(tx);
}

/** The baselines of every field that has them, by field and segment, as rules ask for deviations from them. */
export const accountBaselines: FieldBaselines = {
  of: "account",
  async read(db, fields) {
    const rows = await db
      .selectFrom("segment_baselines as b")
      .innerJoin("segments as s", "s.id", "b.segment_id")
      .select(["s.slug", "b.field", "b.median", "b.spread"])
      .execute();
    const byField = Map.groupBy(rows, (row) => row.field);
    return new Map(
      baselineFields(fields).map((field) => [
        field.slug,
        Object.fromEntries(
          (byField.get(field.slug) ?? []).map(({ slug, median, spread }) => [slug, { median, spread }]),
        ),
      ]),
    );
  },
};
