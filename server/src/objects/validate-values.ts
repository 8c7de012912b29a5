import {
  asksSinceWhen,
  checkRule,
  evaluateRule,
  matchesPattern,
  type Rule,
  type RuleNode,
  subjectsOf,
} from "@perennial/rules";
import type { App } from "../kernel/app.ts";
import type { Json } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { perDefinitionVersion } from "../kernel/definition-version.ts";
import { problem } from "../kernel/errors.ts";
import { catalogOf } from "./catalog.ts";
import type { Field } from "./field.ts";
import type { ObjectType, RecordWrite, RowProblem } from "./object-type.ts";
import { isChanged } from "./record-columns.ts";
import { ruleCatalogOf } from "./rule-catalog.ts";
import { parseRuleFor, ruleEnv } from "./rule-condition.ts";

/**
 * Says what is wrong with a value that has the right type: outside its range, not of its pattern, not among the allowed.
 * @param value as it is stored; null is never wrong here
 */
export function valueProblem(field: Field, value: Json): string | undefined {
  const { validation } = field;
  if (validation === undefined || value === null) return undefined;
  const { min, max, pattern, patternHint, allowed } = validation;
  if (min !== null && compare(field, value, min) < 0) return `must be ${min} or more`;
  if (max !== null && compare(field, value, max) > 0) return `must be ${max} or less`;
  const text = String(value);
  if (allowed.length > 0 && !allowed.includes(text)) {
    return `“${text.slice(0, 60)}” is not one of: ${allowed.slice(0, 20).join(", ")}${allowed.length > 20 ? " …" : ""}`;
  }
  if (pattern !== null && !matchesPattern(`^(?:${pattern})$`, text)) {
    return patternHint || `“${text.slice(0, 60)}” does not match ${pattern}`;
  }
  return undefined;
}

/** Decimals are compared by their digits: a float would call 0.1 + 2^-60 equal to 0.1. */
function compare(field: Field, value: Json, bound: string): number {
  if (field.type === "date") return Temporal.PlainDate.compare(String(value), bound);
  if (field.type === "instant") return Temporal.Instant.compare(String(value), bound);
  return compareDecimals(String(value), bound);
}

function compareDecimals(a: string, b: string): number {
  const scale = Math.max(fractionOf(a).length, fractionOf(b).length);
  const scaled = (text: string) =>
    BigInt(text.replace(".", "") + "0".repeat(scale - fractionOf(text).length));
  const [left, right] = [scaled(a), scaled(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

const fractionOf = (text: string): string => text.split(".")[1] ?? "";

type Requirement = { field: Field; rule: Rule; reads: ReadonlySet<string> };

/** The rules under which traits need a value, by object. One that names what is no more is not held. */
const requirements = perDefinitionVersion(async (app: App, db) => {
  const catalog = await catalogOf(app, db);
  const found = new Map<string, Requirement[]>();
  for (const object of catalog.types.keys()) {
    for (const field of catalog.fieldsOf(object).values()) {
      const when = field.validation?.requiredWhen ?? null;
      if (when === null) continue;
      const checked = checkRule(when, await ruleCatalogOf(app, db), object);
      if (!("rule" in checked)) continue;
      const reads = new Set(
        subjectsOf(checked.rule).flatMap((one) => (one.kind === "field" ? [one.slug] : [])),
      );
      found.set(object, [...(found.get(object) ?? []), { field, rule: checked.rule, reads }]);
    }
  }
  return found;
});

/**
 * The traits that records need and lack, by their rules. A record is asked when it is new, or when the trait or something its rule
 * reads changes: what was incomplete before may be edited elsewhere.
 */
export async function missingRequired(
  app: App,
  tx: Tx,
  ctx: Context,
  type: ObjectType,
  writes: readonly RecordWrite[],
): Promise<RowProblem[]> {
  const required = (await requirements(app, tx)).get(type.slug);
  if (required === undefined || writes.length === 0) return [];
  const env = await ruleEnv(app, ctx);
  const fields = (await catalogOf(app, tx)).fieldsOf(type.slug);
  const changes = (write: RecordWrite, slug: string): boolean => {
    const field = fields.get(slug);
    return field !== undefined && isChanged(field, write);
  };
  return writes.flatMap((write) =>
    required
      .filter(({ field }) => (write.after[field.slug] ?? null) === null)
      .filter(
        ({ field, reads }) => write.isNew || [field.slug, ...reads].some((slug) => changes(write, slug)),
      )
      .filter(({ rule }) => evaluateRule(rule, write.after, env) === true)
      .map(({ field }) => ({ row: write.row, path: field.slug, message: `${field.label} is required here` })),
  );
}

/**
 * Checks a rule under which a trait is to need a value: it is asked while a record is written, so it may look at what is
 * stored with the record itself only, as it is now.
 * @throws Problem `invalid-input` naming what else it looks at
 */
export async function parseRequirement(app: App, db: Db | Tx, object: string, json: unknown): Promise<void> {
  const rule = await parseRuleFor(app, db, object, json);
  const fields = (await catalogOf(app, db)).fieldsOf(object);
  const strange = foreignTo(rule.root, (slug) => fields.get(slug)?.column.table === "record");
  if (strange === undefined) return;
  const message = `“Required when” may ask about the record's own stored fields as they are now, not about ${strange}.`;
  throw problem("invalid-input", message, { fields: [{ path: "validation.requiredWhen", message }] });
}

function foreignTo(node: RuleNode, isOwn: (slug: string) => boolean): string | undefined {
  switch (node.kind) {
    case "all":
    case "any":
      return node.nodes.map((each) => foreignTo(each, isOwn)).find((found) => found !== undefined);
    case "not":
      return foreignTo(node.node, isOwn);
    case "condition":
      if (!isOwn(node.field.slug)) return node.field.label;
      return asksSinceWhen(node) || node.operator.needs !== undefined
        ? `how ${node.field.label} was before`
        : undefined;
    case "related":
      return node.relation.label;
    default:
      return "events";
  }
}
