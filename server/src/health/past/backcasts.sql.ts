import type { HealthBackcast, HealthModel } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import type { Db, Tx } from "../../kernel/db.ts";
import { problem } from "../../kernel/errors.ts";

export type BackcastRow = HealthBackcast & { model: HealthModel };

const rowsWhere = (where: RawBuilder<unknown>) => sql<BackcastRow>`
  select b.id, s.slug as score, b.name, b.version, b.from_on as "from", b.to_on as "to", b.step, b.status,
         b.days_done as "daysDone", b.days_total as "daysTotal", b.error, b.requested_at as "requestedAt",
         b.requested_by_name as "requestedBy", b.finished_at as "finishedAt", b.model
    from health_backcasts b join health_scores s on s.id = b.score_id
   where ${where} order by b.requested_at desc, b.id desc limit 100`;

export async function readBackcasts(db: Db | Tx, scoreId: string): Promise<BackcastRow[]> {
  return (await rowsWhere(sql`b.score_id = ${scoreId}::uuid`).execute(db)).rows;
}

/** @throws Problem `not-found` */
export async function readBackcast(db: Db | Tx, id: string): Promise<BackcastRow> {
  const [row] = (await rowsWhere(sql`b.id = ${id}::uuid`).execute(db)).rows;
  if (!row) throw problem("not-found", "There is no such back-cast.");
  return row;
}

/** As the API shows it: the model is read with the score's versions. */
export function presentBackcast({ model, ...shown }: BackcastRow): HealthBackcast {
  return shown;
}

/** How many accounts would have had each label on each day. */
export async function readDays(db: Db, id: string) {
  const { rows } = await sql<{ on: string; labels: { label: string | null; accounts: number }[] }>`
    select "on", jsonb_agg(jsonb_build_object('label', label, 'accounts', accounts)) as labels
      from (select "on", label, count(*) as accounts from health_backcast_values
             where backcast_id = ${id}::uuid group by 1, 2) counted
     group by 1 order by 1
  `.execute(db);
  return rows;
}
