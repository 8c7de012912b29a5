import type { QualityStandard } from "@perennial/contract";
import { subjectsOf } from "@perennial/rules";
import { type RawBuilder, sql } from "kysely";
import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import {
  derivedJoin,
  type ObjectType,
  type QualityCheck,
  type QualityRow,
  ruleEnv,
  ruleExpression,
} from "../objects/index.ts";
import { readStandardRules } from "./standard-rules.ts";

export type StandardCheck = QualityCheck & { standard: QualityStandard };

/** A standard as a check: it finds the records it applies to of which its rule is not true, or not known to be. */
export async function checkOfStandard(
  app: App,
  ctx: Context,
  standard: QualityStandard,
): Promise<StandardCheck> {
  const { object, name, description, problem } = standard;
  const rules = await readStandardRules(app, app.db, object, standard as never);
  const isAsked = !("problem" in rules);
  const slugs = isAsked
    ? subjectsOf(rules.rule).flatMap((one) => (one.kind === "field" ? [one.slug] : []))
    : [];
  return {
    slug: `standard-${standard.slug}`,
    group: "standards",
    title: name,
    consequence: problem === null ? description : `It cannot be asked: ${problem}`,
    standard,
    fields: () => ({ [object]: [...new Set(slugs)] }),
    async find({ catalog }) {
      const type = catalog.types.get(object);
      if (!type || !isAsked) return null;
      const env = await ruleEnv(app, ctx);
      const applies = rules.appliesTo ? ruleExpression(rules.appliesTo, env, "all") : sql<boolean>`true`;
      return rowsOf(
        type,
        sql`(${applies}) is true and (${ruleExpression(rules.rule, env, "all")}) is not true`,
      );
    },
  };
}

function rowsOf(type: ObjectType, where: RawBuilder<unknown>): RawBuilder<QualityRow> {
  const accounts = { account: sql`r.id`, "below-account": sql`r.account_id`, free: sql`null::uuid` };
  const name = type.builtIns.find(({ slug }) => slug === "name")?.column.name;
  const called =
    name === undefined ? sql`${type.label}` : sql`coalesce(${sql.ref(`r.${name}`)}, ${type.label})`;
  return sql`
    select ${accounts[type.placement]} as account_id, ${type.slug}::text as object, r.id as record_id, ${called}::text as what
      from ${sql.table(type.table)} r${derivedJoin(type)} where r.archived_at is null and ${where}`;
}
