import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import { readScores } from "./health.sql.ts";
import { scoreColumn, scoreField } from "./health-columns.ts";

/** Over how many days a change of a score is told. */
const trendDays = 30;

/** The instant from which a change is told. */
export function startOfTrend(ctx: Context): string {
  return ctx.now.subtract({ hours: 24 * trendDays }).toString();
}

/** How far the primary score of accounts has moved; those without one now or then are left out. */
export async function readHealthChanges(
  app: App,
  ctx: Context,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const primary = (await readScores(app.db)).find((score) => score.is_primary);
  if (!primary || ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; change: number }>`
    select d.account_id as id, (d.${sql.id(scoreColumn(primary.slug))} - (h."new" #>> '{}')::numeric)::float8 as change
      from account_derived d
      join (
        select distinct on (account_id) account_id, "new" from history
         where account_id = any(${[...ids]}::uuid[]) and object = 'account' and object_id = account_id
           and field = ${scoreField(primary.slug)} and at <= ${startOfTrend(ctx)}::timestamptz
         order by account_id, at desc, id desc) h on h.account_id = d.account_id
     where d.account_id = any(${[...ids]}::uuid[])
       and d.${sql.id(scoreColumn(primary.slug))} is not null and jsonb_typeof(h."new") = 'number'
  `.execute(app.db);
  return new Map(rows.map((row) => [row.id, row.change]));
}
