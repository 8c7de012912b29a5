import { Problem } from "../../kernel/errors.ts";
import { parseRuleFor, ruleEnv, ruleExpression } from "../../objects/index.ts";
import { checkDefiningRule } from "../../segments/index.ts";
import { triggerKind } from "./trigger.ts";

/** A rule begins to be true of an account; the live engine watches it as a value of the account. */
export const ruleMatches = triggerKind({
  kind: "rule-matches",
  label: "Rule begins to match",
  enters: "playbook.matched",
  leaves: "playbook.unmatched",
  keyOfEvent: ({ objectId }) => objectId,
  keyOf: (_settings, playbookId) => playbookId,
  describe: () => "When an account begins to match the rule",
  because: () => "Began to match the rule",
  async check({ app, tx, settings }) {
    try {
      return { reads: await checkDefiningRule(app, tx, settings.rule), problems: [] };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const problems = error.fields.map(({ path, message }) => ({ path: `rule.${path}`, message }));
      return { reads: [], problems };
    }
  },
  async matching({ app, db, ctx, settings }) {
    const rule = await parseRuleFor(app, db, "account", settings.rule);
    return ruleExpression(rule, await ruleEnv(app, ctx), "all");
  },
});
