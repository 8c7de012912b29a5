import { sql } from "kysely";
import type { Json } from "../kernel/command.ts";
import type { Db, Tx } from "../kernel/db.ts";
import type { Catalog } from "./catalog.ts";
import { type ExternalId, externalIdsOf } from "./external-ids.ts";
import type { Field } from "./field.ts";
import type { ObjectType } from "./object-type.ts";
import { valuesOf } from "./record-columns.ts";
import { onDerived, tablesOf } from "./record-tables.ts";

/** A record with every value it has, by field slug. */
export type StoredRecord = {
  id: string;
  accountId: string | null;
  externalIds: ExternalId[];
  createdAt: string;
  updatedAt: string;
  archivedAt: string | null;
  values: Record<string, Json>;
};

/**
 * Reads records by id, in the order asked; ids without a record are left out. Two statements in all.
 * @param tables where from; as they stand if left out
 */
export async function readRecords(
  db: Db | Tx,
  catalog: Catalog,
  type: ObjectType,
  ids: readonly string[],
  tables = tablesOf(type),
): Promise<StoredRecord[]> {
  if (ids.length === 0) return [];
  const fields = [...catalog.fieldsOf(type.slug).values()];
  const derived = tables.derived
    ? sql` left join ${tables.derived} d on ${onDerived(type, "r", "d")}`
    : sql``;
  const columns = tables.derived ? sql`d.*, r.*` : sql`r.*`;
  const { rows } = await sql<Record<string, unknown>>`
    select ${columns} from ${tables.record} r${derived} where r.id = any(${[...ids]}::uuid[])
  `.execute(db);
  const externalIds = await externalIdsOf(db, type.slug, ids);
  const byId = new Map(rows.map((row) => [String(row.id), row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (!row) return [];
    return [
      {
        id,
        accountId: type.placement === "account" ? id : ((row.account_id as string | undefined) ?? null),
        externalIds: externalIds.get(id) ?? [],
        createdAt: String(row.created_at),
        updatedAt: String(row.updated_at),
        archivedAt: (row.archived_at as string | null) ?? null,
        values: shownValues(valuesOf(row, fields), fields),
      },
    ];
  });
}

const numberTypes = new Set(["number", "percentage"]);

/** Numbers as JSON numbers where that loses nothing; money and long decimals stay exact text. */
function shownValues(values: Record<string, Json>, fields: readonly Field[]): Record<string, Json> {
  for (const field of fields) {
    const value = values[field.slug];
    if (typeof value !== "string" || !numberTypes.has(field.type)) continue;
    const number = Number(value);
    if (value.replace(/^-/, "").replace(".", "").length <= 15) values[field.slug] = number;
  }
  return values;
}
