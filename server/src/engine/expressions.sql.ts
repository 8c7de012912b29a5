import { type RawBuilder, sql } from "kysely";
import { columnTypeOf } from "../objects/index.ts";
import type { ComputeEnvironment, DerivedColumn, ExpressionNode } from "./node.ts";

type Fragment = RawBuilder<unknown>;

/**
 * The new values of expressions, level upon level, as `account_id` and a column each: every level sees the values of those
 * before it in place of the stored ones, so that one write brings all of them. `offset 0` keeps a level from being written
 * out anew wherever the next one reads it. Accounts are joined once and carried along as a row: joined to every level, they
 * were taken for a handful by PostgreSQL, which then compared each account of a batch with each other one.
 */
export function selectOfExpressions(
  environment: ComputeEnvironment,
  levels: readonly (readonly ExpressionNode[])[],
  scope: Fragment,
): Fragment {
  const stored = new Set(levels.flat().flatMap((node) => node.columns.map((column) => column.name)));
  for (const field of environment.catalog.fieldsOf("account").values()) {
    if (field.column.table === "derived") stored.add(field.column.name);
  }
  let from: Fragment = sql`accounts r join account_derived r_d on r_d.account_id = r.id
       where r.id = ${scope} and r_d.account_id = ${scope}`;
  for (const level of levels) {
    const made = new Map(level.flatMap((node) => columnsOf(node, environment)));
    const columns = [...stored].map((name) => made.get(name) ?? sql`r_d.${sql.id(name)}`);
    from = sql`(
      select r.id as account_id, r as ${accountRow}, ${sql.join(columns)} from ${from} offset 0) r_d
      cross join lateral (select (r_d.${accountRow}).*) r`;
  }
  return sql`select r_d.* from ${from}`;
}

/** The column in which a level hands the account's own row to the next one. */
const accountRow = sql.id("account row");

/** Each column in its own type, as it will be stored and as the next level is to read it. */
function columnsOf(node: ExpressionNode, environment: ComputeEnvironment): [string, Fragment][] {
  const expressions = node.expressions(environment);
  return node.columns.map((column) => {
    const value = sql`(${expressions[column.name] ?? sql`null`})::${sql.raw(columnTypeOf(column.field.type))}`;
    return [column.name, sql`${orMissing(column, value)} as ${sql.id(column.name)}`];
  });
}

/** A value, or what stands where the facts give nothing. */
export function orMissing(column: DerivedColumn, value: Fragment): Fragment {
  return column.whenMissing === undefined ? value : sql`coalesce(${value}, ${sql.lit(column.whenMissing)})`;
}
