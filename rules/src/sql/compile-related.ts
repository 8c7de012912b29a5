import type { RelatedNode, RuleNode } from "../rule.ts";
import { quoted, quotedTable } from "./identifier.ts";
import { expressionScope, joinCondition, joinsSql, type ObjectScope, type Statement } from "./scope.ts";

/** Compiles a node over a table; handed in, because related records and events nest rules of their own. */
export type CompileNode = (node: RuleNode, scope: ObjectScope, statement: Statement) => string;

/** Related records by their quantifier. One of which it is unknown whether it fits, does not; the answer is never unknown. */
export function compileRelated(
  node: RelatedNode,
  here: ObjectScope,
  statement: Statement,
  compile: CompileNode,
): string {
  const { quantifier } = node;
  const rows = (selected: string, fit: "fitting" | "unfitting"): string =>
    relatedRows(node, selected, fit, here, statement, compile);
  switch (quantifier.kind) {
    case "any":
      return `EXISTS (${rows("1", "fitting")})`;
    case "none":
      return `NOT EXISTS (${rows("1", "fitting")})`;
    case "all":
      return `NOT EXISTS (${rows("1", "unfitting")})`;
    default: {
      const count = `(${rows("count(*)", "fitting")})`;
      return `${count} ${sqlOf[quantifier.kind]} ${statement.param(quantifier.count, "bigint")}`;
    }
  }
}

const sqlOf = { "at-least": ">=", "at-most": "<=", exactly: "=" };

function relatedRows(
  node: RelatedNode,
  selected: string,
  fit: "fitting" | "unfitting",
  here: ObjectScope,
  statement: Statement,
  compile: CompileNode,
): string {
  const { relation, object } = node;
  if (relation.sql === undefined || object.sql === undefined) {
    throw new Error(`“${relation.slug}” has no SQL in the catalog.`);
  }
  const there: ObjectScope = { object, alias: statement.nextAlias(), tables: new Set() };
  const own = `${quotedTable(object.sql.table)} ${quoted(there.alias)}`;
  const { from, correlation } = correlated(relation.sql, own, here.alias, there.alias, statement);
  const tests = [correlation];
  if (object.sql.filter !== undefined)
    tests.push(`(${object.sql.filter(expressionScope(there, statement))})`);
  const fits = node.where === undefined ? "true" : compile(node.where.root, there, statement);
  tests.push(fit === "fitting" ? fits : `${fits} IS NOT TRUE`);
  const joins = joinsSql(object, there.alias, there.tables);
  return `SELECT ${selected} FROM ${from}${joins} WHERE ${tests.join(" AND ")}`;
}

/** FROM and the condition that ties it to the record here, through the link table when there is one. */
export function correlated(
  sql: NonNullable<RelatedNode["relation"]["sql"]>,
  own: string,
  here: string,
  there: string,
  statement: Statement,
): { from: string; correlation: string } {
  if (sql.through === undefined) return { from: own, correlation: joinCondition(sql.on, here, there) };
  const link = statement.nextAlias();
  const joined = `JOIN ${own} ON ${joinCondition(sql.through.on, link, there)}`;
  return {
    from: `${quotedTable(sql.through.table)} ${quoted(link)} ${joined}`,
    correlation: joinCondition(sql.on, here, link),
  };
}
