import { compareDecimals, type Decimal, isDecimal } from "../values/decimal.ts";
import { type Operator, operator, type Seen } from "./operator.ts";
import { decimalRangeValue, decimalValue, numberTypes as types } from "./value-schemas.ts";

/** Comparisons by sign of the exact difference. */
const comparisons = {
  equals: { label: "is", sql: "=", holds: (order: number) => order === 0 },
  "not-equals": { label: "is not", sql: "<>", holds: (order: number) => order !== 0 },
  "less-than": { label: "is less than", sql: "<", holds: (order: number) => order < 0 },
  "at-most": { label: "is at most", sql: "<=", holds: (order: number) => order <= 0 },
  "greater-than": { label: "is more than", sql: ">", holds: (order: number) => order > 0 },
  "at-least": { label: "is at least", sql: ">=", holds: (order: number) => order >= 0 },
} as const;

/** Exact order of a seen number and one asked for. */
function orderOf(seen: Seen, asked: Decimal): number {
  if (!isDecimal(seen)) throw new TypeError("A number was expected.");
  return compareDecimals(seen, asked);
}

/** “12,400.50” as a reader expects it; the digits stay as they are. */
export function readableNumber(value: Decimal): string {
  const [whole = "", fraction] = String(value).split(".");
  const grouped = /^-?\d+$/.test(whole) ? whole.replace(/\B(?=(\d{3})+$)/g, ",") : whole;
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

const comparing = Object.entries(comparisons).map(([id, comparison]) =>
  operator<Decimal>({
    id,
    label: comparison.label,
    types,
    editor: "number",
    value: decimalValue,
    sql: (operand, value, scope) =>
      `${operand.sql} ${comparison.sql} ${scope.param(String(value), "numeric")}`,
    evaluate: (seen, value) => comparison.holds(orderOf(seen, value)),
    describe: (subject, value) => `${subject} ${comparison.label} ${readableNumber(value)}`,
  }),
);

const between = operator<{ from: Decimal; to: Decimal }>({
  id: "between",
  label: "is between",
  types,
  editor: "number-range",
  value: decimalRangeValue,
  sql: (operand, { from, to }, scope) =>
    `${operand.sql} BETWEEN ${scope.param(String(from), "numeric")} AND ${scope.param(String(to), "numeric")}`,
  evaluate: (seen, { from, to }) => orderOf(seen, from) >= 0 && orderOf(seen, to) <= 0,
  describe: (subject, { from, to }) =>
    `${subject} is between ${readableNumber(from)} and ${readableNumber(to)}`,
});

/** Exact comparisons of numbers; “between” includes both ends. */
export const numberOperators: readonly Operator[] = [...comparing, between];
