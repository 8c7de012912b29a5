import { type RawBuilder, sql } from "kysely";
import type { ObjectType } from "./object-type.ts";

/** What records are read from: their tables, or what stands for them as of an instant. */
export type RecordTables = {
  record: RawBuilder<unknown>;
  derived?: RawBuilder<unknown>;
  /** What the statement has to begin with. */
  before?: RawBuilder<unknown>;
};

/** The tables of a type, as they stand. */
export function tablesOf(type: ObjectType): RecordTables {
  return {
    record: sql.table(type.table),
    ...(type.derivedTable ? { derived: sql.table(type.derivedTable) } : {}),
  };
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

export function onDerived(type: ObjectType, record: string, derived: string): RawBuilder<unknown> {
  const pairs = derivedKeysOf(type).map(
    ([from, to]) => sql`${sql.id(derived, to)} = ${sql.id(record, from)}`,
  );
  return sql.join(pairs, sql` and `);
}

/**
 * Joins the records `r` of a statement with their derived values as `r_d`, where the type has any. Every account has its
 * row of them from the first; other records have one once something was derived.
 */
export function derivedJoin(type: ObjectType, { derived } = tablesOf(type)): RawBuilder<unknown> {
  if (!derived) return sql``;
  const join = type.placement === "account" ? sql`join` : sql`left join`;
  return sql` ${join} ${derived} r_d on ${onDerived(type, "r", "r_d")}`;
}
