import { type Feature, featureStates } from "@perennial/contract";
import { sql } from "kysely";
import { progressOfNodes } from "../../engine/index.ts";
import type { App } from "../../kernel/app.ts";
import type { Db } from "../../kernel/db.ts";
import { featuresStatement } from "../sources/features.ts";
import { featureColumn } from "./feature-columns.ts";
import type { FeatureRow } from "./feature-rows.ts";

/** Features as the API shows them: with how far the accounts are, and what is under way. */
export async function presentFeatures(app: App, rows: readonly FeatureRow[]): Promise<Feature[]> {
  const pass = (await progressOfNodes(app))(featuresStatement.key);
  const counts = await countStates(app.db, rows);
  return rows.map((row, index) => ({
    id: row.id,
    slug: row.slug,
    name: row.name,
    description: row.description,
    names: row.names,
    removedBy: row.removed_by,
    minTimes: row.min_times,
    minContacts: row.min_contacts,
    windowDays: row.window_days,
    accounts: counts(index),
    pass: row.archived_at === null ? pass : null,
    createdAt: row.created_at,
    archivedAt: row.archived_at,
  }));
}

/** How many accounts are in each state of each feature: one statement for all. */
async function countStates(
  db: Db,
  rows: readonly FeatureRow[],
): Promise<(index: number) => Feature["accounts"]> {
  const none = { never: 0, tried: 0, adopted: 0, lapsed: 0 };
  if (rows.length === 0) return () => none;
  const counts = rows.flatMap(({ slug }, index) =>
    featureStates.map(
      ({ value }) =>
        sql`(count(*) filter (where coalesce(d.${sql.id(featureColumn(slug))}, 'never') = ${value}))::integer as ${sql.id(`${value}_${index}`)}`,
    ),
  );
  const { rows: counted } = await sql<Record<string, number>>`
    select ${sql.join(counts)} from accounts a join account_derived d on d.account_id = a.id where a.archived_at is null
  `.execute(db);
  const [all = {}] = counted;
  return (index) => ({
    never: all[`never_${index}`] ?? 0,
    tried: all[`tried_${index}`] ?? 0,
    adopted: all[`adopted_${index}`] ?? 0,
    lapsed: all[`lapsed_${index}`] ?? 0,
  });
}
