import { type RawBuilder, sql } from "kysely";
import type { Json } from "../kernel/command.ts";
import type { Tx } from "../kernel/db.ts";
import { orMissing } from "./expressions.sql.ts";
import type { ComputeEnvironment, DerivedColumn, Difference } from "./node.ts";

type Fragment = RawBuilder<unknown>;

/**
 * Writes the columns of `next` (rows by `account_id`) to the accounts in scope where any of them differs.
 * @returns the differences of tracked columns
 */
export async function writeDiffering(
  tx: Tx,
  { ctx }: Pick<ComputeEnvironment, "ctx">,
  columns: readonly DerivedColumn[],
  next: Fragment,
  scope: Fragment,
): Promise<Difference[]> {
  if (columns.length === 0) return [];
  const tracked = columns.filter((column) => column.isTracked);
  const values = columns.map(
    (column) => sql`${orMissing(column, sql`n.${sql.id(column.name)}`)} as ${sql.id(`n_${column.name}`)}`,
  );
  const olds = tracked.map((column) => sql`o.${sql.id(column.name)} as ${sql.id(`o_${column.name}`)}`);
  const isDifferent = columns.map(
    (column) =>
      sql`${orMissing(column, sql`n.${sql.id(column.name)}`)} is distinct from o.${sql.id(column.name)}`,
  );
  const assignments = columns.map((column) => sql`${sql.id(column.name)} = x.${sql.id(`n_${column.name}`)}`);
  const returned =
    tracked.length === 0 ? sql`` : sql` returning d.account_id, ${differingValues(tracked)} as values`;
  const { rows } = await sql<{ account_id: string; values: [number, Json, Json][] | null }>`
    update account_derived d set ${sql.join(assignments)}, computed_at = ${ctx.now.toString()}::timestamptz
      from (select ${sql.join([sql`o.account_id`, ...olds, ...values])}
              from account_derived o left join (${next}) n on n.account_id = o.account_id
             where o.account_id = ${scope} and (${sql.join(isDifferent, sql` or `)})) x
     where d.account_id = x.account_id${returned}
  `.execute(tx);
  return rows.flatMap((row) =>
    (row.values ?? []).flatMap(([index, old, value]) => {
      const column = tracked[index];
      if (!column) return [];
      return [{ accountId: row.account_id, column: column.name, slug: column.field.slug, old, new: value }];
    }),
  );
}

/**
 * `[[index, old, new], …]` of the tracked columns that differ, or null. Nothing yet and what stands for nothing are the same:
 * a new definition announces what it finds, not the default of everybody else.
 */
function differingValues(tracked: readonly DerivedColumn[]): Fragment {
  const parts = tracked.map((column, index) => {
    const old = orMissing(column, sql`x.${sql.id(`o_${column.name}`)}`);
    const now = sql`x.${sql.id(`n_${column.name}`)}`;
    return sql`case when ${old} is distinct from ${now}
      then jsonb_build_array(${sql.lit(index)}, ${shown(column, old)}, ${shown(column, now)}) end`;
  });
  return sql`to_json(array_remove(array[${sql.join(parts)}]::jsonb[], null))`;
}

/** Numbers as text, so that JSON does not round them. */
function shown(column: DerivedColumn, value: Fragment): Fragment {
  const isExact = column.field.type === "currency";
  return isExact ? sql`to_jsonb(${value}::text)` : sql`to_jsonb(${value})`;
}
