import { sql } from "kysely";
import type { Db, Tx } from "../kernel/db.ts";

const mergeable: ReadonlySet<string> = new Set(["account", "contact"]);

/**
 * The survivors of records that were merged into others, by the old id; ids that stand for themselves are absent.
 * A survivor that was merged in turn is followed to the last.
 */
export async function followMerges(
  db: Db | Tx,
  object: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const survivors = new Map<string, string>();
  if (!mergeable.has(object)) return survivors;
  let open = [...new Set(ids)];
  while (open.length > 0) {
    const { rows } = await sql<{ id: string; survivor_id: string }>`
      select id, survivor_id from merged_records where object = ${object} and id = any(${open}::uuid[])
    `.execute(db);
    for (const row of rows) survivors.set(row.id, row.survivor_id);
    open = rows.map((row) => row.survivor_id).filter((id) => !survivors.has(id));
  }
  for (const id of survivors.keys()) {
    let last = id;
    for (let next = survivors.get(last); next !== undefined; next = survivors.get(last)) last = next;
    survivors.set(id, last);
  }
  return survivors;
}
