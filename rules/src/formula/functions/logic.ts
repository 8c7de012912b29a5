import { allOf, anyOf, notOf, type Truth } from "../../memory/truth.ts";
import { nearestName } from "../../values/nearest-name.ts";
import type { FormulaFunction, FormulaNode, FormulaType, RefuseArgument } from "../formula.ts";
import { areOf, sharedType, typeWord } from "./arguments.ts";
import { compareValues } from "./compare-values.ts";

function connective(
  name: "and" | "or",
  description: string,
  holds: (truths: readonly Truth[]) => Truth,
): FormulaFunction {
  return {
    name,
    group: "Operators",
    usage: `a ${name} b`,
    description,
    arity: [2, 2],
    check: (args, refuse) => (areOf(args, ["boolean"], refuse) ? "boolean" : undefined),
    sql: (args) => `(${args.join(` ${name.toUpperCase()} `)})`,
    evaluate: (args) => holds(args as readonly Truth[]),
  };
}

/** A text that is compared with a select has to be one of its options. */
function areKnownOptions(args: readonly FormulaNode[], refuse: RefuseArgument): boolean {
  for (const [index, arg] of args.entries()) {
    const other = args[1 - index];
    if (arg.kind !== "literal" || other?.kind !== "field" || other.field.options === undefined) continue;
    const known = other.field.options.map((option) => option.value);
    if (other.field.type !== "select" || known.includes(String(arg.value))) continue;
    const nearest = nearestName(String(arg.value), known) ?? known.slice(0, 8).join(", ");
    refuse(index, `“${other.field.label}” has no option “${arg.value}”. Did you mean ${nearest}?`);
    return false;
  }
  return true;
}

const ordered: readonly FormulaType[] = ["number", "date", "instant"];

function comparison(
  name: string,
  description: string,
  sql: string,
  holds: (order: number) => boolean,
): FormulaFunction {
  const isEquality = name === "=" || name === "!=";
  return {
    name,
    group: "Operators",
    usage: `a ${name} b`,
    description,
    arity: [2, 2],
    check(args, refuse) {
      if (!isEquality && !areOf(args, ordered, refuse)) return undefined;
      const list = args.findIndex((arg) => arg.type === "list");
      if (list !== -1) return refuse(list, "Ask a list with contains(list, text).");
      const [left, right] = args;
      if (left?.type !== right?.type) {
        const types = `${typeWord(left?.type ?? "text")} with ${typeWord(right?.type ?? "text")}`;
        const asDate =
          left?.type === "instant" || right?.type === "instant" ? " Make it a date by date(…)." : "";
        return refuse(1, `This compares ${types}.${asDate}`);
      }
      return areKnownOptions(args, refuse) ? "boolean" : undefined;
    },
    sql: ([a = "", b = ""]) => `(${a} ${sql} ${b})`,
    evaluate: ([a = null, b = null]) => (a === null || b === null ? null : holds(compareValues(a, b))),
  };
}

/** The places of a `case`'s values: behind each condition, and the last one when it stands alone. */
function valuePlaces(count: number): number[] {
  const places = Array.from({ length: Math.floor(count / 2) }, (_, index) => index * 2 + 1);
  return count % 2 === 1 ? [...places, count - 1] : places;
}

function choice(shape: Pick<FormulaFunction, "name" | "usage" | "description" | "arity">): FormulaFunction {
  return {
    ...shape,
    group: "Logic",
    check(args, refuse) {
      const places = valuePlaces(args.length);
      const at: RefuseArgument = (index, message) =>
        refuse(index === undefined ? undefined : index * 2, message);
      const conditions = args.filter((_, index) => !places.includes(index));
      return areOf(conditions, ["boolean"], at) ? sharedType(args, places, refuse) : undefined;
    },
    sql(args) {
      const branches = valuePlaces(args.length - (args.length % 2)).map(
        (place) => `WHEN ${args[place - 1]} THEN ${args[place]}`,
      );
      const otherwise = args.length % 2 === 1 ? ` ELSE ${args.at(-1)}` : "";
      return `(CASE ${branches.join(" ")}${otherwise} END)`;
    },
    evaluate(args) {
      for (let index = 0; index + 1 < args.length; index += 2) {
        if (args[index] === true) return args[index + 1] ?? null;
      }
      return args.length % 2 === 1 ? (args.at(-1) ?? null) : null;
    },
  };
}

/** Conditions and choices. Missing is neither true nor false. */
export const logicFunctions: readonly FormulaFunction[] = [
  connective("and", "True when both are.", allOf),
  connective("or", "True when one is.", anyOf),
  {
    name: "not",
    group: "Operators",
    usage: "not a",
    description: "True when it is false.",
    arity: [1, 1],
    check: (args, refuse) => (areOf(args, ["boolean"], refuse) ? "boolean" : undefined),
    sql: ([a = ""]) => `(NOT ${a})`,
    evaluate: ([a = null]) => notOf(a as Truth),
  },
  comparison("=", "The same; texts to the letter.", "=", (order) => order === 0),
  comparison("!=", "Not the same.", "<>", (order) => order !== 0),
  comparison("<", "Less, or earlier.", "<", (order) => order < 0),
  comparison("<=", "Not more, or not later.", "<=", (order) => order <= 0),
  comparison(">", "More, or later.", ">", (order) => order > 0),
  comparison(">=", "Not less, or not earlier.", ">=", (order) => order >= 0),
  choice({
    name: "if",
    usage: "if(condition, then, otherwise)",
    description: "The second when the first is true, else the third (missing when left out).",
    arity: [2, 3],
  }),
  choice({
    name: "case",
    usage: "case(condition, value, …, otherwise)",
    description: "The value behind the first condition that is true, else the last (missing when left out).",
    arity: [2, 41],
  }),
  {
    name: "coalesce",
    group: "Logic",
    usage: "coalesce(a, b, …)",
    description: "The first value that is there.",
    arity: [2, 20],
    check: (args, refuse) => sharedType(args, [...args.keys()], refuse),
    sql: (args) => `coalesce(${args.join(", ")})`,
    evaluate: (args) => args.find((arg) => arg !== null) ?? null,
  },
  {
    name: "is_missing",
    group: "Logic",
    usage: "is_missing(value)",
    description: "True when there is nothing; the only question that is true of missing.",
    arity: [1, 1],
    check: () => "boolean",
    sql: ([a = ""]) => `(${a} IS NULL)`,
    evaluate: ([a = null]) => a === null,
  },
];
