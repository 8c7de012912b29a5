import type { Env } from "../env.ts";
import { ownValue, type PlainRecord } from "../memory/seen-value.ts";
import { Exact, exactText, fractionDigits, round } from "./exact.ts";
import { type AggregateNode, type Formula, type FormulaNode, partsOf } from "./formula.ts";
import type { FormulaValue } from "./formula-value.ts";
import { aggregatedRecords, evaluateFormula, evaluateFormulaNode } from "./memory/evaluate-formula.ts";

/** What a formula, and each part of it, gave for a record. */
export interface FormulaReason {
  /** The part as it is written, or the record. */
  label: string;
  /** As JSON: numbers as exact decimal text, dates as ISO text, `null` when missing. */
  value: unknown;
  /** Of related records. */
  id?: string;
  /** What a name stands for, or how many rows are not shown. */
  note?: string;
  children?: FormulaReason[];
}

/** Rows an aggregate shows at most. */
const mostRows = 50;

/** The formula worked out for one record, part by part, down to the related rows. */
export function explainFormula(
  formula: Formula,
  record: PlainRecord,
  env: Env,
  digits?: number,
): FormulaReason {
  const whole = reasonOf(formula.root, formula.text, record, env);
  return { ...whole, value: plainValue(evaluateFormula(formula, record, env, digits)) };
}

/** A value as JSON; numbers as text, so that none is rounded. */
export function plainValue(value: FormulaValue): unknown {
  if (value instanceof Exact) return exactText(round(value, fractionDigits));
  return value instanceof Temporal.PlainDate || value instanceof Temporal.Instant ? value.toString() : value;
}

function reasonOf(node: FormulaNode, text: string, record: PlainRecord, env: Env): FormulaReason {
  const written = text.slice(node.from, node.to).trim();
  const value = plainValue(evaluateFormulaNode(node, record, env));
  switch (node.kind) {
    case "literal":
      return { label: written, value };
    case "field":
      return { label: node.field.label, value };
    case "named":
      return { ...reasonOf(node.formula.root, node.formula.text, record, env), label: node.label };
    case "call": {
      const children = partsOf(node)
        .filter((part) => part.kind !== "literal")
        .map((part) => reasonOf(part, text, record, env));
      return children.length === 0 ? { label: written, value } : { label: written, value, children };
    }
    case "aggregate":
      return { label: written, value, ...rowsOf(node, text, record, env) };
  }
}

function rowsOf(
  node: AggregateNode,
  text: string,
  record: PlainRecord,
  env: Env,
): Pick<FormulaReason, "note" | "children"> {
  const rows = aggregatedRecords(node, record, env);
  const { value } = node;
  const children = rows.slice(0, mostRows).map((row): FormulaReason => {
    const id = ownValue(row, "id");
    const part = value && reasonOf(value, text, row, env);
    return {
      label: nameOf(row, node.object.label),
      value: part?.value ?? null,
      ...(typeof id === "string" ? { id } : {}),
      ...(part?.children === undefined ? {} : { children: part.children }),
    };
  });
  const hidden = rows.length - children.length;
  return { note: hidden > 0 ? `${rows.length} rows, ${hidden} not shown` : `${rows.length} rows`, children };
}

/** What a person knows the row by. */
function nameOf(row: PlainRecord, label: string): string {
  for (const key of ["name", "subject", "title", "email", "product", "dueOn", "startsOn", "at"]) {
    const found = ownValue(row, key);
    if (typeof found === "string" && found !== "") return found;
  }
  return label;
}
