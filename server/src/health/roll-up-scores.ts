import type { RollUpMethod } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import type { OrganizationScores } from "../organizations/index.ts";
import { readScores } from "./health.sql.ts";
import { startOfTrend } from "./health-changes.sql.ts";
import { scoreColumn, scoreField } from "./health-columns.ts";
import { labelAt } from "./model.ts";

/** By ARR as long as any of the accounts with a score has some; else each account counts the same. */
const methods: Record<RollUpMethod, (value: RawBuilder<unknown>) => RawBuilder<unknown>> = {
  "arr-weighted": (value) => sql`coalesce(
    sum(${value} * r_d.arr) filter (where r_d.arr > 0) / sum(r_d.arr) filter (where r_d.arr > 0 and ${value} is not null),
    avg(${value}))`,
  worst: (value) => sql`min(${value})`,
  mean: (value) => sql`avg(${value})`,
};

/** The scores of organizations: of their accounts that are not archived and have one. */
export async function rollUpScores(
  app: App,
  ctx: Context,
  ids: readonly string[],
): Promise<{ primary: string | undefined; byOrganization: ReadonlyMap<string, OrganizationScores> }> {
  const scores = await readScores(app.db);
  const primary = scores.find((score) => score.is_primary)?.slug;
  if (scores.length === 0 || ids.length === 0) return { primary, byOrganization: new Map() };
  const parts = scores.map((score) => {
    const value = sql`${sql.id("r_d", scoreColumn(score.slug))}`;
    const before = sql`(past.scores ->> ${scoreField(score.slug)})::numeric`;
    const method = methods[score.roll_up];
    // Of the same accounts, by the ARR they have now: what it tells is their health, not who came or grew.
    const stayed = sql`case when ${before} is not null then ${value} end`;
    const earlier = sql`case when ${value} is not null then ${before} end`;
    return sql`${score.slug}::text, jsonb_build_object(
      'value', round(${method(value)}, 1), 'accounts', count(${value}),
      'change30d', round(${method(stayed)} - ${method(earlier)}, 1))`;
  });
  const { rows } = await sql<{
    id: string;
    scores: Record<string, { value: number | null; accounts: number; change30d: number | null }>;
  }>`
    select r.organization_id as id, jsonb_build_object(${sql.join(parts)}) as scores
      from accounts r join account_derived r_d on r_d.account_id = r.id
      left join lateral (
        select jsonb_object_agg(h.field, h."new") as scores from (
          select distinct on (field) field, "new" from history
           where account_id = r.id and object = 'account' and object_id = r.id and at <= ${startOfTrend(ctx)}::timestamptz
             and field = any(${scores.map((score) => scoreField(score.slug))}::text[])
           order by field, at desc, id desc) h) past on true
     where r.organization_id = any(${[...ids]}::uuid[]) and r.archived_at is null
     group by r.organization_id
  `.execute(app.db);
  const byOrganization = new Map(
    rows.map((row) => [
      row.id,
      Object.fromEntries(
        scores.flatMap((score) => {
          const { value = null, accounts = 0, change30d = null } = row.scores[score.slug] ?? {};
          const label = value === null ? null : (labelAt(score.model, value)?.value ?? null);
          return value === null ? [] : [[score.slug, { value, label, accounts, change30d }]];
        }),
      ),
    ]),
  );
  return { primary, byOrganization };
}
