import { foldCase, foldingsInto } from "../values/fold-case.ts";
import { type Operator, operator, type SqlOperand, type SqlScope } from "./operator.ts";
import { textListValue, textValue, textTypes as types } from "./value-schemas.ts";

/** One comparison of folded texts, in both interpreters. `test(column, needle)` is SQL over folded text. */
interface TextTest {
  id: string;
  label: string;
  test: { sql(column: string, needle: string): string; evaluate(seen: string, needle: string): boolean };
  negated?: boolean;
}

const equals = {
  sql: (column: string, needle: string) => `${column} = ${needle}`,
  evaluate: (seen: string, needle: string) => seen === needle,
};
const contains = {
  // strpos knows no wildcards, so % and _ need no escaping.
  sql: (column: string, needle: string) => `strpos(${column}, ${needle}) > 0`,
  evaluate: (seen: string, needle: string) => seen.includes(needle),
};

const one: readonly TextTest[] = [
  { id: "is", label: "is", test: equals },
  { id: "is-not", label: "is not", test: equals, negated: true },
  { id: "contains", label: "contains", test: contains },
  { id: "does-not-contain", label: "does not contain", test: contains, negated: true },
  {
    id: "starts-with",
    label: "starts with",
    test: {
      sql: (column, needle) => `starts_with(${column}, ${needle})`,
      evaluate: (seen, needle) => seen.startsWith(needle),
    },
  },
  {
    id: "ends-with",
    label: "ends with",
    test: {
      sql: (column, needle) => `right(${column}, char_length(${needle})) = ${needle}`,
      evaluate: (seen, needle) => seen.endsWith(needle),
    },
  },
];

/** The column with its case folded as far as the texts asked for can tell; see `foldingsInto`. */
function foldedColumn(operand: SqlOperand, needles: readonly string[], scope: SqlScope): string {
  const lower = `lower((${operand.sql}) COLLATE "C")`;
  const { from, to } = foldingsInto(needles);
  if (from === "") return lower;
  return `translate(${lower}, ${scope.param(from, "text")}, ${scope.param(to, "text")})`;
}

function textOperator({ id, label, test, negated = false }: TextTest): Operator {
  return operator<string>({
    id,
    label,
    types,
    editor: "text",
    value: textValue,
    sql(operand, value, scope) {
      const needle = foldCase(value);
      const sql = test.sql(foldedColumn(operand, [needle], scope), scope.param(needle, "text"));
      return negated ? `NOT (${sql})` : sql;
    },
    evaluate: (seen, value) => test.evaluate(foldCase(String(seen)), foldCase(value)) !== negated,
    describe: (subject, value) => `${subject} ${label} “${value}”`,
  });
}

function listOperator(id: string, label: string, negated: boolean): Operator {
  return operator<string[]>({
    id,
    label,
    types,
    editor: "text-list",
    value: textListValue,
    sql(operand, value, scope) {
      const needles = value.map(foldCase);
      const sql = `${foldedColumn(operand, needles, scope)} = ANY(${scope.param(needles, "text[]")})`;
      return negated ? `NOT (${sql})` : sql;
    },
    evaluate: (seen, value) => value.some((text) => foldCase(text) === foldCase(String(seen))) !== negated,
    describe: (subject, value) => `${subject} ${label} ${value.map((text) => `“${text}”`).join(", ")}`,
  });
}

/** Comparisons of text, blind to case, to the letter otherwise. */
export const textOperators: readonly Operator[] = [
  ...one.map(textOperator),
  listOperator("is-one-of", "is one of", false),
  listOperator("is-not-one-of", "is none of", true),
];
