import { sql } from "kysely";
import type { Tx } from "../kernel/db.ts";
import { columnTypeOf, type Field } from "./field.ts";
import type { ObjectType } from "./object-type.ts";

const plainName = /^[a-z][a-z0-9_]{0,62}$/;

/**
 * Adds the column of a field that a definition brings, in the definition's own transaction. A new nullable
 * column needs no rewrite; the lock it takes is waited for briefly, so that nobody queues behind it, and the
 * command is run again when it was not had.
 */
export async function addColumn(tx: Tx, table: string, field: Pick<Field, "type" | "column">): Promise<void> {
  assertPlainName(field.column.name);
  await sql`set local lock_timeout = '1500ms'`.execute(tx);
  await sql`
    alter table ${sql.table(table)} add column if not exists ${sql.id(field.column.name)} ${sql.raw(columnTypeOf(field.type))}
  `.execute(tx);
}

/** Adds several columns with one lock; for derived values, whose types the engine gives. */
export async function addColumns(
  tx: Tx,
  table: string,
  columns: readonly { name: string; type: string }[],
): Promise<void> {
  if (columns.length === 0) return;
  for (const column of columns) assertPlainName(column.name);
  await sql`set local lock_timeout = '1500ms'`.execute(tx);
  const parts = columns.map(
    (column) => sql`add column if not exists ${sql.id(column.name)} ${sql.raw(column.type)}`,
  );
  await sql`alter table ${sql.table(table)} ${sql.join(parts)}`.execute(tx);
}

function assertPlainName(name: string): void {
  if (!plainName.test(name)) throw new RangeError(`not a column name we make: ${name}`);
}

/** Drops the column of a field that was removed for good; the lock is waited for as {@link addColumn} does. */
export async function dropColumn(tx: Tx, table: string, name: string): Promise<void> {
  assertPlainName(name);
  await sql`set local lock_timeout = '1500ms'`.execute(tx);
  await sql`alter table ${sql.table(table)} drop column if exists ${sql.id(name)}`.execute(tx);
}

/**
 * Makes the table of a kind of record, in its definition's own transaction. Nobody waits for it.
 * @param place whether its records lie below accounts, else the column of the record they belong to, where it is one
 */
export async function createRecordTable(
  tx: Tx,
  table: string,
  { placement, column }: { placement: ObjectType["placement"]; column?: string },
): Promise<void> {
  assertPlainName(table);
  const isBelow = placement === "below-account";
  await sql`
    create table ${sql.table(table)} (
      ${isBelow ? sql`account_id uuid not null,` : sql``}
      id uuid not null,
      ${column === undefined ? sql`` : sql`${sql.id(column)} uuid not null,`}
      name text,
      created_at timestamptz not null,
      updated_at timestamptz not null,
      archived_at timestamptz
    )
  `.execute(tx);
  const key = isBelow ? sql`account_id, id` : sql`id`;
  await sql`
    alter table ${sql.table(table)} add constraint ${sql.id(`${table}_pkey`)} primary key (${key})
  `.execute(tx);
  const indexed = isBelow ? "id" : column;
  if (indexed === undefined) return;
  await sql`create index ${sql.id(`${table}_${indexed}`)} on ${sql.table(table)} (${sql.id(indexed)})`.execute(
    tx,
  );
}
