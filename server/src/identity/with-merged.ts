import { sql } from "kysely";
import type { Tx } from "../kernel/db.ts";
import type { Mergeable } from "./hanging-of.ts";

/** Records and all that were merged into them, at any remove. */
export async function withMerged(tx: Tx, object: Mergeable, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive found (id) as (
      select unnest(${[...ids]}::uuid[])
      union
      select m.id from merged_records m join found f on m.object = ${object} and m.survivor_id = f.id
    )
    select id from found
  `.execute(tx);
  return rows.map((row) => row.id);
}
