import { type RawBuilder, sql } from "kysely";
import type { Db, Tx } from "../kernel/db.ts";
import { readScores } from "./health.sql.ts";
import { labelColumn } from "./health-columns.ts";

/** Healthy is whom the primary score gives the label of its highest range. */
export async function healthyAccounts(db: Db | Tx): Promise<RawBuilder<unknown> | undefined> {
  const primary = (await readScores(db)).find((score) => score.is_primary);
  const best = primary?.model.labels.toSorted((a, b) => b.from - a.from)[0];
  return primary && best && sql`${sql.id("r_d", labelColumn(primary.slug))} = ${best.value}`;
}
