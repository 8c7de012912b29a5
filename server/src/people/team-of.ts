import { sql } from "kysely";
import type { Db, Tx } from "../kernel/db.ts";

/** Whom “my team” means: everybody with the same team, and who reports to the teammate over any number of steps. */
export async function readTeamOf(db: Db | Tx, teammateId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive reports as (
      select id from teammates where id::text = ${teammateId}
      union select t.id from teammates t join reports r on t.manager_id = r.id)
    select id from reports
    union select t.id from teammates t join teammates me on me.team = t.team where me.id::text = ${teammateId}
  `.execute(db);
  return rows.map((row) => row.id);
}
