import { sql } from "kysely";
import { type AccountReference, resolveAccounts } from "../accounts/index.ts";
import type { Tx } from "../kernel/db.ts";
import { isId } from "../kernel/ids.ts";
import { findByExternalIds, type RecordInput, type RowProblem } from "../objects/index.ts";

type Prepared = { inputs: readonly RecordInput[]; problems: readonly RowProblem[] };

/** Finds the account that each row names; a new record without one, or with an unknown one, is a problem. */
export async function resolveAccountOfRows(tx: Tx, inputs: readonly RecordInput[]): Promise<Prepared> {
  const accounts = await resolveAccounts(
    tx,
    inputs.map((input) => input.accountId ?? ((input.extras?.account ?? "") as AccountReference)),
  );
  const problems: RowProblem[] = [];
  const resolved = inputs.map((input, row): RecordInput => {
    const account = accounts[row];
    if (account && "id" in account) return { ...input, accountId: account.id };
    const isNamed = (input.extras?.account ?? "") !== "";
    if (account && (isNamed || input.accountId !== undefined)) {
      problems.push({ row, path: "account", message: account.problem });
    }
    return input;
  });
  return { inputs: resolved, problems };
}

export type ContractRef = { id: string; accountId: string };
type Reference = string | { id?: string; externalId?: string } | null | undefined;

/**
 * The contract that each row names by `contractId` or `contract` (id or external id), by row number; null where the row
 * says that there is none. The row's account, if named, must be the contract's.
 */
export async function resolveContractOfRows(
  tx: Tx,
  inputs: readonly RecordInput[],
): Promise<{ contracts: Map<number, ContractRef | null>; problems: RowProblem[] }> {
  const named = inputs.map(({ extras }) => contractText(extras?.contractId, extras?.contract as Reference));
  const byText = await findContracts(
    tx,
    named.filter((text) => typeof text === "string"),
  );
  const contracts = new Map<number, ContractRef | null>();
  const problems: RowProblem[] = [];
  named.forEach((text, row) => {
    if (text === undefined) return;
    if (text === null) {
      contracts.set(row, null);
      return;
    }
    const found = byText.get(text) ?? [];
    const contract = found.length === 1 ? found[0] : undefined;
    const accountId = inputs[row]?.accountId;
    if (!contract) {
      const message =
        found.length > 1
          ? `${found.length} contracts have the id “${text}”`
          : `there is no contract “${text}”`;
      problems.push({ row, path: "contract", message });
    } else if (accountId !== undefined && accountId !== contract.accountId) {
      problems.push({ row, path: "contract", message: `the contract “${text}” belongs to another account` });
    } else contracts.set(row, contract);
  });
  return { contracts, problems };
}

function contractText(contractId: unknown, reference: Reference): string | null | undefined {
  if (typeof contractId === "string" && contractId !== "") return contractId;
  if (contractId === null) return null;
  if (reference === undefined || reference === null) return reference;
  const text = typeof reference === "string" ? reference : (reference.id ?? reference.externalId);
  return text?.trim() === "" ? undefined : text?.trim();
}

async function findContracts(tx: Tx, texts: readonly string[]): Promise<Map<string, ContractRef[]>> {
  const found = new Map<string, ContractRef[]>();
  const ids = texts.filter(isId);
  const { rows } = await sql<{ id: string; account_id: string }>`
    select id, account_id from contracts where id = any(${ids}::uuid[])
  `.execute(tx);
  for (const row of rows) found.set(row.id, [{ id: row.id, accountId: row.account_id }]);
  const byApp = await findByExternalIds(tx, "contract", "app", [...texts]);
  for (const [text, ref] of byApp) found.set(text, [{ id: ref.objectId, accountId: ref.accountId ?? "" }]);
  const missing = texts.filter((text) => !found.has(text));
  if (missing.length === 0) return found;
  const others = await sql<{ external_id: string; object_id: string }>`
    select distinct external_id, object_id from external_ids
     where object = 'contract' and external_id = any(${missing}::text[])
  `.execute(tx);
  const refs = await sql<{ id: string; account_id: string }>`
    select id, account_id from contracts where id = any(${others.rows.map((row) => row.object_id)}::uuid[])
  `.execute(tx);
  const accountOf = new Map(refs.rows.map((row) => [row.id, row.account_id]));
  for (const row of others.rows) {
    const ref = { id: row.object_id, accountId: accountOf.get(row.object_id) ?? "" };
    found.set(row.external_id, [...(found.get(row.external_id) ?? []), ref]);
  }
  return found;
}
