import type { Selectable } from "kysely";
import type { Features } from "../../../db/types.ts";
import type { Db, Tx } from "../../kernel/db.ts";
import { problem } from "../../kernel/errors.ts";

export type FeatureRow = Selectable<Features>;

/** All features in the order of their names, archived ones too. */
export function readFeatures(db: Db | Tx): Promise<FeatureRow[]> {
  return db.selectFrom("features").selectAll().orderBy("name").orderBy("id").execute();
}

/** The features that are kept true. */
export function readLiveFeatures(db: Db | Tx): Promise<FeatureRow[]> {
  return db.selectFrom("features").selectAll().where("archived_at", "is", null).orderBy("slug").execute();
}

/** @throws Problem `not-found` */
export async function readFeature(db: Db | Tx, id: string): Promise<FeatureRow> {
  const row = await db.selectFrom("features").selectAll().where("id", "=", id).executeTakeFirst();
  if (!row) throw problem("not-found", `There is no feature with the id ${id}.`);
  return row;
}
