import { asksSinceWhen, nodesOf, type Rule, type RuleNode } from "@perennial/rules";
import { problem } from "../../kernel/errors.ts";
import type { Catalog } from "../catalog.ts";
import type { ComputedField } from "../rule-catalog.ts";
import { hasPast } from "./past.ts";

/** What a rule asks about, where it is asked of an earlier day. */
export type AskedOfPast = {
  /** Fields of the records themselves. */
  slugs: Set<string>;
  /** Fields of related records, by kind of record; it is there, too, when only their number is asked. */
  related: Map<string, Set<string>>;
  /** Tables of facts that the rule reads beside. */
  tables: Set<string>;
};

/** What every record has, and what tells which record another one belongs to. */
const ofEvery = ["id", "createdAt", "accountId"];

/**
 * What has to be put back so that a rule may be asked of the past: the record's own fields, those of related records, changes
 * and events.
 * @param knownTables the tables of facts of which it is known how they stood
 * @throws Problem `invalid-input` naming what cannot be asked
 */
export function askedOfPast(rule: Rule, catalog: Catalog, knownTables: ReadonlySet<string>): AskedOfPast {
  const asked: AskedOfPast = { slugs: new Set(), related: new Map(), tables: new Set() };
  const reads = (node: RuleNode, table: string | undefined, what: string) => {
    if (table === undefined) return;
    if (!knownTables.has(table)) throw refused(node, what);
    asked.tables.add(table);
  };
  const field = (node: RuleNode, object: string, slug: string, label: string) => {
    if (ofEvery.includes(slug)) return;
    const own = object === rule.object.slug ? asked.slugs : relatedTo(asked, object);
    const parent = parentOf(slug, object, catalog);
    if (parent) relatedTo(asked, "organization").add(parent.slug);
    const found = catalog.fieldsOf(object).get(parent?.link ?? slug);
    if (!found || !hasPast(found)) throw refused(node, `“${label}”`);
    own.add(found.slug);
  };
  for (const { node, object } of nodesOf(rule)) {
    if (node.kind === "related" && !isTie(node)) {
      relatedTo(asked, node.object.slug);
      reads(node, node.relation.sql?.through?.table, node.relation.label);
    } else if (node.kind === "event-count" || node.kind === "event-time") {
      reads(node, node.source.sql?.daily?.table, `“${node.name}”`);
      reads(node, node.source.sql?.raw.table, `“${node.name}”`);
    } else if (node.kind === "condition" && node.field.freeJson !== true) {
      if (node.operator.needs === "history" || asksSinceWhen(node)) reads(node, "history", node.field.label);
      const { tablesThen } = node.field as Partial<ComputedField>;
      for (const table of tablesThen ?? []) reads(node, table, node.field.label);
      if (tablesThen) continue;
      for (const { slug, label } of [node.field, ...node.segments]) field(node, object.slug, slug, label);
    }
  }
  // Records related to others of their own kind are read under two names.
  const same = asked.related.get(rule.object.slug);
  if (same) for (const slug of asked.slugs) same.add(slug);
  return asked;
}

/** “of this account”: which record another one belongs to is told by its key, not by what either is like. */
function isTie(node: RuleNode): boolean {
  if (node.kind !== "related" || node.quantifier.kind !== "any" || node.object.slug !== "account")
    return false;
  return node.where?.root.kind === "condition" && node.where.root.field.slug === "id";
}

function relatedTo({ related }: AskedOfPast, object: string): Set<string> {
  const slugs = related.get(object) ?? new Set<string>();
  related.set(object, slugs);
  return slugs;
}

/** `organization.name` of an account: the field there, and the one here that leads to it. */
function parentOf(slug: string, object: string, catalog: Catalog) {
  const [prefix = "", ...rest] = slug.split(".");
  const there = catalog.types.has("organization")
    ? catalog.fieldsOf("organization").get(rest.join("."))
    : undefined;
  const link = catalog.fieldsOf(object).get(`${prefix}Id`);
  if (link?.type !== "organization" || there?.column.table !== "record") return undefined;
  return { slug: there.slug, link: link.slug };
}

function refused(node: RuleNode, what: string) {
  return problem(
    "invalid-input",
    `The filter asks about ${what}, which is not kept of earlier days. Take that condition out, or read now.`,
    { fields: [{ path: "filter", message: `${node.path || "rule"}: not kept as of a day` }] },
  );
}
