import { type RawBuilder, sql } from "kysely";
import type { HangingTable } from "./hanging-tables.ts";
import type { TableShape } from "./table-shape.ts";

/** One merge while its rows move: from the merged record to the survivor, or back. */
export type MergeStep = { mergeId: string; mergedId: string; survivorId: string; now: Temporal.Instant };

export type Hanging<T extends HangingTable["treatment"] = HangingTable["treatment"]> = Extract<
  HangingTable,
  { treatment: T }
> & { shape: TableShape };

export const columnOf = (hanging: HangingTable): string => hanging.column ?? "account_id";
/** Whether the record's id is part of the key: such rows move by insert and delete, as a spread schema demands. */
export const isKeyed = (hanging: Hanging): boolean => hanging.shape.key.includes(columnOf(hanging));

/** What names a row apart from whose it is, and from the account it lies below where it is known without. */
export function keyOf(hanging: Hanging, alias: string): RawBuilder<unknown> {
  const { key, isIdentified } = hanging.shape;
  const parts = key
    .filter((name) => name !== columnOf(hanging) && !(name === "account_id" && isIdentified))
    .flatMap((name) => [sql.lit(name), sql.ref(`${alias}.${name}`)]);
  return sql`jsonb_build_object(${sql.join(parts)})`;
}

export const tableOf = (hanging: Hanging): RawBuilder<unknown> => sql.table(hanging.table);

/** The rows `r` that hang on a record. */
export function scopeOf(hanging: Hanging, id: string): RawBuilder<unknown> {
  const where = hanging.where === undefined ? sql`` : sql` and ${sql.raw(hanging.where)}`;
  return sql`${sql.ref(`r.${columnOf(hanging)}`)} = ${id}::uuid${where}`;
}

/** What is written down of a table's rows in a merge; `j` is the entry. */
export const entriesOf = (step: MergeStep, hanging: Hanging): RawBuilder<unknown> =>
  sql`j.merge_id = ${step.mergeId}::uuid and j.table_name = ${hanging.table} and j.column_name = ${columnOf(hanging)}`;

/** Rows `r` at the survivor that are written down as `j`. */
export const atSurvivor = (step: MergeStep, hanging: Hanging): RawBuilder<unknown> =>
  sql`${entriesOf(step, hanging)} and ${sql.ref(`r.${columnOf(hanging)}`)} = ${step.survivorId}::uuid and j.key = ${keyOf(hanging, "r")}`;

/** How what moved is counted: by table, of a trait by its column. */
export const countedAs = (hanging: Hanging<"move">): string =>
  hanging.isReference ? `${hanging.table}.${columnOf(hanging)}` : hanging.table;

export const namesOf = (columns: readonly string[]): RawBuilder<unknown> =>
  sql.join(columns.map((name) => sql.ref(name)));
