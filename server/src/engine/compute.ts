import { type RawBuilder, sql } from "kysely";
import type { Json } from "../kernel/command.ts";
import type { Tx } from "../kernel/db.ts";
import type { Level } from "./graph.ts";
import type { ComputeEnvironment, DerivedColumn, Difference, ExpressionNode, Outcome } from "./node.ts";

/**
 * Brings the derived values of these accounts up to date, level by level, set-wise, and writes only what differs.
 * The accounts' derived rows must be locked by this transaction. Each statement sees what was committed before it.
 * @returns the differences of tracked columns, and what nodes wrote beside the accounts
 */
export async function computeAccounts(
  tx: Tx,
  environment: ComputeEnvironment,
  levels: readonly Level[],
  accountIds: readonly string[],
): Promise<{ differences: Difference[]; beside: Outcome[] }> {
  const ids = [...accountIds];
  const scope = sql`any(${ids}::uuid[])`;
  const differences: Difference[] = [];
  const beside: Outcome[] = [];
  for (const level of levels) {
    for (const node of level) {
      if (node.kind === "keeping") beside.push(await node.keep({ ...environment, tx, accountIds: ids }));
      if (node.kind !== "source") continue;
      const next = node.select({ ...environment, scope });
      differences.push(...(await writeDiffering(tx, environment, node.columns, next, scope)));
    }
    const expressions = level.filter((node) => node.kind === "expression");
    for (const group of groupsOf(expressions)) {
      const next = selectOfExpressions(environment, group, scope);
      const columns = group.flatMap((node) => [...node.columns]);
      differences.push(...(await writeDiffering(tx, environment, columns, next, scope)));
    }
  }
  return { differences, beside };
}

/** PostgreSQL's rows hold at most 1,664 columns; a statement names each four times. */
const mostColumns = 300;

function groupsOf(nodes: readonly ExpressionNode[]): ExpressionNode[][] {
  const groups: ExpressionNode[][] = [];
  let width = mostColumns;
  for (const node of nodes) {
    if (width + node.columns.length > mostColumns) {
      groups.push([]);
      width = 0;
    }
    groups.at(-1)?.push(node);
    width += node.columns.length;
  }
  return groups;
}

function selectOfExpressions(
  environment: ComputeEnvironment,
  nodes: readonly ExpressionNode[],
  scope: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const expressions = nodes.flatMap((node) => Object.entries(node.expressions(environment)));
  const columns = sql.join(expressions.map(([name, expression]) => sql`${expression} as ${sql.id(name)}`));
  return sql`
    select r.id as account_id, ${columns}
      from accounts r join account_derived r_d on r_d.account_id = r.id
     where r.id = ${scope}`;
}

/** The row's own new value, or what stands where the facts give nothing. */
function nextOf(column: DerivedColumn): RawBuilder<unknown> {
  const next = sql`n.${sql.id(column.name)}`;
  return column.whenMissing === undefined ? next : sql`coalesce(${next}, ${sql.lit(column.whenMissing)})`;
}

async function writeDiffering(
  tx: Tx,
  { ctx }: ComputeEnvironment,
  columns: readonly DerivedColumn[],
  next: RawBuilder<unknown>,
  scope: RawBuilder<unknown>,
): Promise<Difference[]> {
  if (columns.length === 0) return [];
  const tracked = columns.filter((column) => column.isTracked);
  const values = sql.join(columns.map((column) => sql`${nextOf(column)} as ${sql.id(`n_${column.name}`)}`));
  const olds = sql.join([
    sql`o.account_id`,
    ...tracked.map((column) => sql`o.${sql.id(column.name)} as ${sql.id(`o_${column.name}`)}`),
  ]);
  const isDifferent = sql.join(
    columns.map((column) => sql`${nextOf(column)} is distinct from o.${sql.id(column.name)}`),
    sql` or `,
  );
  const assignments = sql.join(
    columns.map((column) => sql`${sql.id(column.name)} = x.${sql.id(`n_${column.name}`)}`),
  );
  const returned =
    tracked.length === 0 ? sql`` : sql` returning d.account_id, ${differingValues(tracked)} as values`;
  const { rows } = await sql<{ account_id: string; values: [string, Json, Json][] | null }>`
    update account_derived d set ${assignments}, computed_at = ${ctx.now.toString()}::timestamptz
      from (select ${olds}, ${values}
              from account_derived o left join (${next}) n on n.account_id = o.account_id
             where o.account_id = ${scope} and (${isDifferent})) x
     where d.account_id = x.account_id${returned}
  `.execute(tx);
  const slugs = new Map(tracked.map((column) => [column.name, column.field.slug]));
  return rows.flatMap((row) =>
    (row.values ?? []).map(([column, old, value]) => ({
      accountId: row.account_id,
      column,
      slug: slugs.get(column) ?? column,
      old,
      new: value,
    })),
  );
}

/** `[[column, old, new], …]` of the tracked columns that differ, or null. */
function differingValues(tracked: readonly DerivedColumn[]): RawBuilder<unknown> {
  const parts = tracked.map((column) => {
    const [old, now] = [sql`x.${sql.id(`o_${column.name}`)}`, sql`x.${sql.id(`n_${column.name}`)}`];
    return sql`case when ${old} is distinct from ${now}
      then jsonb_build_array(jsonb_build_array(${sql.lit(column.name)}, ${shown(column, old)}, ${shown(column, now)})) end`;
  });
  const lists = parts.map((part) => sql`coalesce(${part}, '[]'::jsonb)`);
  return sql`nullif(${sql.join(lists, sql` || `)}, '[]'::jsonb)`;
}

/** Numbers as text, so that JSON does not round them. */
function shown(column: DerivedColumn, value: RawBuilder<unknown>): RawBuilder<unknown> {
  const isExact = column.field.type === "currency";
  return isExact ? sql`to_jsonb(${value}::text)` : sql`to_jsonb(${value})`;
}
