import type { Rule, RuleJson } from "@perennial/rules";
import type { App } from "../kernel/app.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { Problem } from "../kernel/errors.ts";
import { parseRuleFor } from "../objects/index.ts";

export type StandardRules<Of> = { appliesTo: Of | null; rule: Of };

/**
 * The two rules of a standard, checked against what may be asked now.
 * @throws Problem `invalid-input` with the path of what is wrong
 */
export async function parseStandardRules(
  app: App,
  db: Db | Tx,
  object: string,
  { appliesTo, rule }: StandardRules<RuleJson>,
): Promise<StandardRules<Rule>> {
  return {
    appliesTo: appliesTo === null ? null : await parseRuleFor(app, db, object, appliesTo),
    rule: await parseRuleFor(app, db, object, rule),
  };
}

/** The same of a stored one: what it names may be gone by now. */
export async function readStandardRules(
  app: App,
  db: Db | Tx,
  object: string,
  rules: StandardRules<RuleJson>,
): Promise<StandardRules<Rule> | { problem: string }> {
  try {
    return await parseStandardRules(app, db, object, rules);
  } catch (error) {
    if (error instanceof Problem) return { problem: error.message };
    throw error;
  }
}
