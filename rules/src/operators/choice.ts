import type { FieldType } from "../catalog.ts";
import { type NameOf, type Operator, operator, type Seen } from "./operator.ts";
import { textListValue, textValue } from "./value-schemas.ts";

const select: readonly FieldType[] = ["select"];
const lists: readonly FieldType[] = ["multi-select", "text-list"];

const named = (values: readonly string[], nameOf: NameOf): string => values.map(nameOf).join(", ");

const single = (id: string, label: string, negated: boolean): Operator =>
  operator<string>({
    id,
    label,
    types: select,
    editor: "option",
    value: textValue,
    optionsIn: (value) => [value],
    sql: (operand, value, scope) => `${operand.sql} ${negated ? "<>" : "="} ${scope.param(value, "text")}`,
    evaluate: (seen, value) => (seen === value) !== negated,
    describe: (subject, value, nameOf) => `${subject} ${label} ${nameOf(value)}`,
  });

const among = (id: string, label: string, negated: boolean): Operator =>
  operator<string[]>({
    id,
    label,
    types: select,
    editor: "option-list",
    value: textListValue,
    optionsIn: (value) => value,
    sql(operand, value, scope) {
      const sql = `${operand.sql} = ANY(${scope.param(value, "text[]")})`;
      return negated ? `NOT (${sql})` : sql;
    },
    evaluate: (seen, value) => value.includes(String(seen)) !== negated,
    describe: (subject, value, nameOf) => `${subject} ${label} ${named(value, nameOf)}`,
  });

function chosen(seen: Seen): readonly string[] {
  if (!Array.isArray(seen)) throw new TypeError("A list was expected.");
  return seen;
}

/** `&&`: shares a value; `@>`: holds every value. */
const several = (id: string, label: string, test: "&&" | "@>", negated = false): Operator =>
  operator<string[]>({
    id,
    label,
    types: lists,
    editor: "option-list",
    value: textListValue,
    optionsIn: (value) => value,
    sql(operand, value, scope) {
      const sql = `${operand.sql} ${test} ${scope.param(value, "text[]")}`;
      return negated ? `NOT (${sql})` : sql;
    },
    evaluate(seen, value) {
      const has = (option: string): boolean => chosen(seen).includes(option);
      return (test === "&&" ? value.some(has) : value.every(has)) !== negated;
    },
    describe: (subject, value, nameOf) => `${subject} ${label} ${named(value, nameOf)}`,
  });

/** Select, multi-select and lists of texts: options are compared by their value, to the letter. */
export const choiceOperators: readonly Operator[] = [
  single("is", "is", false),
  single("is-not", "is not", true),
  among("is-any-of", "is any of", false),
  among("is-none-of", "is none of", true),
  several("has-any", "has any of", "&&"),
  several("has-all", "has all of", "@>"),
  several("has-none", "has none of", "&&", true),
];
