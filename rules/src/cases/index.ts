import type { RuleJson } from "../index.ts";
import { caseCatalog, caseEnv } from "./case-catalog.ts";
import change from "./change.json" with { type: "json" };
import choice from "./choice.json" with { type: "json" };
import date from "./date.json" with { type: "json" };
import duration from "./duration.json" with { type: "json" };
import formula from "./formula.json" with { type: "json" };
import instant from "./instant.json" with { type: "json" };
import number from "./number.json" with { type: "json" };
import pattern from "./pattern.json" with { type: "json" };
import text from "./text.json" with { type: "json" };
import tree from "./tree.json" with { type: "json" };

export { caseCatalog, caseEnv };

/** A rule about accounts, a record, and the truth both interpreters must find. */
export interface RuleCase {
  why: string;
  rule: RuleJson;
  record: Record<string, unknown>;
  expected: boolean | null;
}

interface ConditionCase {
  subject: string;
  seen: unknown;
  op: string;
  value?: unknown;
  expected: boolean | null;
  why?: string;
}

const conditions: readonly ConditionCase[] = [text, pattern, number, date, instant, choice].flat();

/** Every case of the language, as data. */
export const ruleCases: readonly RuleCase[] = [
  ...conditions.map(ruleCase),
  ...[...tree, ...change, ...duration].map(treeCase),
];

function treeCase(written: {
  why: string;
  rule: object;
  record: object;
  expected: boolean | null;
}): RuleCase {
  return { ...written, rule: written.rule as RuleJson, record: { ...written.record } };
}

function ruleCase({ subject, seen, op, value, expected, why }: ConditionCase): RuleCase {
  const asked = value === undefined ? "" : ` ${JSON.stringify(value)}`;
  const title = `${subject} ${JSON.stringify(seen)} ${op}${asked}`;
  return {
    why: why === undefined ? title : `${title}: ${why}`,
    rule: value === undefined ? { subject, op } : { subject, op, value },
    record: recordWith(subject, seen),
    expected,
  };
}

/** A record that holds the value where the catalog says. */
function recordWith(subject: string, seen: unknown): Record<string, unknown> {
  const memory = caseCatalog.objects[0]?.fields.find((field) => field.slug === subject)?.memory ?? subject;
  const path = typeof memory === "string" ? [memory] : memory;
  return path.reduceRight<unknown>((value, key) => ({ [key]: value }), seen) as Record<string, unknown>;
}

/** A formula about accounts, a record, and what both interpreters must give: numbers and dates as text. */
export interface FormulaCase {
  why: string;
  formula: string;
  record: Record<string, unknown>;
  expected: unknown;
}

/** Every case of the formulas, as data. */
export const formulaCases: readonly FormulaCase[] = formula.map((written) => ({
  ...written,
  record: { ...written.record },
  why: "why" in written ? `${written.formula}: ${written.why}` : written.formula,
}));
