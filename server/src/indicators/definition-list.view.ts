import type { IndicatorDefinition } from "@perennial/contract";
import { sql } from "kysely";
import { progressOfNodes } from "../engine/index.ts";
import type { App } from "../kernel/app.ts";
import { catalogOf } from "../objects/index.ts";
import { presentRules } from "../segments/index.ts";
import { ownConditionOf } from "./condition.ts";
import type { DefinitionRow } from "./definitions.sql.ts";
import { conditionColumn, conditionField } from "./indicator-columns.ts";
import { waitsForOf } from "./shipped-indicators.ts";

/** Definitions as the API shows them: with their sentences, their counts and what is under way. */
export async function presentDefinitions(
  app: App,
  rows: readonly DefinitionRow[],
): Promise<IndicatorDefinition[]> {
  const progressOf = await progressOfNodes(app);
  const conditions = rows.map((row) => ({ rule: ownConditionOf(row) }));
  const words = await presentRules(app, conditions);
  const holds = await countHolding(app, rows);
  const open = await countOpen(app);
  const isKnown = await findKnownNumbers(app, rows);
  return rows.map((row, index) => {
    return {
      id: row.id,
      slug: row.slug,
      name: row.name,
      description: row.description,
      polarity: row.polarity,
      severity: row.severity,
      rule: row.rule,
      threshold: row.threshold,
      zones: row.zones,
      owner: row.owner,
      dueInDays: row.due_in_days,
      message: row.message,
      clears: row.clears,
      quietDays: row.quiet_days,
      slackChannel: row.slack_channel,
      sentence: words[index]?.sentence ?? null,
      problems: words[index]?.problems ?? [],
      isShipped: row.is_shipped,
      openCount: open.get(row.slug) ?? 0,
      holdsCount: holds.get(row.slug) ?? 0,
      waitsFor: row.threshold && !isKnown.has(row.threshold.subject) ? waitsForOf(row.slug) : null,
      pass: progressOf(conditionField(row.slug)),
      createdAt: row.created_at,
      updatedAt: row.updated_at,
      archivedAt: row.archived_at,
    };
  });
}

/** Of how many accounts each condition is true: one statement for all. */
async function countHolding(app: App, rows: readonly DefinitionRow[]): Promise<Map<string, number>> {
  if (rows.length === 0) return new Map();
  const counts = rows.map(
    ({ slug }, index) =>
      sql`(count(*) filter (where d.${sql.id(conditionColumn(slug))}))::integer as ${sql.id(`count_${index}`)}`,
  );
  const { rows: counted } = await sql<Record<string, number>>`
    select ${sql.join(counts)} from accounts a join account_derived d on d.account_id = a.id where a.archived_at is null
  `.execute(app.db);
  return new Map(rows.map(({ slug }, index) => [slug, counted[0]?.[`count_${index}`] ?? 0]));
}

async function countOpen(app: App): Promise<Map<string, number>> {
  const { rows } = await sql<{ definition: string; count: number }>`
    select definition, count(*)::integer as count from indicators
     where status = 'open' and archived_at is null group by definition
  `.execute(app.db);
  return new Map(rows.map((row) => [row.definition, row.count]));
}

/** Of the numbers that definitions compare, those that any account has: without one nothing can be raised yet. */
async function findKnownNumbers(app: App, rows: readonly DefinitionRow[]): Promise<Set<string>> {
  const fields = (await catalogOf(app)).fieldsOf("account");
  const asked = [...new Set(rows.flatMap(({ threshold }) => threshold?.subject ?? []))].flatMap((subject) => {
    const column = fields.get(subject)?.column;
    return column ? [{ subject, column: sql.id(column.table === "derived" ? "r_d" : "r", column.name) }] : [];
  });
  if (asked.length === 0) return new Set();
  const known = asked.map(
    ({ column }, index) => sql`bool_or(${column} is not null) as ${sql.id(`known_${index}`)}`,
  );
  const { rows: found } = await sql<Record<string, boolean | null>>`
    select ${sql.join(known)} from accounts r left join account_derived r_d on r_d.account_id = r.id where r.archived_at is null
  `.execute(app.db);
  return new Set(asked.flatMap(({ subject }, index) => (found[0]?.[`known_${index}`] ? [subject] : [])));
}
