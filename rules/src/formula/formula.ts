import type { Field, ObjectCatalog, Relation } from "../catalog.ts";
import type { Env } from "../env.ts";
import type { FormulaValue } from "./formula-value.ts";

/** What a formula or a part of it gives. Money and percentages are numbers. */
export const formulaTypes = [
  "number",
  "text",
  "boolean",
  "date",
  "instant",
  "list",
  "teammate",
  "contact",
  "account",
  "organization",
] as const;
export type FormulaType = (typeof formulaTypes)[number];

/** A checked formula over the records of one object: every name resolved, every type known. Made by `checkFormula`. */
export interface Formula {
  readonly object: ObjectCatalog;
  /** As it was written; positions of nodes count into it. */
  readonly text: string;
  readonly root: FormulaNode;
}

export interface Span {
  /** Position of the first character, and of the one behind the last, in the formula's text. */
  readonly from: number;
  readonly to: number;
}

interface Typed extends Span {
  readonly type: FormulaType;
}

export interface LiteralNode extends Typed {
  readonly kind: "literal";
  readonly value: Exclude<FormulaValue, null>;
}

export interface FieldNode extends Typed {
  readonly kind: "field";
  readonly field: Field;
}

/** A short name that stands for a formula of its own: `age_days` of tickets. */
export interface NamedNode extends Typed {
  readonly kind: "named";
  readonly name: string;
  readonly label: string;
  readonly formula: Formula;
}

export interface CallNode extends Typed {
  readonly kind: "call";
  readonly fn: FormulaFunction;
  readonly args: readonly FormulaNode[];
}

export const aggregates = ["count", "sum", "avg", "min", "max", "latest", "list"] as const;
export type Aggregate = (typeof aggregates)[number];

/** One value made of many related records. */
export interface AggregateNode extends Typed {
  readonly kind: "aggregate";
  readonly aggregate: Aggregate;
  readonly relation: Relation;
  readonly object: ObjectCatalog;
  /** Over each related record; absent where records are counted. */
  readonly value?: FormulaNode;
  /** Which records: those of which it is true. Absent: all. */
  readonly where?: FormulaNode;
  /** By what `latest` orders: a date or an instant of the record. */
  readonly order?: FormulaNode;
}

export type FormulaNode = LiteralNode | FieldNode | NamedNode | CallNode | AggregateNode;

/** The parts a node is made of, those about related records included. */
export function partsOf(node: FormulaNode): readonly FormulaNode[] {
  switch (node.kind) {
    case "call":
      return node.args;
    case "named":
      return [node.formula.root];
    case "aggregate":
      return [node.value, node.where, node.order].filter((part) => part !== undefined);
    default:
      return [];
  }
}

/** The fields of the formula's own object that it reads, each with where it is written first; not those of related records. */
export function fieldsRead(formula: Formula): (Span & { slug: string })[] {
  const found = new Map<string, Span & { slug: string }>();
  const walk = (node: FormulaNode, within?: Span): void => {
    const { from, to } = within ?? node;
    if (node.kind === "field" && !found.has(node.field.slug))
      found.set(node.field.slug, { slug: node.field.slug, from, to });
    // What a short name stands for is written elsewhere: the name's own place counts.
    const place = node.kind === "named" ? { from, to } : within;
    if (node.kind !== "aggregate") for (const part of partsOf(node)) walk(part, place);
  };
  walk(formula.root);
  return [...found.values()];
}

/** Notes what is wrong with an argument (by its place; none: with the call) and gives nothing. */
export type RefuseArgument = (index: number | undefined, message: string) => undefined;

export interface SqlCall {
  env: Env;
  /** The arguments as they were checked: their types, and literals that decide the SQL. */
  nodes: readonly FormulaNode[];
  /** Binds a value and gives its placeholder with the cast. */
  param(value: unknown, cast: string): string;
}

export interface MemoryCall {
  env: Env;
  nodes: readonly FormulaNode[];
}

/**
 * All that is known of one function or operator. It never fails: what cannot be worked out is missing. Both interpreters
 * work out every argument; `sql` names each once, so that formulas within formulas do not multiply.
 */
export interface FormulaFunction {
  /** As it is written, in lower case; operators under their symbol. */
  name: string;
  group: "Operators" | "Logic" | "Numbers" | "Text" | "Dates";
  /** `round(number, digits)`. */
  usage: string;
  description: string;
  /** How many arguments it takes, at least and at most. */
  arity: readonly [number, number];
  /** The places of arguments that decide how it works, written as they are (`"days"`), not worked out. */
  settings?: readonly number[];
  /** Today's date decides. */
  usesClock?: boolean;
  /** The type of the result; refuses arguments of the wrong type. Their number is right. */
  check(args: readonly FormulaNode[], refuse: RefuseArgument): FormulaType | undefined;
  sql(args: readonly string[], call: SqlCall): string;
  evaluate(args: readonly FormulaValue[], call: MemoryCall): FormulaValue;
}
