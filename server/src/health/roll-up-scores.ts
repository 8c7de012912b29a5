import type { RollUpMethod } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import type { App } from "../kernel/app.ts";
import type { OrganizationScores } from "../organizations/index.ts";
import { readScores } from "./health.sql.ts";
import { scoreColumn } from "./health-columns.ts";
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
  ids: readonly string[],
): Promise<ReadonlyMap<string, OrganizationScores>> {
  const scores = await readScores(app.db);
  if (scores.length === 0 || ids.length === 0) return new Map();
  const parts = scores.map((score) => {
    const value = sql`${sql.id("r_d", scoreColumn(score.slug))}`;
    return sql`${score.slug}::text, jsonb_build_object(
      'value', round(${methods[score.roll_up](value)}, 1), 'accounts', count(${value}))`;
  });
  const { rows } = await sql<{
    id: string;
    scores: Record<string, { value: number | null; accounts: number }>;
  }>`
    select r.organization_id as id, jsonb_build_object(${sql.join(parts)}) as scores
      from accounts r join account_derived r_d on r_d.account_id = r.id
     where r.organization_id = any(${[...ids]}::uuid[]) and r.archived_at is null
     group by r.organization_id
  `.execute(app.db);
  return new Map(
    rows.map((row) => [
      row.id,
      Object.fromEntries(
        scores.flatMap((score) => {
          const { value = null, accounts = 0 } = row.scores[score.slug] ?? {};
          const label = value === null ? null : (labelAt(score.model, value)?.value ?? null);
          return value === null ? [] : [[score.slug, { value, label, accounts }]];
        }),
      ),
    ]),
  );
}
