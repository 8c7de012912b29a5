import type { Field, NamedFormula, ObjectCatalog, Relation } from "../../catalog.ts";
import { nearestName } from "../../values/nearest-name.ts";
import type { FormulaType } from "../formula.ts";

/** What a written name means on an object. */
export type Meaning =
  | { kind: "field"; field: Field }
  | { kind: "named"; named: NamedFormula }
  | {
      kind: "relation";
      relation: Relation /** What stands behind the relation: `deltaArr`. */;
      rest: string;
    };

const typeOf: Partial<Record<Field["type"], FormulaType>> = {
  text: "text",
  "long-text": "text",
  url: "text",
  email: "text",
  select: "text",
  number: "number",
  integer: "number",
  currency: "number",
  percentage: "number",
  score: "number",
  boolean: "boolean",
  segment: "boolean",
  date: "date",
  instant: "instant",
  "multi-select": "list",
  "text-list": "list",
  teammate: "teammate",
  contact: "contact",
  account: "account",
  organization: "organization",
};

/** What a field holds in formulas; nothing for what formulas cannot use. */
export function formulaTypeOf(field: Field): FormulaType | undefined {
  return typeOf[field.type];
}

/** Prefixes that may be left out where the rest is no name of its own. */
const prefixes = ["trait:", "metric:", "keyRole:"];
const folded = (name: string): string => name.replaceAll(/[-_]/g, "").toLowerCase();

/** A field's or relation's slug as a formula writes it: a hyphen would be a minus. */
export const formulaName = (slug: string): string => slug.replaceAll("-", "_");

/**
 * Looks a name up: a field as rules name it, a short name, a relation, alone or before a dot, a trait or metric without its
 * prefix; then the same blind to case, underscores and hyphens (`due_on` is `dueOn`).
 */
export function meaningOf(name: string, object: ObjectCatalog): Meaning | undefined {
  const field = (slug: string) => object.fields.find((each) => each.slug === slug);
  const exact = field(name);
  if (exact !== undefined) return { kind: "field", field: exact };
  const named = (object.names ?? []).find((each) => each.name === name);
  if (named !== undefined) return { kind: "named", named };
  const [head = "", ...rest] = name.split(".");
  const relationOf = (isIt: (slug: string) => boolean) => {
    const relation = (object.relations ?? []).find((each) => isIt(each.slug));
    return relation && { kind: "relation" as const, relation, rest: rest.join(".") };
  };
  const relation = relationOf((slug) => slug === head);
  if (relation !== undefined) return relation;
  const short = prefixes.map((prefix) => field(`${prefix}${name}`)).find((each) => each !== undefined);
  if (short !== undefined) return { kind: "field", field: short };
  const alike = object.fields.find((each) =>
    ["", ...prefixes].some((prefix) => folded(each.slug) === folded(`${prefix}${name}`)),
  );
  if (alike !== undefined) return { kind: "field", field: alike };
  return relationOf((slug) => folded(slug) === folded(head));
}

/** Every name that may be written about an object, as completion offers it. */
export function namesOf(object: ObjectCatalog): string[] {
  return [
    ...object.fields.filter((field) => formulaTypeOf(field) !== undefined).map((field) => field.slug),
    ...(object.names ?? []).map((each) => each.name),
    ...(object.relations ?? []).map((each) => each.slug),
  ];
}

/** “ Did you mean “plan”?”, or nothing when no name is near. */
export function nearestOf(written: string, names: readonly string[]): string {
  const bare = names.map((name) => name.replace(/^(trait|metric):/, ""));
  const nearest = nearestName(written, names) ?? names[bare.indexOf(nearestName(written, bare) ?? "")];
  return nearest === undefined ? "" : ` Did you mean “${nearest}”?`;
}
