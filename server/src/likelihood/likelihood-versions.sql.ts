import { sql } from "kysely";
import type { Db, Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import type { BackTest } from "./model/back-test.ts";
import type { TrainedModel } from "./model/learn.ts";
import type { PriorModel } from "./model/prior.ts";

export type LikelihoodModel = TrainedModel | PriorModel;

/** A version as stored. The newest is in use. */
export type StoredVersion = {
  version: number;
  kind: "trained" | "prior";
  reason: string;
  model: LikelihoodModel;
  backTest: BackTest | null;
  renewed: number;
  lost: number;
  looks: number;
  renewedRatio: number;
  trainedBy: string;
  trainedAt: string;
};

const columns = sql`
  version, kind, reason, model, back_test as "backTest", renewed, lost, looks,
  renewed_ratio::float8 as "renewedRatio", trained_by as "trainedBy", trained_at as "trainedAt"`;

/** The version in use; undefined before the first start has made one. */
export async function versionInUse(db: Db | Tx): Promise<StoredVersion | undefined> {
  const { rows } = await sql<StoredVersion>`
    select ${columns} from likelihood_versions order by version desc limit 1
  `.execute(db);
  return rows[0];
}

/** @throws Problem `not-found` */
export async function readVersion(db: Db | Tx, version: number): Promise<StoredVersion> {
  const { rows } = await sql<StoredVersion>`
    select ${columns} from likelihood_versions where version = ${version}
  `.execute(db);
  if (!rows[0]) throw problem("not-found", `There is no version ${version} of the likelihood model.`);
  return rows[0];
}

/** Keeps a version; it is in use from then on. @returns its number */
export async function storeVersion(tx: Tx, version: Omit<StoredVersion, "version">): Promise<number> {
  const { rows } = await sql<{ version: number }>`
    insert into likelihood_versions
      (version, kind, reason, model, back_test, renewed, lost, looks, renewed_ratio, trained_by, trained_at)
    select coalesce(max(version), 0) + 1, ${version.kind}, ${version.reason}, ${JSON.stringify(version.model)}::jsonb,
           ${version.backTest === null ? null : JSON.stringify(version.backTest)}::jsonb, ${version.renewed}::integer,
           ${version.lost}::integer, ${version.looks}::integer, ${version.renewedRatio}::numeric, ${version.trainedBy},
           ${version.trainedAt}::timestamptz
      from likelihood_versions
    returning version
  `.execute(tx);
  return rows[0]?.version ?? 0;
}
