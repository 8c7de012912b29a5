import { type RawBuilder, sql } from "kysely";
import type { Tx } from "../kernel/db.ts";
import {
  atSurvivor,
  columnOf,
  countedAs,
  type Hanging,
  isKeyed,
  keyOf,
  type MergeStep,
  namesOf,
  scopeOf,
  tableOf,
} from "./merge-step.ts";

/**
 * Makes the rows of the merged record the survivor's, parents first, and writes down which they were. What lies under the
 * record's id in its key is copied and then deleted, children first, so that no foreign key is ever without its parent.
 * @returns how many rows moved, by table
 */
export async function moveRows(
  tx: Tx,
  step: MergeStep,
  tables: readonly Hanging<"move">[],
): Promise<Record<string, number>> {
  const [own, references] = [tables.filter(isOwn), tables.filter((table) => !isOwn(table))];
  // While rows are copied they stand there twice: what only names the record follows when they are done.
  return { ...(await moveTogether(tx, step, own)), ...(await moveTogether(tx, step, references)) };
}

const isOwn = (table: Hanging<"move">): boolean => !table.isReference;

async function moveTogether(
  tx: Tx,
  step: MergeStep,
  tables: readonly Hanging<"move">[],
): Promise<Record<string, number>> {
  const moved: Record<string, number> = {};
  for (const table of tables) {
    const count = await writeDown(tx, step, table);
    if (count === 0) continue;
    moved[countedAs(table)] = count;
    if (isKeyed(table)) await copyToSurvivor(tx, step, table);
    else await handOver(tx, step, table);
    if (table.settle) await writeDownSettled(tx, step, table);
  }
  for (const table of tables.toReversed()) {
    if (!isKeyed(table) || !moved[countedAs(table)]) continue;
    await sql`delete from ${tableOf(table)} r where ${scopeOf(table, step.mergedId)}`.execute(tx);
  }
  return moved;
}

async function writeDown(tx: Tx, step: MergeStep, table: Hanging<"move">): Promise<number> {
  const clashing = table.settle
    ? sql`case when ${clash(step, table)} then to_jsonb(r) end`
    : sql`null::jsonb`;
  const { numAffectedRows } = await sql`
    insert into merge_rows (merge_id, table_name, column_name, key, merged_row)
    select ${step.mergeId}::uuid, ${table.table}, ${columnOf(table)}, ${keyOf(table, "r")}, ${clashing}
      from ${tableOf(table)} r where ${scopeOf(table, step.mergedId)}
  `.execute(tx);
  return Number(numAffectedRows ?? 0);
}

function clash(step: MergeStep, table: Hanging<"move">): RawBuilder<unknown> {
  return sql`exists (select from ${tableOf(table)} s where ${sql.ref(`s.${columnOf(table)}`)} = ${step.survivorId}::uuid
                       and ${sql.raw(table.settle?.when ?? "false")})`;
}

async function copyToSurvivor(tx: Tx, step: MergeStep, table: Hanging<"move">): Promise<void> {
  const values = table.shape.columns.map((name): RawBuilder<unknown> => {
    if (name === columnOf(table)) return sql`${step.survivorId}::uuid`;
    const set = table.settle?.set[name];
    const own = sql.ref(`r.${name}`);
    if (set === undefined) return own;
    const settled = set === "$now" ? sql`${step.now.toString()}::timestamptz` : sql.raw(set);
    return sql`case when ${clash(step, table)} then ${settled} else ${own} end`;
  });
  await sql`
    insert into ${tableOf(table)} (${namesOf(table.shape.columns)})
    select ${sql.join(values)} from ${tableOf(table)} r where ${scopeOf(table, step.mergedId)}
  `.execute(tx);
}

async function handOver(tx: Tx, step: MergeStep, table: Hanging<"move">): Promise<void> {
  const renames = table.renames
    ? sql`, ${sql.ref(table.renames)} = case when ${sql.ref(`r.${table.renames}`)} = ${step.mergedId}::uuid
              then ${step.survivorId}::uuid else ${sql.ref(`r.${table.renames}`)} end`
    : sql``;
  await sql`
    update ${tableOf(table)} r set ${sql.ref(columnOf(table))} = ${step.survivorId}::uuid${renames}
     where ${scopeOf(table, step.mergedId)}
  `.execute(tx);
}

async function writeDownSettled(tx: Tx, step: MergeStep, table: Hanging<"move">): Promise<void> {
  await sql`
    update merge_rows j set result_row = to_jsonb(r) from ${tableOf(table)} r
     where ${atSurvivor(step, table)} and j.merged_row is not null
  `.execute(tx);
}
