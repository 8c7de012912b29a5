import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { newId } from "../kernel/ids.ts";
import { claimExternalIds, findByExternalIds } from "./external-ids.ts";

/**
 * Finds or reserves the record behind each external id: an existing one's id, or a new id claimed in this
 * transaction. Two callers that bring the same new external id at once meet at the claim: the second waits,
 * then finds the first one's record, so no record is ever made twice.
 */
export async function resolveForUpsert(
  tx: Tx,
  ctx: Context,
  object: string,
  source: string,
  externalIds: readonly string[],
): Promise<Map<string, { id: string } | { newId: string }>> {
  const wanted = [...new Set(externalIds)];
  const found = await findByExternalIds(tx, object, source, wanted);
  const claims = wanted
    .filter((externalId) => !found.has(externalId))
    .map((externalId) => ({ source, externalId, objectId: newId(ctx.now), accountId: null }));
  const taken = await claimExternalIds(tx, object, claims);
  const resolved = new Map<string, { id: string } | { newId: string }>();
  for (const [externalId, ref] of found) resolved.set(externalId, { id: ref.objectId });
  for (const claim of claims) {
    const holder = taken.get(claim.externalId);
    resolved.set(claim.externalId, holder ? { id: holder.objectId } : { newId: claim.objectId });
  }
  return resolved;
}
