import { nodesOf, type Rule, type RuleNode } from "@perennial/rules";
import { problem } from "../../kernel/errors.ts";
import type { Field } from "../field.ts";
import { hasPast } from "./past.ts";

/** “of this account”: which record another one belongs to is told by its key, not by what either is like. */
function isTie(node: RuleNode): boolean {
  if (node.kind !== "related" || node.quantifier.kind !== "any" || node.object.slug !== "account")
    return false;
  return node.where?.root.kind === "condition" && node.where.root.field.slug === "id";
}

/**
 * The fields that a rule asks about, where it may be asked of the past: conditions over the record's own fields whose past is
 * kept. Related records, events and changes are there as they are now.
 * @throws Problem `invalid-input` naming what cannot be asked
 */
export function pastFieldsOf(rule: Rule, fields: ReadonlyMap<string, Field>): Set<string> {
  const asked = new Set<string>();
  for (const { node } of nodesOf(rule)) {
    if (node.kind === "all" || node.kind === "any" || node.kind === "not" || isTie(node)) continue;
    const field = node.kind === "condition" ? fields.get(node.field.slug) : undefined;
    const isOfRecord =
      node.kind === "condition" && ["id", "createdAt", "accountId"].includes(node.field.slug);
    const isPlain = node.kind === "condition" && node.operator.needs !== "history" && !node.forDays;
    if (isPlain && (isOfRecord || (field && hasPast(field)))) {
      for (const { slug } of [node.field, ...node.segments]) asked.add(slug);
      continue;
    }
    const what = node.kind === "condition" ? `“${node.field.label}”` : "related records and events";
    throw problem(
      "invalid-input",
      `The filter asks about ${what}, which cannot be told as of a day. Take that condition out, or read now.`,
      { fields: [{ path: "filter", message: `${node.path || "rule"}: not kept as of a day` }] },
    );
  }
  return asked;
}
