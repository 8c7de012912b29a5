import { sql } from "kysely";
import type { Tx } from "../../kernel/db.ts";
import { isId } from "../../kernel/ids.ts";
import { followMerges } from "../../objects/index.ts";

/** How a contact or an organization is named from outside. A plain text is an id or an external id. */
export type LinkedReference = string | { externalId?: string; email?: string; name?: string };
export type FoundLink = { id: string } | { problem: string };

/** Where a kind of record is found: its table, and the column of what people call it. */
export type LinkedPlace = { object: string; table: string; way: "email" | "name" };

type Row = { way: string; text: string; id: string };

/** Finds the record behind each reference, set-wise. What is unknown or ambiguous is a problem, never a guess. */
export async function findLinked(
  tx: Tx,
  { object, table, way }: LinkedPlace,
  references: readonly LinkedReference[],
): Promise<FoundLink[]> {
  const wanted = references.map((reference): { way: string; text: string } => {
    if (typeof reference === "string") {
      const text = reference.trim();
      return isId(text) ? { way: "id", text: text.toLowerCase() } : { way: "external id", text };
    }
    if (reference.externalId) return { way: "external id", text: reference.externalId.trim() };
    return { way, text: (reference[way] ?? "").trim().toLowerCase() };
  });
  const textsOf = (asked: string) => wanted.flatMap((each) => (each.way === asked ? [each.text] : []));
  const { rows } = await sql<Row>`
    select 'id' as way, id::text as text, id from ${sql.table(table)} where id = any(${textsOf("id")}::uuid[])
    union
    select 'external id', external_id, object_id from external_ids
     where object = ${object} and external_id = any(${textsOf("external id")}::text[])
    union
    select ${way}::text, lower(${sql.ref(way)}), id from ${sql.table(table)}
     where lower(${sql.ref(way)}) = any(${textsOf(way)}::text[]) and archived_at is null
  `.execute(tx);
  const survivors = await followMerges(
    tx,
    object,
    rows.map((row) => row.id),
  );
  const found = Map.groupBy(rows, (row) => `${row.way} ${row.text}`);
  return wanted.map((each): FoundLink => {
    const named = `the ${each.way === "email" ? "e-mail" : each.way} “${each.text.slice(0, 80)}”`;
    const ids = new Set(
      (found.get(`${each.way} ${each.text}`) ?? []).map(({ id }) => survivors.get(id) ?? id),
    );
    const [id] = ids;
    if (id === undefined) return { problem: `there is no ${object} with ${named}` };
    if (ids.size === 1) return { id };
    return { problem: `${ids.size} ${object}s have ${named}: name one by its id` };
  });
}
