import { add, divide, type Exact, fractionDigits, multiply, negate, remainder } from "../exact.ts";
import type { FormulaFunction } from "../formula.ts";
import type { FormulaValue } from "../formula-value.ts";
import { areOf, present } from "./arguments.ts";

const cut = `1${"0".repeat(fractionDigits + 1)}`;
const back = `0.${"0".repeat(fractionDigits)}1`;

/**
 * `numerator / denominator` in SQL, rounded half away from zero to `fractionDigits`: a whole division of the numerator with
 * one digit more is exact, where PostgreSQL's own `/` chooses its digits by the size of the quotient. The denominator may
 * not be zero.
 */
export function quotientSql(numerator: string, denominator: string): string {
  return `round(div((${numerator}) * ${cut}, ${denominator}) * ${back}, ${fractionDigits})`;
}

function arithmetic(
  name: string,
  description: string,
  sql: (a: string, b: string) => string,
  compute: (a: Exact, b: Exact) => Exact | null,
): FormulaFunction {
  return {
    name,
    group: "Operators",
    usage: `a ${name} b`,
    description,
    arity: [2, 2],
    check: (args, refuse) => (areOf(args, ["number"], refuse) ? "number" : undefined),
    sql: ([a = "", b = ""]) => `(${sql(a, b)})`,
    evaluate(args) {
      const [a, b] = present<Exact>(args) ?? [];
      return a === undefined || b === undefined ? null : compute(a, b);
    },
  };
}

/** A number to a number; missing stays missing. */
export function numberFunction(
  shape: Pick<FormulaFunction, "name" | "group" | "usage" | "description">,
  sql: (a: string) => string,
  compute: (a: Exact) => FormulaValue,
): FormulaFunction {
  return {
    ...shape,
    arity: [1, 1],
    check: (args, refuse) => (areOf(args, ["number"], refuse) ? "number" : undefined),
    sql: ([a = ""]) => sql(a),
    evaluate(args) {
      const [a] = present<Exact>(args) ?? [];
      return a === undefined ? null : compute(a);
    },
  };
}

/** Exact arithmetic; division by zero is missing. */
export const arithmeticFunctions: readonly FormulaFunction[] = [
  arithmetic("+", "The sum of two numbers.", (a, b) => `${a} + ${b}`, add),
  arithmetic(
    "-",
    "The difference of two numbers.",
    (a, b) => `${a} - ${b}`,
    (a, b) => add(a, negate(b)),
  ),
  arithmetic("*", "The product of two numbers.", (a, b) => `${a} * ${b}`, multiply),
  arithmetic(
    "/",
    `The quotient, rounded to ${fractionDigits} digits. Missing when divided by zero.`,
    (a, b) => quotientSql(a, `nullif(${b}, 0)`),
    divide,
  ),
  arithmetic(
    "%",
    "What is left over, with the sign of the first. Missing when divided by zero.",
    (a, b) => `${a} % nullif(${b}, 0)`,
    remainder,
  ),
  numberFunction(
    { name: "negate", group: "Operators", usage: "-a", description: "The number with its sign turned." },
    (a) => `(-${a})`,
    negate,
  ),
];
