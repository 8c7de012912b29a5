import { sql } from "kysely";
import type { Tx } from "../kernel/db.ts";
import type { Mergeable } from "./hanging-of.ts";

/**
 * The records that brought the external ids of a source, also those that were merged into others since: an id that a merge
 * moved still tells of the record it came with, never of the survivor.
 */
export async function bringersOf(tx: Tx, object: string, source: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct coalesce((
             select m.merged_id from merge_rows j join merges m on m.id = j.merge_id
              where j.table_name = 'external_ids' and m.object = e.object
                and j.key = jsonb_build_object('object', e.object, 'source', e.source, 'external_id', e.external_id)
              order by m.id limit 1), e.object_id) as id
      from external_ids e where e.object = ${object} and e.source = ${source}
  `.execute(tx);
  return rows.map((row) => row.id);
}

/** Merges that stand, by which something from outside hangs on one of these records now. */
export async function mergesFromOutside(
  tx: Tx,
  object: Mergeable,
  ids: readonly string[],
): Promise<{ merged: string; survivor: string }[]> {
  const { rows } = await sql<{ merged: string; survivor: string }>`
    select merged_name as merged, survivor_name as survivor from merges
     where object = ${object} and unmerged_at is null
       and survivor_id = any(${[...ids]}::uuid[]) and not (merged_id = any(${[...ids]}::uuid[]))
  `.execute(tx);
  return rows;
}

/** Forgets the merges of records that are removed altogether. */
export async function forgetMerges(tx: Tx, object: Mergeable, ids: readonly string[]): Promise<void> {
  const gone = sql`any(${[...ids]}::uuid[])`;
  await sql`
    delete from merge_rows j using merges m
     where m.id = j.merge_id and m.object = ${object} and (m.merged_id = ${gone} or m.survivor_id = ${gone})
  `.execute(tx);
  await sql`delete from merges where object = ${object} and (merged_id = ${gone} or survivor_id = ${gone})`.execute(
    tx,
  );
  await sql`delete from merged_records where object = ${object} and (id = ${gone} or survivor_id = ${gone})`.execute(
    tx,
  );
  await sql`delete from distinct_records where object = ${object} and (first_id = ${gone} or second_id = ${gone})`.execute(
    tx,
  );
}
