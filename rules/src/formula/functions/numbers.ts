import { bound, compare, Exact, negate, round, roundTowards } from "../exact.ts";
import type { FormulaFunction, FormulaNode } from "../formula.ts";
import type { FormulaValue } from "../formula-value.ts";
import { areOf, sharedType } from "./arguments.ts";
import { numberFunction } from "./arithmetic.ts";
import { compareValues } from "./compare-values.ts";

const mostDigits = 12;

/** The digits that `round` keeps, as they are written. */
function digitsOf(node: FormulaNode | undefined): number | undefined {
  if (node === undefined) return 0;
  if (node.kind !== "literal" || !(node.value instanceof Exact) || node.value.scale !== 0) return undefined;
  return node.value.units <= BigInt(mostDigits) ? Number(node.value.units) : undefined;
}

function extreme(name: "min" | "max", word: string, sql: string, sign: 1 | -1): FormulaFunction {
  return {
    name,
    group: "Numbers",
    usage: `${name}(a, b, …)`,
    description: `The ${word} of the values that are there; also of related records: ${name}(renewals.dueOn).`,
    arity: [2, 20],
    check(args, refuse) {
      if (!areOf(args, ["number", "date", "instant"], refuse)) return undefined;
      return sharedType(args, [...args.keys()], refuse);
    },
    sql: (args) => `${sql}(${args.join(", ")})`,
    evaluate: (args) => extremeOf(args, sign),
  };
}

/** The least (sign 1) or greatest (-1) of the values that are there. */
export function extremeOf(values: readonly FormulaValue[], sign: 1 | -1): FormulaValue {
  let found: FormulaValue = null;
  for (const value of values) {
    if (value !== null && (found === null || compareValues(value, found) * sign < 0)) found = value;
  }
  return found;
}

/** Functions of numbers. */
export const numberFunctions: readonly FormulaFunction[] = [
  extreme("min", "least", "least", 1),
  extreme("max", "greatest", "greatest", -1),
  {
    name: "round",
    group: "Numbers",
    usage: "round(number, digits)",
    description: "Rounded, halves away from zero, to whole numbers or to so many digits.",
    arity: [1, 2],
    settings: [1],
    check(args, refuse) {
      if (!areOf(args.slice(0, 1), ["number"], refuse)) return undefined;
      if (digitsOf(args[1]) !== undefined) return "number";
      return refuse(1, `Write the digits as a whole number from 0 to ${mostDigits}.`);
    },
    sql: ([a = ""], { nodes }) => `round(${a}, ${digitsOf(nodes[1]) ?? 0})`,
    evaluate: ([a = null], { nodes }) => (a instanceof Exact ? round(a, digitsOf(nodes[1]) ?? 0) : null),
  },
  numberFunction(
    { name: "abs", group: "Numbers", usage: "abs(number)", description: "The number without its sign." },
    (a) => `abs(${a})`,
    (a) => (a.units < 0n ? negate(a) : a),
  ),
  numberFunction(
    {
      name: "floor",
      group: "Numbers",
      usage: "floor(number)",
      description: "The greatest whole number not above it.",
    },
    (a) => `floor(${a})`,
    (a) => roundTowards(a, "down"),
  ),
  numberFunction(
    {
      name: "ceil",
      group: "Numbers",
      usage: "ceil(number)",
      description: "The least whole number not below it.",
    },
    (a) => `ceil(${a})`,
    (a) => roundTowards(a, "up"),
  ),
];

/** The number, or missing when it is too great to be kept. */
export function withinBound(number: Exact): Exact | null {
  const most = new Exact(bound);
  return compare(number, most) >= 0 || compare(number, negate(most)) <= 0 ? null : number;
}

/** The same in SQL, naming the number once. `greatest` and `least` pass over NULL, which ends as NULL again. */
export function withinBoundSql(sql: string): string {
  return `nullif(nullif(greatest(least(${sql}, ${bound}), -${bound}), ${bound}), -${bound})`;
}
