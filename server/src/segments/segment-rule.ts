import {
  checkRule,
  type Rule,
  type Catalog as RuleCatalog,
  type RuleJson,
  subjectsOf,
} from "@perennial/rules";
import { allNodes } from "../explain/index.ts";
import type { App } from "../kernel/app.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { parseRuleFor } from "../objects/index.ts";

/** Operators whose answer depends on who asks: a segment is the same for everybody. */
const personal: readonly string[] = ["is-me", "is-in-my-team"];

/**
 * Checks a rule that decides a derived value of accounts, or the membership of other records.
 * @returns what it reads, for the order of computation
 * @throws Problem `invalid-input` with the path of everything that is wrong
 */
export async function checkDefiningRule(
  app: App,
  tx: Tx,
  json: RuleJson,
  object = "account",
): Promise<string[]> {
  const rule = await parseRuleFor(app, tx, object, json);
  for (const node of allNodes(rule)) {
    if (node.kind !== "condition" || !personal.includes(node.operator.id)) continue;
    const message = "Who asks cannot decide here: choose teammates by name, or use this in a view.";
    throw problem("invalid-input", message, {
      fields: [{ path: node.path === "" ? "op" : `${node.path}.op`, message }],
    });
  }
  return readsOf(rule);
}

/** What a rule reads: fields of accounts by their slug, of other objects as `contact/segment:champions`. */
export function readsOf(rule: Rule): string[] {
  return subjectsOf(rule).flatMap((subject) => {
    if (subject.kind !== "field") return [];
    return [subject.object === "account" ? subject.slug : `${subject.object}/${subject.slug}`];
  });
}

type Checked = ReturnType<typeof checkRule>;
const caches = new WeakMap<RuleCatalog, Map<string, Checked>>();

/** A stored rule checked against what may be asked now; kept for as long as the definitions stand. */
export function checkStoredRule(rules: RuleCatalog, json: RuleJson, object = "account"): Checked {
  const cache = caches.get(rules) ?? new Map<string, Checked>();
  caches.set(rules, cache);
  const text = `${object} ${JSON.stringify(json)}`;
  const checked = cache.get(text) ?? checkRule(json, rules, object);
  cache.set(text, checked);
  return checked;
}
