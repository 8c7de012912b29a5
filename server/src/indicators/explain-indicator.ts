import { type Explainer, namesIn, plainAccount, reasonOfRule } from "../explain/index.ts";
import { problem } from "../kernel/errors.ts";
import { ruleCatalogOf, ruleEnv } from "../objects/index.ts";
import { checkStoredRule } from "../segments/index.ts";
import { conditionOf } from "./condition.ts";
import { readDefinition } from "./definitions.sql.ts";

/** Why an indicator is raised for an account, or is not: its condition piece by piece, and what stands open. */
export const indicatorExplainer: Explainer = {
  prefix: "indicator",
  async explain({ app, ctx, accountId, name }) {
    const definition = await readDefinition(app.db, name);
    const checked = checkStoredRule(await ruleCatalogOf(app), conditionOf(definition));
    if ("problems" in checked) {
      const first = checked.problems[0]?.message ?? "";
      throw problem("conflict", `The condition of “${definition.name}” cannot be asked any more: ${first}`);
    }
    const account = await plainAccount(app, accountId, [checked.rule]);
    const names = await namesIn(app, [checked.rule], account);
    const reason = reasonOfRule(checked.rule, account, await ruleEnv(app, ctx), names);
    const latest = await app.db
      .selectFrom("indicators")
      .select(["status", "raised_at", "settled_at", "settled_by"])
      .where("account_id", "=", accountId)
      .where("definition", "=", definition.slug)
      .orderBy("raised_at", "desc")
      .executeTakeFirst();
    const holds = reason.result === true;
    const standing = latest
      ? latest.status === "open"
        ? `open since ${latest.raised_at}`
        : `${latest.status} by ${latest.settled_by} at ${latest.settled_at}`
      : "never raised";
    const why = holds
      ? "the condition is true"
      : reason.result === null
        ? "something is missing"
        : "it is not true";
    return {
      summary: `${definition.name}: ${why}; ${standing}`,
      value: holds,
      reason: { label: definition.name, result: holds, note: standing, children: [reason] },
    };
  },
};
