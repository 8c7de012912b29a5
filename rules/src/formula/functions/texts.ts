import { Exact, exactText, fractionDigits, round } from "../exact.ts";
import type { FormulaFunction, FormulaNode } from "../formula.ts";
import { formulaLimits } from "../formula-limits.ts";
import type { FormulaValue } from "../formula-value.ts";
import { areOf, typeWord } from "./arguments.ts";
import { type CaseTable, caseTable, inCase } from "./letter-case.ts";

const blanks = " \t\n\r\f\v\u00a0";

/** The text without blanks at its ends; nothing left is missing. */
function trimmed(text: string): string | null {
  let [from, to] = [0, text.length];
  while (from < to && blanks.includes(text.charAt(from))) from += 1;
  while (to > from && blanks.includes(text.charAt(to - 1))) to -= 1;
  return text.slice(from, to) || null;
}

/** The first characters of a text, as many as a result keeps. */
export function cutText(text: string): string {
  return text.length <= formulaLimits.textLength
    ? text
    : [...text].slice(0, formulaLimits.textLength).join("");
}

export function cutTextSql(sql: string): string {
  return `left(${sql}, ${formulaLimits.textLength})`;
}

/** A value written out: numbers plain, dates as YYYY-MM-DD. */
function asText(value: FormulaValue): string {
  if (value === null) return "";
  return value instanceof Exact ? exactText(round(value, fractionDigits)) : String(value);
}

function asTextSql(sql: string, node: FormulaNode | undefined): string {
  if (node?.type === "number") return `trim_scale(round(${sql}, ${fractionDigits}))::text`;
  return node?.type === "date" ? `to_char(${sql}, 'YYYY-MM-DD')` : sql;
}

function letterCase(name: CaseTable["sql"], description: string): FormulaFunction {
  return {
    name,
    group: "Text",
    usage: `${name}(text)`,
    description,
    arity: [1, 1],
    check: (args, refuse) => (areOf(args, ["text"], refuse) ? "text" : undefined),
    sql([a = ""], { param }) {
      const { from, to } = caseTable(name);
      return `translate(${name}(${a} COLLATE "C"), ${param(from, "text")}, ${param(to, "text")})`;
    },
    evaluate: ([a = null]) => (typeof a === "string" ? inCase(a, caseTable(name)) : null),
  };
}

/** Functions of texts and lists. An empty text is missing. */
export const textFunctions: readonly FormulaFunction[] = [
  {
    name: "concat",
    group: "Text",
    usage: "concat(a, b, …)",
    description: "Texts, numbers and dates, one behind the other; what is missing is left out.",
    arity: [1, 20],
    check: (args, refuse) => (areOf(args, ["text", "number", "date"], refuse) ? "text" : undefined),
    sql: (args, { nodes }) =>
      `nullif(${cutTextSql(`concat(${args.map((arg, index) => asTextSql(arg, nodes[index])).join(", ")})`)}, '')`,
    evaluate: (args) => cutText(args.map(asText).join("")) || null,
  },
  letterCase("lower", "In small letters."),
  letterCase("upper", "In capital letters."),
  {
    name: "trim",
    group: "Text",
    usage: "trim(text)",
    description: "Without blanks at its ends.",
    arity: [1, 1],
    check: (args, refuse) => (areOf(args, ["text"], refuse) ? "text" : undefined),
    sql: ([a = ""], { param }) => `nullif(btrim(${a}, ${param(blanks, "text")}), '')`,
    evaluate: ([a = null]) => (typeof a === "string" ? trimmed(a) : null),
  },
  {
    name: "contains",
    group: "Text",
    usage: "contains(text or list, text)",
    description: "Whether the text stands in it to the letter, or in the list as one of its values.",
    arity: [2, 2],
    check(args, refuse) {
      const [within, sought] = args;
      if (within === undefined || !areOf([within], ["text", "list"], refuse)) return undefined;
      if (sought?.type === "text") return "boolean";
      return refuse(1, `This is ${typeWord(sought?.type ?? "text")}; a text is needed here.`);
    },
    sql: ([a = "", b = ""], { nodes }) =>
      nodes[0]?.type === "list" ? `(${b} = ANY(${a}::text[]))` : `(strpos(${a}, ${b}) > 0)`,
    evaluate([a = null, b = null]) {
      if (a === null || typeof b !== "string") return null;
      return typeof a === "string" ? a.includes(b) : (a as readonly string[]).includes(b);
    },
  },
  {
    name: "length",
    group: "Text",
    usage: "length(text or list)",
    description: "How many characters, or values.",
    arity: [1, 1],
    check: (args, refuse) => (areOf(args, ["text", "list"], refuse) ? "number" : undefined),
    sql: ([a = ""], { nodes }) =>
      `${nodes[0]?.type === "list" ? "cardinality" : "char_length"}(${a})::numeric`,
    evaluate([a = null]) {
      if (typeof a === "string") return new Exact(BigInt([...a].length));
      return a === null ? null : new Exact(BigInt((a as readonly string[]).length));
    },
  },
];
