import { sql } from "kysely";
import { Problem } from "../../kernel/errors.ts";
import { parseRuleFor, ruleEnv, ruleExpression } from "../../objects/index.ts";
import { type FieldProblem, stepKind } from "./step.ts";

/** Takes the first case whose rule is true of the account now, else the last outlet. Unknown is not true. */
export const branch = stepKind({
  kind: "branch",
  label: "Branch",
  group: "decide",
  outlets: ({ cases }) => [
    ...cases.map(({ key, label }) => ({ key, label })),
    { key: "else", label: "otherwise" },
  ],
  describe: ({ cases }) => `Go on by: ${cases.map((one) => one.label).join(", ")}, otherwise`,
  async check({ app, db, settings }) {
    const problems: FieldProblem[] = [];
    const keys = new Set(["else"]);
    for (const [index, { key, rule }] of settings.cases.entries()) {
      if (keys.has(key)) problems.push({ path: `cases.${index}.key`, message: "is used twice" });
      keys.add(key);
      try {
        await parseRuleFor(app, db, "account", rule);
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        problems.push(
          ...error.fields.map(({ path, message }) => ({ path: `cases.${index}.rule.${path}`, message })),
        );
      }
    }
    return problems;
  },
  async run({ app, tx, ctx, run, settings }) {
    const env = await ruleEnv(app, ctx);
    for (const { key, label, rule } of settings.cases) {
      const expression = ruleExpression(await parseRuleFor(app, tx, "account", rule), env);
      const { rows } = await sql<{ holds: boolean | null }>`
        select ${expression} as holds from accounts r join account_derived r_d on r_d.account_id = r.id
         where r.id = ${run.accountId}
      `.execute(tx);
      if (rows[0]?.holds)
        return { kind: "next", outlet: key, why: `“${label}” is true.`, output: { case: key } };
    }
    return { kind: "next", outlet: "else", why: "None of the cases is true.", output: { case: "else" } };
  },
});
