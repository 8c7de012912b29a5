import type { Tiers } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import { catalogOf, parseRuleFor, ruleEnv, ruleExpression } from "../objects/index.ts";
import { numberOfAccounts } from "./account-number.ts";
import { readSegments } from "./segments.sql.ts";
import { asksTheSame, shippedThresholds, type Thresholds, thresholdsIn, tierRules } from "./tier-rules.ts";

/**
 * From which value each tier begins, and how many accounts it has.
 * @param asked other thresholds, to see how many accounts each tier would have with them
 */
export async function readTiers(app: App, ctx: Context, asked?: Thresholds): Promise<Tiers> {
  const segments = await readSegments(app.db, { isArchived: false });
  const rules = new Map(segments.map(({ slug, rule }) => [slug, rule]));
  const standing = thresholdsIn(rules);
  const thresholds = asked ?? standing ?? shippedThresholds;
  if (asked) numberOfAccounts(await catalogOf(app), asked.measure, "measure");
  const tiers = tierRules(thresholds);
  const now = new Map(tierRules(standing ?? shippedThresholds).map(({ segment, rule }) => [segment, rule]));
  const held = tiers.map(({ segment, rule }) => (asked ? rule : (rules.get(segment) ?? null)));
  const counts = await countAccounts(app, ctx, held);
  return {
    ...thresholds,
    items: tiers.map(({ tier, segment }, at) => ({
      tier,
      segment,
      accounts: counts[at] ?? 0,
      isByHand: !asksTheSame(rules.get(segment) ?? null, now.get(segment) ?? null),
    })),
  };
}

/** How many accounts each rule holds, in one reading. */
async function countAccounts(app: App, ctx: Context, rules: readonly (RuleJson | null)[]): Promise<number[]> {
  const env = await ruleEnv(app, ctx);
  const columns = await Promise.all(
    rules.map(async (rule, at) => {
      if (rule === null) return sql`0 as ${sql.id(`n${at}`)}`;
      const parsed = await parseRuleFor(app, app.db, "account", rule);
      return sql`(count(*) filter (where ${ruleExpression(parsed, env, "all")}))::integer as ${sql.id(`n${at}`)}`;
    }),
  );
  const { rows } = await sql<Record<string, number>>`
    select ${sql.join(columns)} from accounts r join account_derived r_d on r_d.account_id = r.id
     where r.archived_at is null
  `.execute(app.db);
  return rules.map((_, at) => Number(rows[0]?.[`n${at}`] ?? 0));
}
