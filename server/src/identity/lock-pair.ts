import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import type { Mergeable } from "./hanging-of.ts";
import { type Pair, readPair } from "./merge-fields.ts";

const tables: Record<Mergeable, string> = { account: "accounts", contact: "contacts" };

/**
 * Locks and reads two records that are to become one.
 * @throws Problem `invalid-input` for one record given twice, `not-found`, `conflict` for one that was merged or archived
 */
export async function lockPair(
  app: App,
  tx: Tx,
  object: Mergeable,
  survivorId: string,
  mergedId: string,
): Promise<Pair> {
  if (survivorId === mergedId) throw problem("invalid-input", `Name two different ${object}s.`);
  await sql`
    select id from ${sql.table(tables[object])} where id in (${survivorId}, ${mergedId}) order by id for update
  `.execute(tx);
  const { survivor, merged } = await readPair(app, tx, object, survivorId, mergedId);
  if (!survivor || !merged) {
    throw problem("not-found", `There is no ${object} with the id ${survivor ? mergedId : survivorId}.`);
  }
  const { rows } = await sql<{ id: string }>`
    select id from merged_records where object = ${object} and id in (${survivorId}, ${mergedId})
  `.execute(tx);
  if (rows.length > 0) {
    const which = rows[0]?.id === survivorId ? "the survivor" : "the record to merge";
    throw problem("conflict", `This cannot be merged: ${which} was merged into another already.`);
  }
  if (survivor.archivedAt !== null) {
    throw problem("conflict", "The survivor is archived. Restore it first, or let the other one survive.");
  }
  return { survivor, merged };
}
