import type { HealthOverride } from "@perennial/contract";
import { sql } from "kysely";
import type { Db, Tx } from "../kernel/db.ts";

/** What people said the scores of an account are, newest first. */
export async function readOverrides(db: Db | Tx, accountId: string): Promise<HealthOverride[]> {
  const { rows } = await sql<HealthOverride>`
    select o.id, s.slug as score, o.value::float8 as value, reason, expires_on as "expiresOn", given_at as "givenAt",
           given_by_name as "givenBy", ended_at as "endedAt", ended_by_name as "endedBy"
      from health_overrides o join health_scores s on s.id = o.score_id
     where o.account_id = ${accountId} order by given_at desc, o.id desc limit 200
  `.execute(db);
  return rows;
}

/** The one that stands today, if any. */
export function standingOverride(
  overrides: readonly HealthOverride[],
  score: string,
  today: Temporal.PlainDate,
): HealthOverride | undefined {
  return overrides.find(
    (each) => each.score === score && each.endedAt === null && each.expiresOn >= today.toString(),
  );
}
