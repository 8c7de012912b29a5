import { sql } from "kysely";
import { Problem } from "../../kernel/errors.ts";
import { parseRuleFor, ruleEnv, ruleExpression } from "../../objects/index.ts";
import { type FieldProblem, type StepResult, setWiseStepKind } from "./step.ts";

/** Takes the first case whose rule is true of the account now, else the last outlet. Unknown is not true. */
export const branch = setWiseStepKind({
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
  async runTogether({ app, tx, ctx, stepping, settings }) {
    const env = await ruleEnv(app, ctx);
    const cases = [];
    for (const { key, rule } of settings.cases) {
      const expression = ruleExpression(await parseRuleFor(app, tx, "account", rule), env);
      cases.push(sql`when ${expression} then ${key}`);
    }
    const taken = sql`case ${sql.join([...cases, sql`when true then 'else'`], sql` `)} end`;
    const { rows } = await sql<{ id: string; taken: string }>`
      select r.id, ${taken} as taken from accounts r join account_derived r_d on r_d.account_id = r.id
       where r.id = any(${stepping.map(({ run }) => run.accountId)}::uuid[])
    `.execute(tx);
    const takenBy = new Map(rows.map((row) => [row.id, row.taken]));
    return stepping.map(({ run }): StepResult => {
      const one = settings.cases.find(({ key }) => key === takenBy.get(run.accountId));
      if (one)
        return { kind: "next", outlet: one.key, why: `“${one.label}” is true.`, output: { case: one.key } };
      return { kind: "next", outlet: "else", why: "None of the cases is true.", output: { case: "else" } };
    });
  },
});
