import { type RawBuilder, sql } from "kysely";
import type { Json } from "../kernel/command.ts";
import type { Db, Tx } from "../kernel/db.ts";
import type { Catalog } from "./catalog.ts";
import { type ExternalId, externalIdsOf } from "./external-ids.ts";
import type { Field } from "./field.ts";
import type { ObjectType } from "./object-type.ts";
import { valuesOf } from "./record-columns.ts";

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

/** Reads records by id, in the order asked; ids without a record are left out. Two statements in all. */
export async function readRecords(
  db: Db | Tx,
  catalog: Catalog,
  type: ObjectType,
  ids: readonly string[],
): Promise<StoredRecord[]> {
  if (ids.length === 0) return [];
  const fields = [...catalog.fieldsOf(type.slug).values()];
  const derived = type.derivedTable
    ? sql` left join ${sql.table(type.derivedTable)} d on ${onDerived(type, "r", "d")}`
    : sql``;
  const columns = type.derivedTable ? sql`d.*, r.*` : sql`r.*`;
  const { rows } = await sql<Record<string, unknown>>`
    select ${columns} from ${sql.table(type.table)} r${derived} where r.id = any(${[...ids]}::uuid[])
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

/** The pairs of columns (record, derived) on which a type's table of derived values is joined. */
export function derivedKeysOf(type: ObjectType): readonly (readonly [string, string])[] {
  if (type.placement === "account") return [["id", "account_id"]];
  const own = ["id", "id"] as const;
  return type.placement === "below-account" ? [["account_id", "account_id"], own] : [own];
}

/** The column of a type's table of derived values that holds the record's id. */
export function derivedIdOf(type: ObjectType): string {
  return type.placement === "account" ? "account_id" : "id";
}

function onDerived(type: ObjectType, record: string, derived: string): RawBuilder<unknown> {
  const pairs = derivedKeysOf(type).map(
    ([from, to]) => sql`${sql.id(derived, to)} = ${sql.id(record, from)}`,
  );
  return sql.join(pairs, sql` and `);
}

/**
 * Joins the records `r` of a statement with their derived values as `r_d`, where the type has any. Every account has its
 * row of them from the first; other records have one once something was derived.
 */
export function derivedJoin(type: ObjectType): RawBuilder<unknown> {
  if (!type.derivedTable) return sql``;
  const join = type.placement === "account" ? sql`join` : sql`left join`;
  return sql` ${join} ${sql.table(type.derivedTable)} r_d on ${onDerived(type, "r", "r_d")}`;
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
