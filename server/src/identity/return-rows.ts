import { type RawBuilder, sql } from "kysely";
import type { Tx } from "../kernel/db.ts";
import {
  atSurvivor,
  columnOf,
  entriesOf,
  type Hanging,
  isKeyed,
  keyOf,
  type MergeStep,
  namesOf,
  tableOf,
} from "./merge-step.ts";

/** What an unmerge leaves at the survivor. */
export type Kept = { what: string; why: string };

/**
 * Gives rows back to the record they came from, as they are now: what was edited since stays edited. What was added since
 * below a returning row (a task of its project) goes with it; what hangs by now on something of the survivor stays there.
 */
export async function returnRows(
  tx: Tx,
  step: MergeStep,
  tables: readonly Hanging<"move">[],
): Promise<Kept[]> {
  // While rows are copied back they stand there twice: what only names the record goes first.
  const references = tables.filter((table) => table.isReference);
  const own = tables.filter((table) => !table.isReference);
  return [...(await returnTogether(tx, step, references)), ...(await returnTogether(tx, step, own))];
}

async function returnTogether(tx: Tx, step: MergeStep, tables: readonly Hanging<"move">[]): Promise<Kept[]> {
  const kept: Kept[] = [];
  for (const table of tables) {
    await addChildren(tx, step, table);
    const staying = await dropStaying(tx, step, table);
    if (staying > 0) {
      kept.push({
        what: `${table.label}: ${staying}`,
        why: "they were moved below a record of the survivor since, and stay with it",
      });
    }
    const gone = await countGone(tx, step, table);
    if (gone > 0) kept.push({ what: `${table.label}: ${gone}`, why: whyGone(table) });
    if (isKeyed(table)) await copyBack(tx, step, table);
    else await handBack(tx, step, table);
  }
  for (const table of tables.toReversed()) {
    if (!isKeyed(table)) continue;
    await sql`
      delete from ${tableOf(table)} r using merge_rows j where ${atSurvivor(step, table)}
    `.execute(tx);
  }
  return kept;
}

const whyGone = ({ isReference }: Hanging<"move">): string =>
  isReference ? "they name another record since, or none" : "they were deleted since the merge";

/** Whether the record that a column names is among those that return. */
function returns(step: MergeStep, own: string, column: string, parent?: string): RawBuilder<unknown> {
  const ofTable = parent === undefined ? sql`` : sql` and j.table_name = ${parent}`;
  return sql`${sql.ref(`r.${column}`)}::text in
    (select j.key ->> 'id' from merge_rows j
      where j.merge_id = ${step.mergeId}::uuid and j.column_name = ${own}${ofTable} and j.key ? 'id')`;
}

async function addChildren(tx: Tx, step: MergeStep, table: Hanging<"move">): Promise<void> {
  const ways = table.shape.parents.map(({ table: parent, column }) =>
    returns(step, columnOf(table), column, parent),
  );
  if (table.follows) {
    ways.push(returns(step, columnOf(table), table.follows.column, table.follows.table));
  }
  if (ways.length === 0) return;
  await sql`
    insert into merge_rows (merge_id, table_name, column_name, key)
    select ${step.mergeId}::uuid, ${table.table}, ${columnOf(table)}, ${keyOf(table, "r")} from ${tableOf(table)} r
     where ${sql.ref(`r.${columnOf(table)}`)} = ${step.survivorId}::uuid and (${sql.join(ways, sql` or `)})
    on conflict do nothing
  `.execute(tx);
}

async function dropStaying(tx: Tx, step: MergeStep, table: Hanging<"move">): Promise<number> {
  if (table.shape.parents.length === 0) return 0;
  const strange = table.shape.parents.map(
    ({ table: parent, column }) =>
      sql`(${sql.ref(`r.${column}`)} is not null and not (${returns(step, columnOf(table), column, parent)}))`,
  );
  const { numAffectedRows } = await sql`
    delete from merge_rows j using ${tableOf(table)} r where ${atSurvivor(step, table)} and (${sql.join(strange, sql` or `)})
  `.execute(tx);
  return Number(numAffectedRows ?? 0);
}

async function countGone(tx: Tx, step: MergeStep, table: Hanging<"move">): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from merge_rows j
     where ${entriesOf(step, table)}
       and not exists (select from ${tableOf(table)} r where ${sql.ref(`r.${columnOf(table)}`)} = ${step.survivorId}::uuid
                          and j.key = ${keyOf(table, "r")})
  `.execute(tx);
  return rows[0]?.count ?? 0;
}

async function copyBack(tx: Tx, step: MergeStep, table: Hanging<"move">): Promise<void> {
  const values = table.shape.columns.map((name): RawBuilder<unknown> => {
    if (name === columnOf(table)) return sql`${step.mergedId}::uuid`;
    const own = sql.ref(`r.${name}`);
    if (table.settle?.set[name] === undefined) return own;
    return sql`case when coalesce(to_jsonb(${own}), 'null') = j.result_row -> ${sql.lit(name)}
                    then (jsonb_populate_record(null::${tableOf(table)}, j.merged_row)).${sql.ref(name)} else ${own} end`;
  });
  await sql`
    insert into ${tableOf(table)} (${namesOf(table.shape.columns)})
    select ${sql.join(values)} from ${tableOf(table)} r, merge_rows j where ${atSurvivor(step, table)}
  `.execute(tx);
}

async function handBack(tx: Tx, step: MergeStep, table: Hanging<"move">): Promise<void> {
  const renames = table.renames
    ? sql`, ${sql.ref(table.renames)} = case when ${sql.ref(`r.${table.renames}`)} = ${step.survivorId}::uuid
              then ${step.mergedId}::uuid else ${sql.ref(`r.${table.renames}`)} end`
    : sql``;
  await sql`
    update ${tableOf(table)} r set ${sql.ref(columnOf(table))} = ${step.mergedId}::uuid${renames}
      from merge_rows j where ${atSurvivor(step, table)}
  `.execute(tx);
}
