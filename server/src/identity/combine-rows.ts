import { type RawBuilder, sql } from "kysely";
import type { Tx } from "../kernel/db.ts";
import {
  atSurvivor,
  columnOf,
  entriesOf,
  type Hanging,
  keyOf,
  type MergeStep,
  namesOf,
  tableOf,
} from "./merge-step.ts";
import type { Kept } from "./return-rows.ts";

/** Makes one row of two that say the same of both records, and writes down all three. @returns rows combined, by table */
export async function combineRows(
  tx: Tx,
  step: MergeStep,
  tables: readonly Hanging<"combine">[],
): Promise<Record<string, number>> {
  const moved: Record<string, number> = {};
  for (const table of tables) {
    const written = await sql`
      insert into merge_rows (merge_id, table_name, column_name, key, merged_row, survivor_row)
      select ${step.mergeId}::uuid, ${table.table}, ${columnOf(table)}, ${keyOf(table, "r")}, to_jsonb(r), to_jsonb(s)
        from ${tableOf(table)} r
        left join ${tableOf(table)} s on ${own(table, "s")} = ${step.survivorId}::uuid and ${keyOf(table, "s")} = ${keyOf(table, "r")}
       where ${own(table, "r")} = ${step.mergedId}::uuid
    `.execute(tx);
    const count = Number(written.numAffectedRows ?? 0);
    if (count === 0) continue;
    moved[table.table] = count;
    const values = table.shape.columns.map((name) =>
      name === columnOf(table) ? sql`${step.survivorId}::uuid` : sql.ref(`r.${name}`),
    );
    await sql`
      insert into ${tableOf(table)} as c (${namesOf(table.shape.columns)})
      select ${sql.join(values)} from ${tableOf(table)} r where ${own(table, "r")} = ${step.mergedId}::uuid
      on conflict (${namesOf(table.shape.key)}) ${onConflict(table)}
    `.execute(tx);
    await sql`delete from ${tableOf(table)} r where ${own(table, "r")} = ${step.mergedId}::uuid`.execute(tx);
    await sql`
      update merge_rows j set result_row = to_jsonb(r) from ${tableOf(table)} r where ${atSurvivor(step, table)}
    `.execute(tx);
  }
  return moved;
}

function onConflict(table: Hanging<"combine">): RawBuilder<unknown> {
  const sets = Object.entries(table.with).map(([name, how]) => {
    const [kept, given] = [sql.ref(`c.${name}`), sql.ref(`excluded.${name}`)];
    if (how === "sum") return sql`${sql.ref(name)} = ${kept} + ${given}`;
    return sql`${sql.ref(name)} = ${sql.raw(how)}(${kept}, ${given})`;
  });
  return sets.length === 0 ? sql`do nothing` : sql`do update set ${sql.join(sets)}`;
}

/**
 * Parts what was combined. A row that nobody touched since becomes exactly what it was; of one that changed, sums are
 * parted again and the rest stays with the survivor.
 */
export async function partRows(
  tx: Tx,
  step: MergeStep,
  tables: readonly Hanging<"combine">[],
): Promise<Kept[]> {
  const kept: Kept[] = [];
  for (const table of tables) {
    const names = namesOf(table.shape.columns);
    const type = tableOf(table);
    await sql`
      delete from ${type} r using merge_rows j where ${atSurvivor(step, table)} and to_jsonb(r) = j.result_row
    `.execute(tx);
    const sums = Object.entries(table.with).flatMap(([name, how]) => (how === "sum" ? [name] : []));
    if (sums.length > 0) {
      const sets = sums.map(
        (name) =>
          sql`${sql.ref(name)} = ${sql.ref(`r.${name}`)} - (j.merged_row ->> ${sql.lit(name)})::numeric`,
      );
      await sql`
        update ${type} r set ${sql.join(sets)} from merge_rows j where ${atSurvivor(step, table)}
      `.execute(tx);
    }
    const changed = await sql<{ count: number }>`
      select count(*)::integer as count from ${type} r, merge_rows j where ${atSurvivor(step, table)}
    `.execute(tx);
    const count = changed.rows[0]?.count ?? 0;
    if (count > 0) {
      kept.push({
        what: `${table.label}: ${count}`,
        why: "they changed since the merge and stay as they are",
      });
    }
    for (const side of ["survivor_row", "merged_row"] as const) {
      await sql`
        insert into ${type} (${names})
        select ${sql.join(table.shape.columns.map((name) => sql.ref(`p.${name}`)))}
          from merge_rows j, jsonb_populate_record(null::${type}, ${sql.ref(`j.${side}`)}) p
         where ${entriesOf(step, table)} and ${sql.ref(`j.${side}`)} is not null
        on conflict do nothing
      `.execute(tx);
    }
  }
  return kept;
}

const own = (table: Hanging<"combine">, alias: string): RawBuilder<unknown> =>
  sql.ref(`${alias}.${columnOf(table)}`);
