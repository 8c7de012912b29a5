import { sql } from "kysely";
import type { Db, Tx } from "../kernel/db.ts";

/** A record's name in another system; unique within (object, source). */
export type ExternalId = { source: string; externalId: string };
export type ExternalRef = { objectId: string; accountId: string | null };

/** The records that carry these external ids, by external id. One statement whatever their number. */
export async function findByExternalIds(
  db: Db | Tx,
  object: string,
  source: string,
  externalIds: readonly string[],
): Promise<Map<string, ExternalRef>> {
  if (externalIds.length === 0) return new Map();
  const { rows } = await sql<{ external_id: string; object_id: string; account_id: string | null }>`
    select external_id, object_id, account_id from external_ids
     where object = ${object} and source = ${source} and external_id = any(${[...externalIds]}::text[])
  `.execute(db);
  return new Map(
    rows.map((row) => [row.external_id, { objectId: row.object_id, accountId: row.account_id }]),
  );
}

/**
 * Claims external ids for records. Waits for a transaction that is claiming the same ones. An id that was reserved
 * before its record's account was known learns the account.
 * @returns the ids that another record holds already, by external id
 */
export async function claimExternalIds(
  tx: Tx,
  object: string,
  claims: readonly (ExternalId & ExternalRef)[],
): Promise<Map<string, ExternalRef>> {
  if (claims.length === 0) return new Map();
  const rows = claims.map((claim) => ({
    source: claim.source,
    external_id: claim.externalId,
    object_id: claim.objectId,
    account_id: claim.accountId,
  }));
  await sql`
    insert into external_ids (object, source, external_id, object_id, account_id)
    select ${object}, r.source, r.external_id, r.object_id, r.account_id
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r (source text, external_id text, object_id uuid, account_id uuid)
     order by r.source, r.external_id
    on conflict (object, source, external_id) do update set account_id = excluded.account_id
     where external_ids.object_id = excluded.object_id and external_ids.account_id is null
       and excluded.account_id is not null
  `.execute(tx);
  const taken = new Map<string, ExternalRef>();
  for (const [source, ofSource] of Map.groupBy(claims, (claim) => claim.source)) {
    const holders = await findByExternalIds(
      tx,
      object,
      source,
      ofSource.map((claim) => claim.externalId),
    );
    for (const claim of ofSource) {
      const holder = holders.get(claim.externalId);
      if (holder && holder.objectId !== claim.objectId) taken.set(claim.externalId, holder);
    }
  }
  return taken;
}

/** All external ids of these records, by record id. */
export async function externalIdsOf(
  db: Db | Tx,
  object: string,
  ids: readonly string[],
): Promise<Map<string, ExternalId[]>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ object_id: string; source: string; external_id: string }>`
    select object_id, source, external_id from external_ids
     where object_id = any(${[...ids]}::uuid[]) and object = ${object} order by source, external_id
  `.execute(db);
  const found = new Map<string, ExternalId[]>();
  for (const row of rows) {
    const list = found.get(row.object_id) ?? [];
    list.push({ source: row.source, externalId: row.external_id });
    found.set(row.object_id, list);
  }
  return found;
}

/** Gives up every external id of these records; for records that were not written after all, and for undo. */
export async function releaseExternalIds(tx: Tx, object: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    delete from external_ids where object_id = any(${[...ids]}::uuid[]) and object = ${object}
  `.execute(tx);
}
