import type { Field, ObjectCatalog } from "../catalog.ts";
import type { CompiledRule, CompileOptions } from "./compile-rule.ts";
import { fieldSql, type ObjectScope, statementOver } from "./scope.ts";

/** What a field holds as an SQL expression over its object's table; NULL exactly when it is missing. */
export function compileField(
  field: Field,
  object: ObjectCatalog,
  { alias, env, params, over = "few" }: CompileOptions,
): CompiledRule {
  const scope: ObjectScope = { object, alias, tables: new Set() };
  return { sql: fieldSql(field, scope, statementOver(params, env, over)), tables: scope.tables };
}
