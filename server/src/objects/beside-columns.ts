import { sql } from "kysely";
import type { Change, Json } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Db, Tx } from "../kernel/db.ts";
import type { ObjectType, RecordWrite } from "./object-type.ts";
import { isPast } from "./past/past.ts";
import { recordsThen } from "./past/past-tables.ts";

/**
 * Columns of a record's own table that are no fields: lists, JSON, links that rules and views do not ask for. They are
 * sent beside the fields (as extras, by these slugs) and written by `afterWrite`.
 */
export type BesideColumns = Readonly<
  Record<string, { column: string; type: "jsonb" | "uuid" | "uuid[]" | "text" }>
>;

/** Writes what was sent for these columns where it differs. @returns what changed, for history and events */
export async function writeBesideColumns(
  tx: Tx,
  type: ObjectType,
  columns: BesideColumns,
  writes: readonly RecordWrite[],
): Promise<Change[]> {
  const touched = writes.filter((write) =>
    Object.keys(columns).some((slug) => write.extras[slug] !== undefined),
  );
  if (touched.length === 0) return [];
  const before = await readBesideColumns(
    tx,
    type,
    columns,
    touched.map((write) => write.id),
  );
  const changes: Change[] = [];
  for (const write of touched) {
    const sets = Object.entries(columns).flatMap(([slug, { column, type: columnType }]) => {
      const value = write.extras[slug] as Json | undefined;
      const old = before.get(write.id)?.[slug] ?? null;
      if (value === undefined || JSON.stringify(value) === JSON.stringify(old)) return [];
      // Arrays go in as PostgreSQL arrays, JSON as text: the driver would take both for the former.
      const bound = columnType === "jsonb" && value !== null ? JSON.stringify(value) : value;
      const isKept = write.isNew && value === null;
      if (!isKept)
        changes.push({
          object: type.slug,
          objectId: write.id,
          accountId: write.accountId,
          field: slug,
          old,
          new: value,
        });
      return [sql`${sql.id(column)} = ${bound}::${sql.raw(columnType)}`];
    });
    if (sets.length === 0) continue;
    await sql`
      update ${sql.table(type.table)} set ${sql.join(sets)} where account_id = ${write.accountId} and id = ${write.id}
    `.execute(tx);
  }
  return changes;
}

/** The values of these columns, by record id and slug, as a context reads them: as they stand, or as they were at its instant. */
export async function readBesideColumns(
  db: Db | Tx,
  type: ObjectType,
  columns: BesideColumns,
  ids: readonly string[],
  ctx?: Context,
): Promise<Map<string, Record<string, Json>>> {
  if (ids.length === 0) return new Map();
  const beside = Object.entries(columns).map(([slug, { column }]) => ({ slug, column: { name: column } }));
  const kept = [...type.builtIns, ...beside];
  const from = ctx && isPast(ctx) ? sql`(${recordsThen(ctx, type, kept, ids)})` : sql.table(type.table);
  const list = sql.join(
    Object.entries(columns).map(([slug, { column }]) => sql`${sql.id(column)} as ${sql.id(slug)}`),
  );
  const { rows } = await sql<Record<string, Json>>`
    select id, ${list} from ${from} r where id = any(${[...ids]}::uuid[])
  `.execute(db);
  return new Map(rows.map((row) => [String(row.id), row]));
}
