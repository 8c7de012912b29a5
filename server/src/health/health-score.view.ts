import type { HealthScore } from "@perennial/contract";
import { sql } from "kysely";
import { progressOfNodes } from "../engine/index.ts";
import type { App } from "../kernel/app.ts";
import { catalogOf, ruleCatalogOf } from "../objects/index.ts";
import { checkStoredRule } from "../segments/index.ts";
import type { ScoreRow } from "./health.sql.ts";
import { labelColumn, labelNodeKey } from "./health-columns.ts";
import { placedMeasures } from "./model.ts";

/** Scores as the API shows them: model, distribution over the labels, what is under way. */
export async function presentScores(app: App, rows: readonly ScoreRow[]): Promise<HealthScore[]> {
  const progressOf = await progressOfNodes(app);
  return Promise.all(
    rows.map(async (row) => ({
      id: row.id,
      slug: row.slug,
      name: row.name,
      description: row.description,
      isPrimary: row.is_primary,
      rollUp: row.roll_up,
      version: row.version,
      model: row.model,
      problems: await problemsOf(app, row),
      distribution: row.archived_at === null ? await distributionOf(app, row) : [],
      pass: progressOf(labelNodeKey(row.slug)),
      createdAt: row.created_at,
      updatedAt: row.updated_at,
      archivedAt: row.archived_at,
    })),
  );
}

/** What the measures look at and is no more: those measures have no data meanwhile. */
async function problemsOf(app: App, row: ScoreRow): Promise<HealthScore["problems"]> {
  const fields = (await catalogOf(app)).fieldsOf("account");
  const rules = await ruleCatalogOf(app);
  const archived = (row.model.variants ?? []).flatMap(({ segment, name }, index) =>
    fields.has(`segment:${segment}`)
      ? []
      : [{ path: `model.variants[${index}].segment`, place: name, message: "its segment is no more" }],
  );
  const ofMeasures = placedMeasures(row.model).flatMap(({ measure, path, place }) => {
    const { source } = measure;
    if (source.kind === "field") {
      const message = `accounts have no field “${source.field}” any more`;
      return fields.has(source.field) ? [] : [{ path: `model.${path}.source.field`, place, message }];
    }
    const checked = checkStoredRule(rules, source.rule);
    if ("rule" in checked) return [];
    return checked.problems.map((each) => ({
      path: `model.${path}.source.rule.${each.path}`,
      place,
      message: each.message,
    }));
  });
  return [...archived, ...ofMeasures];
}

/** How many accounts, and how much ARR where that is known, have each label, in the labels' order; withheld ones last. */
async function distributionOf(app: App, row: ScoreRow): Promise<HealthScore["distribution"]> {
  const arr = (await catalogOf(app)).fieldsOf("account").get("arr");
  const sum = arr?.column.table === "derived" ? sql`sum(${sql.id("r_d", arr.column.name)})::text` : sql`null`;
  const { rows } = await sql<{ label: string | null; accounts: number; arr: string | null }>`
    select ${sql.id("r_d", labelColumn(row.slug))} as label, count(*) as accounts, ${sum} as arr
      from accounts r join account_derived r_d on r_d.account_id = r.id
     where r.archived_at is null group by 1
  `.execute(app.db);
  const found = new Map(rows.map((each) => [each.label, each]));
  return [...row.model.labels.map((label) => label.value), null].map((label) => ({
    label,
    accounts: Number(found.get(label)?.accounts ?? 0),
    arr: found.get(label)?.arr ?? null,
  }));
}
