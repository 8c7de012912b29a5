import type { FieldType } from "../catalog.ts";
import { type Operator, operator, type SqlOperand, type SqlScope } from "./operator.ts";
import { referenceListValue } from "./value-schemas.ts";

/** Types that hold the id of one record. */
export const referenceTypes: readonly FieldType[] = ["teammate", "contact", "account", "organization"];

function amongSql(operand: SqlOperand, ids: readonly string[] | undefined, scope: SqlScope): string {
  if (ids === undefined) return "NULL::boolean";
  // = ANY of an empty list is false even for NULL; missing must stay unknown.
  if (ids.length === 0) return `(${operand.sql}) IS NULL AND NULL`;
  return `${operand.sql} = ANY(${scope.param(ids, "uuid[]")})`;
}

const isAmong = (seen: unknown, ids: readonly string[]): boolean =>
  ids.some((id) => id.toLowerCase() === String(seen).toLowerCase());

const among = (id: string, label: string, negated: boolean): Operator =>
  operator<string[]>({
    id,
    label,
    types: referenceTypes,
    editor: "reference-list",
    value: referenceListValue,
    sql(operand, value, scope) {
      const sql = amongSql(operand, value, scope);
      return negated ? `NOT (${sql})` : sql;
    },
    evaluate: (seen, value) => isAmong(seen, value) !== negated,
    describe: (subject, value, nameOf) => `${subject} ${label} ${value.map(nameOf).join(", ")}`,
  });

/** Records referred to by id; “me” and “my team” come from the environment. */
export const referenceOperators: readonly Operator[] = [
  among("is-any-of", "is any of", false),
  among("is-none-of", "is none of", true),
  operator({
    id: "is-me",
    label: "is me",
    types: ["teammate"],
    editor: "none",
    sql: (operand, _, scope) =>
      amongSql(operand, scope.env.me === undefined ? undefined : [scope.env.me], scope),
    evaluate: (seen, _, env) => (env.me === undefined ? null : isAmong(seen, [env.me])),
    describe: (subject) => `${subject} is me`,
  }),
  operator({
    id: "is-in-my-team",
    label: "is in my team",
    types: ["teammate"],
    editor: "none",
    sql: (operand, _, scope) => amongSql(operand, scope.env.myTeam, scope),
    evaluate: (seen, _, env) => (env.myTeam === undefined ? null : isAmong(seen, env.myTeam)),
    describe: (subject) => `${subject} is in my team`,
  }),
];
