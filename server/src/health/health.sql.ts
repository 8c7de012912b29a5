import type { HealthModel, RollUpMethod } from "@perennial/contract";
import { sql } from "kysely";
import type { Db, Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { isId } from "../kernel/ids.ts";

/** A score as stored, with the model of its current version. */
export type ScoreRow = {
  id: string;
  slug: string;
  name: string;
  description: string;
  is_primary: boolean;
  roll_up: RollUpMethod;
  version: number;
  is_shipped: boolean;
  created_at: string;
  updated_at: string;
  archived_at: string | null;
  model: HealthModel;
  /** The fields of accounts that its measures read. */
  reads: string[];
  /** The number of each measure's points column, by the measure's slug. */
  numbers: { [slug: string]: number };
};

/** The live scores, the primary one first. */
export async function readScores(db: Db | Tx): Promise<ScoreRow[]> {
  return select(db, sql`s.archived_at is null`);
}

/** One score by slug or id, archived ones included. @throws Problem `not-found` */
export async function readScore(db: Db | Tx, slugOrId: string): Promise<ScoreRow> {
  const [row] = await select(db, isId(slugOrId) ? sql`s.id = ${slugOrId}::uuid` : sql`s.slug = ${slugOrId}`);
  if (!row) throw problem("not-found", `There is no health score “${slugOrId}”.`);
  return row;
}

async function select(db: Db | Tx, where: ReturnType<typeof sql>): Promise<ScoreRow[]> {
  const { rows } = await sql<ScoreRow>`
    select s.*, v.model, v.reads,
           (select coalesce(jsonb_object_agg(m.slug, m.number), '{}') from health_measures m where m.score_id = s.id) as numbers
      from health_scores s join health_score_versions v on v.score_id = s.id and v.version = s.version
     where ${where} order by s.is_primary desc, s.name
  `.execute(db);
  return rows;
}

/** The versions of a score's model, newest first. */
export async function readVersions(
  db: Db | Tx,
  scoreId: string,
): Promise<{ version: number; at: string; actor: string; model: HealthModel }[]> {
  const { rows } = await sql<{ version: number; at: string; actor: string; model: HealthModel }>`
    select version, at, actor_name as actor, model from health_score_versions
     where score_id = ${scoreId} order by version desc
  `.execute(db);
  return rows;
}
