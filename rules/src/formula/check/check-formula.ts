import type { Catalog, ObjectCatalog } from "../../catalog.ts";
import { exact } from "../exact.ts";
import {
  type Formula,
  type FormulaFunction,
  type FormulaNode,
  type LiteralNode,
  partsOf,
} from "../formula.ts";
import { type FormulaProblem, FormulaRefused, SyntaxProblem } from "../formula-problem.ts";
import { formulaFunctions, functionNamed } from "../functions/index.ts";
import { parseSyntax } from "../parse/parse-syntax.ts";
import type { CallSyntax, NameSyntax, Syntax } from "../parse/syntax.ts";
import { aggregateWords, checkAggregate, isAggregate } from "./check-aggregate.ts";
import { type FormulaCheck, type FormulaPlace, refuseAt } from "./formula-check.ts";
import { formulaTypeOf, meaningOf, namesOf, nearestOf } from "./formula-scope.ts";

/** Checks a formula against the catalog for the object `objectSlug`; throws `FormulaRefused` with every problem. */
export function parseFormula(text: string, catalog: Catalog, objectSlug: string): Formula {
  const checked = checkFormula(text, catalog, objectSlug);
  if ("problems" in checked) throw new FormulaRefused(checked.problems);
  return checked.formula;
}

/** The checked formula, or every problem with the characters it is about. Never throws, whatever the text holds. */
export function checkFormula(
  text: string,
  catalog: Catalog,
  objectSlug: string,
): { formula: Formula } | { problems: FormulaProblem[] } {
  const object = catalog.objects.find((each) => each.slug === objectSlug);
  if (object !== undefined) return checkText(text, catalog, object);
  return { problems: [{ from: 0, to: text.length, message: `There is no object “${objectSlug}”.` }] };
}

function checkText(
  text: string,
  catalog: Catalog,
  object: ObjectCatalog,
): { formula: Formula } | { problems: FormulaProblem[] } {
  const check: FormulaCheck = {
    catalog,
    problems: [],
    node: (syntax, place) => checkNode(syntax, place, check),
  };
  let syntax: Syntax;
  try {
    syntax = parseSyntax(text);
  } catch (error) {
    if (error instanceof SyntaxProblem) return { problems: [error.problem] };
    throw error;
  }
  const root = checkNode(syntax, { object, relatedDepth: 0 }, check);
  return root === undefined || check.problems.length > 0
    ? { problems: check.problems }
    : { formula: { object, text, root } };
}

function checkNode(syntax: Syntax, place: FormulaPlace, check: FormulaCheck): FormulaNode | undefined {
  const { from, to } = syntax;
  switch (syntax.kind) {
    case "number":
      return { kind: "literal", type: "number", value: exact(syntax.digits), from, to };
    case "truth":
      return { kind: "literal", type: "boolean", value: syntax.value, from, to };
    case "text":
      if (syntax.text === "")
        return refuseAt(syntax, "An empty text is missing: ask is_missing(…) instead.", check);
      if (syntax.text.includes("\0") || !syntax.text.isWellFormed())
        return refuseAt(syntax, "This text holds a character that cannot be stored.", check);
      return { kind: "literal", type: "text", value: syntax.text, from, to };
    case "name":
      return checkName(syntax, place, check);
    case "call":
      return isAggregate(syntax, place)
        ? checkAggregate(syntax, place, check)
        : checkCall(syntax, place, check);
  }
}

