import type { QualityStandard } from "@perennial/contract";
import { describeRule, type Rule, type RuleJson } from "@perennial/rules";
import { namesIn } from "../explain/index.ts";
import type { App } from "../kernel/app.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { readStandardRules } from "./standard-rules.ts";

/** The standards, by name, each with its rules in words. */
export async function readStandards(
  app: App,
  db: Db | Tx,
  { isArchived, id }: { isArchived?: boolean; id?: string },
): Promise<QualityStandard[]> {
  let select = db
    .selectFrom("quality_standards as s")
    .leftJoin("teammates as t", "t.id", "s.owner_id")
    .selectAll("s")
    .select("t.name as owner_name")
    .orderBy("s.name");
  if (isArchived !== undefined) select = select.where("s.archived_at", isArchived ? "is not" : "is", null);
  if (id !== undefined) select = select.where("s.id", "=", id);
  const standards: QualityStandard[] = [];
  for (const row of await select.execute()) {
    const [appliesTo, rule] = [row.applies_to as RuleJson | null, row.rule as RuleJson];
    const rules = await readStandardRules(app, db, row.object, { appliesTo, rule });
    standards.push({
      id: row.id,
      slug: row.slug,
      name: row.name,
      description: row.description,
      object: row.object,
      appliesTo,
      rule,
      sentence: "problem" in rules ? null : await sentenceOf(app, rules),
      problem: "problem" in rules ? rules.problem : null,
      ownerId: row.owner_id,
      ownerName: row.owner_name,
      createdAt: row.created_at,
      updatedAt: row.updated_at,
      archivedAt: row.archived_at,
    });
  }
  return standards;
}

/** @throws Problem `not-found` */
export async function readStandard(app: App, db: Db | Tx, id: string): Promise<QualityStandard> {
  const [standard] = await readStandards(app, db, { id });
  if (!standard) throw problem("not-found", `There is no standard with the id ${id}.`);
  return standard;
}

async function sentenceOf(app: App, { appliesTo, rule }: { appliesTo: Rule | null; rule: Rule }) {
  const names = await namesIn(app, appliesTo ? [appliesTo, rule] : [rule]);
  const must = describeRule(rule, names);
  return appliesTo ? `Where ${describeRule(appliesTo, names)}: ${must}` : must;
}
