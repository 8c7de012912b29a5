import type { ExpressionScope, Field, FieldSql, FieldType, JoinColumns, ObjectCatalog } from "../catalog.ts";
import { type Env, todayOf } from "../env.ts";
import type { SqlScope } from "../operators/operator.ts";
import { dateText } from "../values/day-range.ts";
import { quoted, quotedTable } from "./identifier.ts";

/** One compilation: what is bound, and the aliases given out. */
export interface Statement extends SqlScope {
  /** See `CompileOptions.over`. */
  over: "few" | "all";
  nextAlias(): string;
}

/** A statement that binds to `params`, after what stands there already. */
export function statementOver(params: unknown[], env: Env, over: Statement["over"]): Statement {
  let aliases = 0;
  return {
    env,
    over,
    param(value, cast) {
      params.push(value);
      return `$${params.length}::${cast}`;
    },
    nextAlias() {
      aliases += 1;
      return `rule_${aliases}`;
    },
  };
}

/** An object's table under an alias, and which of its joined tables a rule has used so far. */
export interface ObjectScope {
  object: ObjectCatalog;
  alias: string;
  tables: Set<string>;
}

/** The alias of a joined table: that of the object, and its key. */
export function joinedAlias(alias: string, table: string): string {
  return `${alias}_${table}`;
}

/** How expressions of the object's fields name columns and bind values. */
export function expressionScope(scope: ObjectScope, statement: Statement): ExpressionScope {
  return {
    param: statement.param,
    today: dateText(todayOf(statement.env)),
    column(name, table) {
      if (table === undefined) return `${quoted(scope.alias)}.${quoted(name)}`;
      scope.tables.add(table);
      return `${quoted(joinedAlias(scope.alias, table))}.${quoted(name)}`;
    },
  };
}

/** The field's SQL; NULL exactly when it is missing, so that empty texts and lists count as nothing. */
export function fieldSql(field: Field, scope: ObjectScope, statement: Statement): string {
  if (field.sql === undefined) throw new Error(`“${field.slug}” has no SQL in the catalog.`);
  return presentSql(plainFieldSql(field.sql, scope, statement), field.type);
}

/** NULL for an empty text or list; of a segment, false for NULL. */
export function presentSql(sql: string, type: FieldType): string {
  switch (type) {
    case "text":
    case "long-text":
    case "url":
    case "email":
    case "select":
      return `nullif(${sql}, '')`;
    case "multi-select":
    case "text-list":
      return `nullif(${sql}, '{}')`;
    case "segment":
      return `coalesce(${sql}, false)`;
    default:
      return sql;
  }
}

function plainFieldSql(sql: FieldSql, scope: ObjectScope, statement: Statement): string {
  const expression = expressionScope(scope, statement);
  return "column" in sql ? expression.column(sql.column, sql.table) : `(${sql.expression(expression)})`;
}

/** `here.a = there.b AND …` */
export function joinCondition(on: JoinColumns, here: string, there: string): string {
  return on
    .map(([from, to]) => `${quoted(here)}.${quoted(from)} = ${quoted(there)}.${quoted(to)}`)
    .join(" AND ");
}

/** LEFT JOINs of the object's 1:1 tables `tables`, each beginning with a space; empty when there are none. */
export function joinsSql(object: ObjectCatalog, alias: string, tables: Iterable<string>): string {
  return [...tables]
    .map((key) => {
      const joined = object.sql?.joins?.[key];
      if (joined === undefined)
        throw new Error(`“${object.slug}” has no joined table “${key}” in the catalog.`);
      const there = joinedAlias(alias, key);
      return ` LEFT JOIN ${quotedTable(joined.table)} ${quoted(there)} ON ${joinCondition(joined.on, alias, there)}`;
    })
    .join("");
}
