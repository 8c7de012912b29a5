import type { ObjectCatalog } from "../../catalog.ts";
import {
  type Aggregate,
  type AggregateNode,
  aggregates,
  type FormulaNode,
  type FormulaType,
} from "../formula.ts";
import { formulaLimits } from "../formula-limits.ts";
import { typeWord } from "../functions/arguments.ts";
import type { CallSyntax, Syntax } from "../parse/syntax.ts";
import { type FormulaCheck, type FormulaPlace, refuseAt } from "./formula-check.ts";
import { meaningOf, nearestOf } from "./formula-scope.ts";

interface AggregateWord {
  usage: string;
  description: string;
  /** The types it takes; none for those that count records. */
  takes: readonly FormulaType[];
  /** The type it gives; absent: that of its value. */
  gives?: FormulaType;
}

/** What each aggregate takes and gives. */
export const aggregateKinds: Readonly<Record<Aggregate, AggregateWord>> = {
  count: {
    usage: "count(tickets where …)",
    description: "How many related records there are.",
    takes: [],
    gives: "number",
  },
  sum: {
    usage: "sum(renewals.deltaArr where …)",
    description: "The sum over related records; zero when there are none.",
    takes: ["number"],
  },
  avg: {
    usage: "avg(tickets.csat where …)",
    description: "The mean over the related records that have the value; missing when none has.",
    takes: ["number"],
  },
  min: {
    usage: "min(renewals.dueOn where …)",
    description: "The least, or earliest, of related records.",
    takes: ["number", "date", "instant"],
  },
  max: {
    usage: "max(renewals.dueOn where …)",
    description: "The greatest, or latest, of related records.",
    takes: ["number", "date", "instant"],
  },
  latest: {
    usage: "latest(notes.body where …)",
    description: "The value of the youngest related record that has it.",
    takes: [
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
    ],
  },
  list: {
    usage: "list(subscriptions.product where …)",
    description: `Every different value of related records, sorted; ${formulaLimits.listLength} at most.`,
    takes: ["text"],
    gives: "list",
  },
};

export const aggregateWords: readonly Aggregate[] = aggregates;

/** Whether a call is about related records; `min` and `max` are so only when one is named. */
export function isAggregate(syntax: CallSyntax, place: FormulaPlace): boolean {
  if (syntax.name !== "min" && syntax.name !== "max") return aggregateOf(syntax) !== undefined;
  const [first] = syntax.args;
  return first?.kind === "name" && meaningOf(first.name, place.object)?.kind === "relation";
}

function aggregateOf(syntax: CallSyntax): Aggregate | undefined {
  return aggregates.find((each) => each === syntax.name);
}

/**
 * A value made of related records: `count(tickets)`, `sum(renewals.deltaArr where …)`, or with an expression,
 * `sum(subscriptions, quantity * unitPrice)`.
 */
export function checkAggregate(
  syntax: CallSyntax,
  place: FormulaPlace,
  check: FormulaCheck,
): FormulaNode | undefined {
  const aggregate = aggregateOf(syntax) ?? "count";
  const [first, second] = syntax.args;
  if (first === undefined) return refuseAt(syntax, `Write ${aggregateKinds[aggregate].usage}.`, check);
  const meaning = first.kind === "name" ? meaningOf(first.name, place.object) : undefined;
  if (first.kind !== "name" || meaning?.kind !== "relation") {
    return refuseAt(first, notRelated(aggregate, first, place), check);
  }
  const { relation, rest } = meaning;
  const object = check.catalog.objects.find((each) => each.slug === relation.object);
  if (object === undefined) return refuseAt(first, `“${relation.label}” cannot be used in formulas.`, check);
  if (place.relatedDepth >= formulaLimits.relatedDepth) {
    return refuseAt(
      first,
      `Ask about related records at most ${formulaLimits.relatedDepth} steps away.`,
      check,
    );
  }
  const inside: FormulaPlace = { object, relatedDepth: place.relatedDepth + 1, relation: relation.slug };
  const path: Syntax | undefined = rest === "" ? second : { ...first, name: rest };
  const where = syntax.where && checkWhere(syntax.where, inside, check);
  const value = checkValue(aggregate, syntax, path, inside, check);
  if (value === "refused" || (syntax.where !== undefined && where === undefined)) return undefined;
  const order = aggregate === "latest" ? orderOf(first, object, inside, check) : undefined;
  if (aggregate === "latest" && order === undefined) return undefined;
  const node: AggregateNode = {
    kind: "aggregate",
    type: aggregateKinds[aggregate].gives ?? value?.type ?? "number",
    aggregate,
    relation,
    object,
    from: syntax.from,
    to: syntax.to,
    ...(value && { value }),
    ...(where && { where }),
    ...(order && { order }),
  };
  return node;
}

function notRelated(aggregate: Aggregate, first: Syntax, { object }: FormulaPlace): string {
  const relations = (object.relations ?? []).map((relation) => relation.slug);
  const written = first.kind === "name" ? (first.name.split(".")[0] ?? "") : "";
  const known = relations.length === 0 ? "" : ` Known are: ${relations.join(", ")}.`;
  return `Write ${aggregateKinds[aggregate].usage}, with records related to ${object.label}.${nearestOf(written, relations) || known}`;
}

function checkWhere(syntax: Syntax, inside: FormulaPlace, check: FormulaCheck): FormulaNode | undefined {
  const where = check.node(syntax, inside);
  if (where === undefined || where.type === "boolean") return where;
  return refuseAt(syntax, `“where” needs a condition; this is ${typeWord(where.type)}.`, check);
}

function checkValue(
  aggregate: Aggregate,
  syntax: CallSyntax,
  path: Syntax | undefined,
  inside: FormulaPlace,
  check: FormulaCheck,
): FormulaNode | undefined | "refused" {
  const { takes, usage } = aggregateKinds[aggregate];
  const refused = (at: Syntax, message: string): "refused" => {
    refuseAt(at, message, check);
    return "refused";
  };
  if (takes.length === 0) {
    return path === undefined
      ? undefined
      : refused(syntax, `Write ${usage}: records are counted, not values.`);
  }
  const isWritten = syntax.args.length === (path === syntax.args[1] ? 2 : 1);
  if (path === undefined || !isWritten) return refused(syntax, `Write ${usage}.`);
  const value = check.node(path, inside);
  if (value === undefined) return "refused";
  if (takes.includes(value.type)) return value;
  return refused(path, `${aggregate} takes ${typeWord(...takes)}; this is ${typeWord(value.type)}.`);
}

/** What tells the youngest record: the short name `at` of the object, or when it was made. */
function orderOf(
  syntax: Syntax,
  object: ObjectCatalog,
  inside: FormulaPlace,
  check: FormulaCheck,
): FormulaNode | undefined {
  const name = ["at", "createdAt"].find((each) => meaningOf(each, object)?.kind !== undefined);
  if (name === undefined) {
    return refuseAt(syntax, `Nothing tells which ${object.label} is the latest.`, check);
  }
  return check.node({ kind: "name", name, from: syntax.from, to: syntax.to }, inside);
}
