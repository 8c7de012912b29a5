import type { Env } from "../../env.ts";
import { ownValue, type PlainRecord, seenValue } from "../../memory/seen-value.ts";
import type { Seen } from "../../operators/operator.ts";
import { add, divide, Exact, exact, fractionDigits, round } from "../exact.ts";
import type { AggregateNode, Formula, FormulaNode, FormulaType } from "../formula.ts";
import { formulaLimits } from "../formula-limits.ts";
import type { FormulaValue } from "../formula-value.ts";
import { compareValues } from "../functions/compare-values.ts";
import { extremeOf, withinBound } from "../functions/numbers.ts";
import { cutText } from "../functions/texts.ts";

/** What the formula gives for one record; `null` when missing. Equal to what `compileFormula` gives in SQL. */
export function evaluateFormula(
  formula: Formula,
  record: PlainRecord,
  env: Env,
  digits = fractionDigits,
): FormulaValue {
  return finishedValue(evaluateFormulaNode(formula.root, record, env), digits);
}

/** What a result keeps: numbers below the bound with so many digits, the beginning of a long text. */
function finishedValue(value: FormulaValue, digits: number): FormulaValue {
  if (value instanceof Exact) return withinBound(round(value, digits));
  return typeof value === "string" ? cutText(value) : value;
}

/** One node of a formula for one record. */
export function evaluateFormulaNode(node: FormulaNode, record: PlainRecord, env: Env): FormulaValue {
  switch (node.kind) {
    case "literal":
      return node.value;
    case "field":
      return fieldValue(seenValue(node.field, record), node.type);
    case "named":
      return evaluateFormulaNode(node.formula.root, record, env);
    case "call": {
      const args = node.args.map((arg) => evaluateFormulaNode(arg, record, env));
      return node.fn.evaluate(args, { env, nodes: node.args });
    }
    case "aggregate":
      return aggregateValue(node, record, env);
  }
}

function fieldValue(seen: Seen, type: FormulaType): FormulaValue {
  return type === "number" && (typeof seen === "string" || typeof seen === "number")
    ? exact(seen)
    : (seen as FormulaValue);
}

/** The related records that an aggregate is made of. */
export function aggregatedRecords(
  node: AggregateNode,
  record: PlainRecord,
  env: Env,
): readonly PlainRecord[] {
  const related = ownValue(record, node.relation.memory ?? node.relation.slug) ?? [];
  if (!Array.isArray(related)) throw new TypeError(`“${node.relation.slug}” of a record is a list.`);
  const { where } = node;
  return where === undefined
    ? related
    : related.filter((each: PlainRecord) => evaluateFormulaNode(where, each, env) === true);
}

function aggregateValue(node: AggregateNode, record: PlainRecord, env: Env): FormulaValue {
  const { value } = node;
  const records = aggregatedRecords(node, record, env);
  if (value === undefined) return new Exact(BigInt(records.length));
  const ordered = node.order === undefined ? records : byAge(records, node.order, env);
  const values = ordered.map((each) => evaluateFormulaNode(value, each, env)).filter((each) => each !== null);
  return aggregated(node.aggregate, values);
}

function aggregated(
  aggregate: AggregateNode["aggregate"],
  values: readonly NonNullable<FormulaValue>[],
): FormulaValue {
  const sum = () => (values as readonly Exact[]).reduce(add, new Exact(0n));
  switch (aggregate) {
    case "count":
      return new Exact(BigInt(values.length));
    case "sum":
      return sum();
    case "avg":
      return divide(sum(), new Exact(BigInt(values.length)));
    case "min":
      return extremeOf(values, 1);
    case "max":
      return extremeOf(values, -1);
    case "latest":
      return values[0] ?? null;
    case "list": {
      const different = [...new Set(values as readonly string[])].sort(compareValues);
      return different.length === 0 ? null : different.slice(0, formulaLimits.listLength);
    }
  }
}

/** Youngest first; those without a time last, of the same time the one with the greater id first. */
function byAge(records: readonly PlainRecord[], order: FormulaNode, env: Env): PlainRecord[] {
  const keyed = records.map((record, index) => ({
    record,
    index,
    at: evaluateFormulaNode(order, record, env),
    id: ownValue(record, "id"),
  }));
  keyed.sort((a, b) => {
    if (a.at !== null && b.at !== null) {
      const byTime = compareValues(b.at, a.at);
      if (byTime !== 0) return byTime;
    } else if (a.at !== b.at) return a.at === null ? 1 : -1;
    if (typeof a.id === "string" && typeof b.id === "string") return compareValues(b.id, a.id);
    return b.index - a.index;
  });
  return keyed.map(({ record }) => record);
}
