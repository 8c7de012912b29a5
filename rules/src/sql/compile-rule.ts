import type { Env } from "../env.ts";
import type { Rule, RuleNode } from "../rule.ts";
import { compileCondition, compileOperator, nothingBeside } from "./compile-condition.ts";
import { compileEventCount, eventTimeSql } from "./compile-events.ts";
import { compileRelated } from "./compile-related.ts";
import { type ObjectScope, type Statement, statementOver } from "./scope.ts";

export interface CompileOptions {
  /** The alias of the object's own table in the statement around. */
  alias: string;
  env: Env;
  /** What the statement binds; values are pushed behind those already there. */
  params: unknown[];
  /**
   * How many of the object's records the statement judges. `few` (when absent) looks events up record by record, `all` counts
   * them once for everybody; the answers are the same.
   */
  over?: Statement["over"];
}

export interface CompiledRule {
  /**
   * A boolean expression: true, false or NULL (unknown). As a WHERE it keeps the records that fit; as a column write
   * `(…) IS TRUE`.
   */
  sql: string;
  /** Keys of the object's joined tables that `sql` names: give them to `joinsSql` with the same alias. */
  tables: ReadonlySet<string>;
}

/** The rule as an SQL expression over its object's table. Names are validated and quoted, values only bound. */
export function compileRule(rule: Rule, { alias, env, params, over = "few" }: CompileOptions): CompiledRule {
  const scope: ObjectScope = { object: rule.object, alias, tables: new Set() };
  return { sql: compileNode(rule.root, scope, statementOver(params, env, over)), tables: scope.tables };
}

/** One node over the table of `scope`, safe to stand in any expression. */
function compileNode(node: RuleNode, scope: ObjectScope, statement: Statement): string {
  switch (node.kind) {
    case "all":
      return grouped(node.nodes, " AND ", "true", scope, statement);
    case "any":
      return grouped(node.nodes, " OR ", "false", scope, statement);
    case "not":
      return `(NOT ${compileNode(node.node, scope, statement)})`;
    case "condition":
      return compileCondition(node, scope, statement);
    case "related":
      return `(${compileRelated(node, scope, statement, compileNode)})`;
    case "event-count":
      return `(${compileEventCount(node, scope, statement, compileNode)})`;
    case "event-time": {
      const sql = eventTimeSql(node, scope, statement, compileNode);
      return compileOperator(
        node.operator,
        { sql, type: "instant", beside: nothingBeside },
        node.value,
        statement,
      );
    }
  }
}

function grouped(
  nodes: readonly RuleNode[],
  by: string,
  none: string,
  scope: ObjectScope,
  statement: Statement,
) {
  if (nodes.length === 0) return none;
  return `(${nodes.map((node) => compileNode(node, scope, statement)).join(by)})`;
}
