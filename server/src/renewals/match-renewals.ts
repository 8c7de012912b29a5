import { sql } from "kysely";
import type { Change } from "../kernel/command.ts";
import type { Tx } from "../kernel/db.ts";
import { type RecordInput, type RecordWrite, releaseExternalIds } from "../objects/index.ts";

type ContractRef = { id: string; accountId: string };

/**
 * A row from a source that means a renewal the generator has made already (same contract, or else same account, due on the
 * same day) becomes that renewal instead of a second one.
 */
export async function matchRenewals(tx: Tx, inputs: readonly RecordInput[]): Promise<RecordInput[]> {
  const fresh = inputs.filter((input) => input.id === undefined && input.accountId !== undefined);
  if (fresh.length === 0) return [...inputs];
  const accountIds = [...new Set(fresh.map((input) => input.accountId))];
  const { rows } = await sql<{ id: string; account_id: string; contract_id: string | null; due_on: string }>`
    select r.id, r.account_id, r.contract_id, r.due_on from renewals r
     where r.account_id = any(${accountIds}::uuid[]) and r.archived_at is null
       and not exists (select from external_ids e where e.object = 'renewal' and e.object_id = r.id)
  `.execute(tx);
  const taken = new Set<string>();
  const matched: RecordInput[] = [];
  for (const input of inputs) {
    const contract = input.extras?.contract as ContractRef | undefined;
    const standing = rows.filter(
      (row) =>
        input.id === undefined &&
        row.account_id === input.accountId &&
        row.due_on === input.values.dueOn &&
        !taken.has(row.id) &&
        (!contract || row.contract_id === contract.id),
    );
    const [only] = standing;
    if (!only || standing.length > 1) {
      matched.push(input);
      continue;
    }
    taken.add(only.id);
    const { newId, ...rest } = input;
    if (newId) await releaseExternalIds(tx, "renewal", [newId]);
    matched.push({ ...rest, id: only.id });
  }
  return matched;
}

/** Puts renewals under the contract their row named, where that term has no other renewal. */
export async function linkRenewals(tx: Tx, writes: readonly RecordWrite[]): Promise<Change[]> {
  const wanted = writes.flatMap((write) => {
    const contract = write.extras.contract as ContractRef | null | undefined;
    return contract ? [{ account_id: write.accountId, id: write.id, contract_id: contract.id }] : [];
  });
  if (wanted.length === 0) return [];
  const { rows } = await sql<{ account_id: string; id: string; contract_id: string }>`
    update renewals r set contract_id = w.contract_id, term_ends_on = r.due_on
      from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as w (account_id uuid, id uuid, contract_id uuid)
     where r.account_id = w.account_id and r.id = w.id and r.contract_id is null
       and not exists (select from renewals o
                        where o.account_id = w.account_id and o.contract_id = w.contract_id and o.id <> w.id
                          and (o.term_ends_on = r.due_on
                               or (o.outcome is null and r.outcome is null and o.archived_at is null)))
    returning r.account_id, r.id, r.contract_id
  `.execute(tx);
  return rows.map((row) => ({
    object: "renewal",
    objectId: row.id,
    accountId: row.account_id,
    field: "contractId",
    old: null,
    new: row.contract_id,
  }));
}
