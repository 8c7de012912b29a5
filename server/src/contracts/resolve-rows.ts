import { sql } from "kysely";
import { type AccountReference, resolveAccounts } from "../accounts/index.ts";
import type { Tx } from "../kernel/db.ts";
import { isId } from "../kernel/ids.ts";
import type { RecordInput, RowProblem } from "../objects/index.ts";

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
  if (texts.length === 0) return new Map();
  const { rows } = await sql<{ text: string; id: string; account_id: string }>`
    select c.id::text as text, c.id, c.account_id from contracts c where c.id = any(${texts.filter(isId)}::uuid[])
    union
    select e.external_id, c.id, c.account_id
      from external_ids e join contracts c on c.id = e.object_id
     where e.object = 'contract' and e.external_id = any(${[...texts]}::text[])
       and (e.source = 'app' or not exists (
             select from external_ids o
              where o.object = 'contract' and o.source = 'app' and o.external_id = e.external_id))
  `.execute(tx);
  const found = Map.groupBy(rows, (row) => row.text);
  return new Map(
    [...found].map(([text, refs]) => [text, refs.map((ref) => ({ id: ref.id, accountId: ref.account_id }))]),
  );
}
