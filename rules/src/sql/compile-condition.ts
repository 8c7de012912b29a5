import type { FieldType } from "../catalog.ts";
import type { Operator, SqlBeside, SqlOperand } from "../operators/operator.ts";
import { type ConditionNode, segmentSlug } from "../rule.ts";
import { instantText } from "../values/day-range.ts";
import { heldSince } from "../values/event-window.ts";
import { quoted, quotedTable } from "./identifier.ts";
import { fieldSql, joinCondition, type ObjectScope, presentSql, type Statement } from "./scope.ts";

/** For what has neither history nor baselines: the instant of an event. No operator that needs them is ever asked about it. */
export const nothingBeside: SqlBeside = {
  changes: () => {
    throw new Error("The instant of an event has no history.");
  },
  isIn: () => "false",
  baselines: {},
};

/** A condition about a field, over the object's table. */
export function compileCondition(node: ConditionNode, scope: ObjectScope, statement: Statement): string {
  const { field, operator, value } = node;
  const beside = besideSql(node, scope, statement);
  const test = (sql: () => string): string =>
    compileOperator(operator, operandOf(sql, field.type, beside), value, statement);
  const now = test(() => fieldSql(field, scope, statement));
  const start = heldSince(node, statement.env);
  if (start === undefined) return now;
  const before = beside.changes(start, ({ old }) => ({ columns: `${test(() => old)} AS truth` }));
  // Every value that the field had since then has to fit: of three truths, the least.
  const since = `(SELECT CASE WHEN bool_or(NOT was.truth) THEN false WHEN bool_or(was.truth IS NULL) THEN NULL ELSE true END FROM (${before}) was)`;
  const createdAt = `${quoted(scope.alias)}.${quoted("created_at")}`;
  const existed = `${createdAt} < ${statement.param(instantText(start), "timestamptz")}`;
  return `(CASE WHEN ${existed} THEN ${now} AND ${since} ELSE false END)`;
}

/** An operand whose SQL is made when it is first used: what an operator leaves out may bind nothing. */
function operandOf(make: () => string, type: FieldType, beside: SqlBeside): SqlOperand {
  let made: string | undefined;
  return {
    type,
    beside,
    get sql() {
      made ??= make();
      return made;
    },
  };
}

/** One operator over an operand, safe to stand in any expression. */
export function compileOperator(
  operator: Operator,
  operand: SqlOperand,
  value: unknown,
  statement: Statement,
): string {
  return `(${operator.sql(operand, value, statement)})`;
}

function besideSql(node: ConditionNode, scope: ObjectScope, statement: Statement): SqlBeside {
  return {
    changes(since, selected) {
      const alias = statement.nextAlias();
      const history = historyOf(node, scope);
      const column = (name: string) => `${quoted(alias)}.${quoted(name)}`;
      const plain = (name: string) => jsonValueSql(column(name), node.field.type);
      const { columns, where, isFirst } = selected({ old: plain("old"), new: plain("new") });
      const tests = [
        joinCondition(history.on, scope.alias, alias),
        ...history.constants.map(
          ([name, value, cast]) => `${column(name)} = ${statement.param(value, cast)}`,
        ),
        `${column("field")} = ${statement.param(node.field.historyOf ?? node.field.slug, "text")}`,
        `${column("at")} >= ${statement.param(instantText(since), "timestamptz")}`,
        ...(where === undefined ? [] : [where]),
      ];
      const order = isFirst === true ? ` ORDER BY ${column("at")}, ${column("id")} LIMIT 1` : "";
      return `SELECT ${columns} FROM ${quotedTable(history.table)} ${quoted(alias)} WHERE ${tests.join(" AND ")}${order}`;
    },
    isIn(segment) {
      const field = node.segments.find((each) => each.slug === segmentSlug(segment));
      if (field === undefined) throw new Error(`“${segment}” was not checked as a segment.`);
      return fieldSql(field, scope, statement);
    },
    baselines: node.field.baselines ?? {},
  };
}

function historyOf(node: ConditionNode, { object }: ObjectScope) {
  if (object.sql?.history === undefined)
    throw new Error(`The history of “${node.field.slug}” has no SQL in the catalog.`);
  return object.sql.history;
}

/** A value of the history's JSON in the field's own type; NULL exactly when it is missing. */
function jsonValueSql(json: string, type: FieldType): string {
  const text = `(${json} #>> '{}')`;
  switch (type) {
    case "number":
    case "integer":
    case "currency":
    case "percentage":
    case "score":
      return `${text}::numeric`;
    case "boolean":
    case "segment":
      return presentSql(`${text}::boolean`, type);
    case "date":
      return `${text}::date`;
    case "instant":
      return `${text}::timestamptz`;
    case "teammate":
    case "contact":
    case "account":
    case "organization":
      return `${text}::uuid`;
    case "multi-select":
    case "text-list":
      return presentSql(
        `CASE jsonb_typeof(${json}) WHEN 'array' THEN ARRAY(SELECT jsonb_array_elements_text(${json})) END`,
        type,
      );
    default:
      return presentSql(text, type);
  }
}
