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
const folded = (name: string): string => name.replaceAll("_", "").toLowerCase();

/**
 * Looks a name up: a field as rules name it, a short name, a trait or metric without its prefix, then blind to case and
 * underscores (`due_on` is `dueOn`); else a relation, alone or before a dot.
 */
export function meaningOf(name: string, object: ObjectCatalog): Meaning | undefined {
  const field = (slug: string) => object.fields.find((each) => each.slug === slug);
  const exact = field(name);
  if (exact !== undefined) return { kind: "field", field: exact };
  const named = (object.names ?? []).find((each) => each.name === name);
  if (named !== undefined) return { kind: "named", named };
  const [head = "", ...rest] = name.split(".");
  const relation = (object.relations ?? []).find((each) => each.slug === head);
  if (relation !== undefined) return { kind: "relation", relation, rest: rest.join(".") };
  const short = prefixes.map((prefix) => field(`${prefix}${name}`)).find((each) => each !== undefined);
  if (short !== undefined) return { kind: "field", field: short };
  const alike = object.fields.find((each) =>
    ["", ...prefixes].some((prefix) => folded(each.slug) === folded(`${prefix}${name}`)),
  );
  return alike === undefined ? undefined : { kind: "field", field: alike };
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
