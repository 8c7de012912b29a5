import { listMerges, type Merge } from "@perennial/contract";
import { sql } from "kysely";
import type { Db, Tx } from "../kernel/db.ts";
import { query } from "../kernel/query.ts";
import type { Kept } from "./return-rows.ts";

type MergeRow = {
  id: string;
  object: Merge["object"];
  merged_id: string;
  merged_name: string;
  survivor_id: string;
  survivor_name: string;
  field_changes: { field: string; before: never; after: never }[];
  moved: Record<string, number>;
  archived_before: string | null;
  merged_at: string;
  merged_by: string;
  unmerged_at: string | null;
  unmerged_by: string | null;
  kept: Kept[] | null;
};

/** One merge as it is stored, locked. */
export async function lockMerge(tx: Tx, id: string): Promise<MergeRow | undefined> {
  const { rows } = await sql<MergeRow>`select * from merges where id = ${id} for update`.execute(tx);
  return rows[0];
}

export async function readMerge(db: Db | Tx, id: string): Promise<Merge> {
  const { rows } = await sql<MergeRow>`select * from merges where id = ${id}`.execute(db);
  return present(rows[0] as MergeRow);
}

/** Merges, newest first. */
export const mergeList = query({
  name: "merges.list",
  permission: "merges.read",
  input: listMerges.query,
  async run({ db, input }) {
    const object = input.object ? sql`object = ${input.object}` : sql`true`;
    const record = input.recordId
      ? sql`(merged_id = ${input.recordId} or survivor_id = ${input.recordId})`
      : sql`true`;
    const { rows } = await sql<MergeRow>`
      select * from merges where ${object} and ${record} order by merged_at desc, id desc limit 500
    `.execute(db);
    return { items: rows.map(present) };
  },
});

function present(row: MergeRow): Merge {
  return {
    id: row.id,
    object: row.object,
    mergedId: row.merged_id,
    mergedName: row.merged_name,
    survivorId: row.survivor_id,
    survivorName: row.survivor_name,
    moved: row.moved,
    mergedAt: row.merged_at,
    mergedBy: row.merged_by,
    unmergedAt: row.unmerged_at,
    unmergedBy: row.unmerged_by,
    kept: row.kept,
  };
}