function checkName(syntax: NameSyntax, place: FormulaPlace, check: FormulaCheck): FormulaNode | undefined {
  const { from, to } = syntax;
  const { object, relation } = place;
  const isRepeated = relation !== undefined && syntax.name.startsWith(`${relation}.`);
  const name = isRepeated ? syntax.name.slice(relation.length + 1) : syntax.name;
  const meaning = meaningOf(name, object);
  if (meaning?.kind === "field") {
    const type = formulaTypeOf(meaning.field);
    if (type !== undefined) return { kind: "field", type, field: meaning.field, from, to };
    return refuseAt(syntax, `“${meaning.field.label}” cannot be used in formulas.`, check);
  }
  if (meaning?.kind === "named") {
    const { named } = meaning;
    // Short names stand for formulas over fields, never over one another.
    const checked = checkText(named.formula, check.catalog, { ...object, names: [] });
    if ("problems" in checked) {
      const [problem] = checked.problems;
      return refuseAt(
        syntax,
        `“${named.name}” stands for ${named.formula}: ${problem?.message ?? ""}`,
        check,
      );
    }
    const { formula } = checked;
    return {
      kind: "named",
      type: formula.root.type,
      name: named.name,
      label: named.label,
      formula,
      from,
      to,
    };
  }
  if (meaning?.kind === "relation") {
    const example = meaning.rest === "" ? `count(${name})` : `sum(${name})`;
    return refuseAt(
      syntax,
      `There are many ${meaning.relation.label}: write ${example} or another of them.`,
      check,
    );
  }
  return refuseAt(
    syntax,
    `There is no “${name}” on ${object.label}.${nearestOf(name, namesOf(object))}`,
    check,
  );
}

function checkCall(syntax: CallSyntax, place: FormulaPlace, check: FormulaCheck): FormulaNode | undefined {
  if (syntax.where !== undefined) {
    const words = aggregateWords.join(", ");
    return refuseAt(syntax.where, `“where” narrows related records, inside ${words}.`, check);
  }
  const fn = functionNamed(syntax.name);
  if (fn === undefined) {
    const names = [
      ...formulaFunctions.filter(({ name }) => /^\w+$/.test(name)).map(({ name }) => name),
      ...aggregateWords,
    ];
    return refuseAt(
      syntax.at,
      `There is no function “${syntax.name}”.${nearestOf(syntax.name, names)}`,
      check,
    );
  }
  const checked = syntax.args.map((arg) => check.node(arg, place));
  if (!hasRightCount(fn, syntax, check)) return undefined;
  const found = checked.filter((arg) => arg !== undefined);
  if (found.length < checked.length) return undefined;
  const args = withDates(found, fn);
  const type = fn.check(args, (index, message) =>
    refuseAt((index === undefined ? undefined : args[index]) ?? syntax, message, check),
  );
  return type && { kind: "call", type, fn, args, from: syntax.from, to: syntax.to };
}

function hasRightCount(fn: FormulaFunction, syntax: CallSyntax, check: FormulaCheck): boolean {
  const [least, most] = fn.arity;
  if (syntax.args.length >= least && syntax.args.length <= most) return true;
  refuseAt(syntax, `Write ${fn.usage}; ${syntax.args.length} values stand here.`, check);
  return false;
}

const isoDate = /^\d{4}-\d{2}-\d{2}$/;

/** A text in the form of a date is one, beside a date and in `date("…")`. */
function withDates(args: readonly FormulaNode[], fn: FormulaFunction): readonly FormulaNode[] {
  if (fn.name !== "date" && !args.some((arg) => arg.type === "date")) return args;
  return args.map((arg) => (arg.kind === "literal" ? (dateLiteral(arg) ?? arg) : arg));
}

function dateLiteral(literal: LiteralNode): LiteralNode | undefined {
  if (typeof literal.value !== "string" || !isoDate.test(literal.value)) return undefined;
  try {
    const value = Temporal.PlainDate.from(literal.value, { overflow: "reject" });
    return value.year === 0 ? undefined : { ...literal, type: "date", value };
  } catch {
    return undefined;
  }
}

/** Whether the clock alone can change what the formula gives. */
export function formulaUsesClock(formula: Formula): boolean {
  const uses = (node: FormulaNode): boolean =>
    (node.kind === "call" && node.fn.usesClock === true) ||
    (node.kind === "field" && node.field.changesDaily === true) ||
    partsOf(node).some(uses);
  return uses(formula.root);
}
