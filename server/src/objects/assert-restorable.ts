import { sql } from "kysely";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { followMerges } from "./follow-merges.ts";
import type { ObjectType } from "./object-type.ts";

/** @throws Problem `conflict` for a record that was merged into another, or whose data was erased */
export async function assertRestorable(tx: Tx, type: ObjectType, id: string): Promise<void> {
  const label = type.label.toLowerCase();
  if ((await followMerges(tx, type.slug, [id])).size > 0) {
    throw problem("conflict", `This ${label} was merged into another. Undo the merge to have it back.`);
  }
  const { rows } = await sql`select from erasures where object = ${type.slug} and id = ${id}`.execute(tx);
  if (rows.length > 0) throw problem("conflict", `This ${label} was erased. Nothing is left to bring back.`);
}
