import { correlated } from "../../sql/compile-related.ts";
import type { CompiledRule, CompileOptions } from "../../sql/compile-rule.ts";
import { quoted, quotedTable } from "../../sql/identifier.ts";
import {
  expressionScope,
  fieldSql,
  joinsSql,
  type ObjectScope,
  type Statement,
  statementOver,
} from "../../sql/scope.ts";
import { dateText, instantText } from "../../values/day-range.ts";
import { Exact, exactText, fractionDigits } from "../exact.ts";
import type { AggregateNode, FieldNode, Formula, FormulaNode, FormulaType, LiteralNode } from "../formula.ts";
import { formulaLimits } from "../formula-limits.ts";
import { quotientSql } from "../functions/arithmetic.ts";
import { withinBoundSql } from "../functions/numbers.ts";
import { cutTextSql } from "../functions/texts.ts";

export interface FormulaCompileOptions extends Omit<CompileOptions, "over"> {
  /** Digits behind the point that a number keeps; 12 when absent, which is also the most. */
  digits?: number;
}

/**
 * The formula as an SQL expression over its object's table: typed as `sqlTypes` says, NULL when missing, never an error. Names
 * are validated and quoted, values only bound.
 */
export function compileFormula(
  formula: Formula,
  { alias, env, params, digits = fractionDigits }: FormulaCompileOptions,
): CompiledRule {
  const scope: ObjectScope = { object: formula.object, alias, tables: new Set() };
  const sql = compileNode(formula.root, scope, statementOver(params, env, "few"));
  return { sql: finished(sql, formula.root.type, digits), tables: scope.tables };
}

/** The PostgreSQL type of each result. */
export const sqlTypes: Readonly<Record<FormulaType, string>> = {
  number: "numeric",
  text: "text",
  boolean: "boolean",
  date: "date",
  instant: "timestamptz",
  list: "text[]",
  teammate: "uuid",
  contact: "uuid",
  account: "uuid",
  organization: "uuid",
};

/** What a result keeps: see `finishedValue` of the interpreter. */
function finished(sql: string, type: FormulaType, digits: number): string {
  if (type === "number") return withinBoundSql(`round(${sql}, ${digits})`);
  return type === "text" ? cutTextSql(sql) : sql;
}

function compileNode(node: FormulaNode, scope: ObjectScope, statement: Statement): string {
  switch (node.kind) {
    case "literal":
      return literalSql(node, statement);
    case "field":
      return fieldValueSql(node, scope, statement);
    case "named":
      return compileNode(node.formula.root, scope, statement);
    case "call": {
      const settings = node.fn.settings ?? [];
      const args = node.args.map((arg, place) =>
        settings.includes(place) ? "" : compileNode(arg, scope, statement),
      );
      const { env, param } = statement;
      return node.fn.sql(args, { env, param, nodes: node.args });
    }
    case "aggregate":
      return aggregateSql(node, scope, statement);
  }
}

function literalSql({ value }: LiteralNode, { param }: Statement): string {
  if (value instanceof Exact) return param(exactText(value), "numeric");
  if (value instanceof Temporal.PlainDate) return param(dateText(value), "date");
  if (value instanceof Temporal.Instant) return param(instantText(value), "timestamptz");
  return typeof value === "boolean" ? param(value, "boolean") : param(value, "text");
}

function fieldValueSql(node: FieldNode, scope: ObjectScope, statement: Statement): string {
  const sql = fieldSql(node.field, scope, statement);
  return node.type === "number" ? `(${sql})::numeric` : `(${sql})`;
}

function aggregateSql(node: AggregateNode, here: ObjectScope, statement: Statement): string {
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
  if (node.where !== undefined) tests.push(compileNode(node.where, there, statement));
  const value = node.value && compileNode(node.value, there, statement);
  const order = node.order && compileNode(node.order, there, statement);
  const rows = `FROM ${from}${joinsSql(object, there.alias, there.tables)} WHERE ${tests.join(" AND ")}`;
  const inner = quoted(statement.nextAlias());
  const id = `${quoted(there.alias)}."id"`;
  switch (node.aggregate) {
    case "count":
      return `(SELECT count(*)::numeric ${rows})`;
    case "sum":
      return `(SELECT coalesce(sum(${value}), 0) ${rows})`;
    case "min":
    case "max":
      return `(SELECT ${node.aggregate}(${value}) ${rows})`;
    case "avg": {
      const mean = quotientSql(`sum(${inner}.v)`, `nullif(count(${inner}.v), 0)::numeric`);
      return `(SELECT ${mean} FROM (SELECT ${value} AS v ${rows}) ${inner})`;
    }
    case "latest":
      return `(SELECT ${inner}.v FROM (SELECT ${value} AS v, ${order} AS at, ${id} AS id ${rows}) ${inner}
        WHERE ${inner}.v IS NOT NULL ORDER BY ${inner}.at DESC NULLS LAST, ${inner}.id DESC LIMIT 1)`;
    case "list":
      return `(SELECT (array_agg(DISTINCT ${inner}.v ORDER BY ${inner}.v) FILTER (WHERE ${inner}.v IS NOT NULL))[1:${formulaLimits.listLength}]
        FROM (SELECT ${value} COLLATE "C" AS v ${rows}) ${inner})`;
  }
}
