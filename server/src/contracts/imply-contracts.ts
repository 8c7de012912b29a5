import { sql } from "kysely";
import { z } from "zod";
import { command } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import {
  type ImpliedContract,
  type ImpliedPlan,
  type KnownContract,
  type KnownLine,
  planImplied,
} from "./plan-implied.ts";
import {
  archiveContracts,
  type ContractState,
  type ImpliedContractWrite,
  storeImpliedContracts,
} from "./store-contracts.ts";
import { archiveLines, endLines, lineChange, lineEvent, type Recorded, together } from "./store-lines.ts";

/**
 * Gives lines without a contract the contracts they imply (docs/decisions/0020). Idempotent: the accounts are locked, and
 * where nothing has changed nothing is written.
 */
export const implyContracts = command({
  name: "contracts.imply",
  permission: "contracts.write",
  input: z.object({ accountIds: z.array(z.uuid()).max(10_000) }),
  async run({ tx, ctx, input }) {
    await lockAccounts(tx, input.accountIds);
    const known = await readKnown(tx, input.accountIds);
    const plans = [...known].map(
      ([accountId, account]): Planned => ({
        accountId,
        account,
        plan: planImplied(account.contracts, account.lines, ctx.today.toString()),
      }),
    );
    const recorded = together(
      await carryOut(tx, ctx, plans),
      await yieldSuccessors(tx, ctx, input.accountIds),
    );
    return { result: { changedRecords: recorded.events.length }, ...recorded };
  },
});

/** A line that a renewal made for the next term goes where its source lets the former line itself run on. */
async function yieldSuccessors(tx: Tx, ctx: Context, accountIds: readonly string[]): Promise<Recorded> {
  const { rows } = await sql<{ account_id: string; id: string }>`
    select s.account_id, s.id
      from subscriptions s
      join subscriptions f on f.account_id = s.account_id and f.id <> s.id
                          and coalesce(f.root_id, f.id) = s.root_id
     where s.account_id = any(${[...accountIds]}::uuid[]) and f.account_id = any(${[...accountIds]}::uuid[])
       and s.made_by_renewal_id is not null and s.archived_at is null and f.archived_at is null
       and f.starts_on < s.starts_on and (f.ends_on is null or f.ends_on >= s.starts_on)
     group by s.account_id, s.id
  `.execute(tx);
  return archiveLines(
    tx,
    ctx,
    rows.map((row) => ({ accountId: row.account_id, id: row.id })),
  );
}

/** One worker at a time decides what an account's lines imply and which renewals it has. */
export async function lockAccounts(tx: Tx, accountIds: readonly string[]): Promise<void> {
  await sql`
    select id from accounts where id = any(${[...accountIds]}::uuid[]) order by id for no key update
  `.execute(tx);
}

type Known = {
  contracts: (KnownContract & ContractState)[];
  lines: KnownLine[];
};

async function readKnown(tx: Tx, accountIds: readonly string[]): Promise<Map<string, Known>> {
  const lines = await sql<{
    account_id: string;
    id: string;
    contract_id: string | null;
    starts_on: string;
    ends_on: string | null;
    is_implied: boolean;
    implied_key: string | null;
  }>`
    select account_id, id, contract_id, starts_on, ends_on, is_implied, implied_key from subscriptions
     where account_id = any(${[...accountIds]}::uuid[]) and arr <> 0 and archived_at is null
     order by account_id, starts_on, id
  `.execute(tx);
  const contracts = await sql<{
    account_id: string;
    id: string;
    is_implied: boolean;
    implied_key: string | null;
    starts_on: string;
    ends_on: string | null;
    term_starts_on: string | null;
    term_ends_on: string | null;
    expires_on: string | null;
    auto_renews: boolean;
    renewal_term_months: number | null;
    archived_at: string | null;
  }>`
    select account_id, id, is_implied, implied_key, starts_on, ends_on, term_starts_on, term_ends_on, expires_on,
           auto_renews, renewal_term_months, archived_at
      from contracts where account_id = any(${[...accountIds]}::uuid[]) order by account_id, starts_on, id
  `.execute(tx);
  const known = new Map<string, Known>();
  const of = (accountId: string): Known => {
    const found = known.get(accountId) ?? { contracts: [], lines: [] };
    known.set(accountId, found);
    return found;
  };
  for (const row of lines.rows) {
    of(row.account_id).lines.push({
      id: row.id,
      contractId: row.contract_id,
      startsOn: row.starts_on,
      endsOn: row.ends_on,
      isImplied: row.is_implied,
      impliedKey: row.implied_key,
    });
  }
  for (const row of contracts.rows) {
    of(row.account_id).contracts.push({
      id: row.id,
      isImplied: row.is_implied,
      impliedKey: row.implied_key,
      startsOn: row.starts_on,
      endsOn: row.ends_on,
      termStartsOn: row.term_starts_on,
      termEndsOn: row.term_ends_on,
      expiresOn: row.expires_on,
      autoRenews: row.auto_renews,
      renewalTermMonths: row.renewal_term_months,
      isArchived: row.archived_at !== null,
    });
  }
  return known;
}

type Planned = { accountId: string; account: Known; plan: ImpliedPlan };
type Move = { accountId: string; lineId: string; former: string | null; contractId: string };

/** Writes what all plans ask for, a statement for each kind of write whatever the number of accounts. */
async function carryOut(tx: Tx, ctx: Context, plans: readonly Planned[]): Promise<Recorded> {
  const wanted = plans.flatMap((planned) =>
    planned.plan.contracts.map((contract) => ({ ...planned, contract })),
  );
  const stored = await storeImpliedContracts(tx, ctx, wanted.map(contractWrite));
  const moves = [
    ...plans.flatMap(({ accountId, account, plan }) =>
      plan.adopted.map((move): Move => ({ accountId, former: contractIdOf(account, move.lineId), ...move })),
    ),
    ...wanted.flatMap(({ accountId, account, contract }, index) =>
      contract.lineIds.map((lineId): Move => {
        return {
          accountId,
          lineId,
          former: contractIdOf(account, lineId),
          contractId: stored.ids[index] ?? "",
        };
      }),
    ),
  ];
  const ends = plans.flatMap(({ accountId, account, plan }) =>
    plan.endedLines.map(({ lineId, endsOn }) => {
      const formerEndsOn = account.lines.find((line) => line.id === lineId)?.endsOn ?? null;
      return { accountId, id: lineId, formerEndsOn, endsOn };
    }),
  );
  const all = (ids: (plan: ImpliedPlan) => readonly string[]) =>
    plans.flatMap(({ accountId, plan }) => ids(plan).map((id) => ({ accountId, id })));
  return together(
    stored,
    await moveLines(tx, ctx, moves),
    await endLines(tx, ctx, ends),
    await archiveLines(
      tx,
      ctx,
      all((plan) => plan.archivedLineIds),
    ),
    await archiveContracts(
      tx,
      ctx,
      all((plan) => plan.archivedContractIds),
    ),
  );
}

function contractWrite({
  accountId,
  account,
  contract,
}: Planned & { contract: ImpliedContract }): ImpliedContractWrite {
  const before = account.contracts.find((one) => one.id === contract.id) ?? null;
  const isFresh = before === null || before.isArchived;
  return {
    accountId,
    impliedKey: contract.impliedKey,
    startsOn: contract.startsOn,
    endsOn: contract.endsOn,
    termStartsOn: contract.term?.startsOn ?? (isFresh ? null : before.termStartsOn),
    termEndsOn: contract.term?.endsOn ?? (isFresh ? null : before.termEndsOn),
    autoRenews: contract.autoRenews,
    renewalTermMonths: contract.autoRenews ? 12 : (before?.renewalTermMonths ?? null),
    isArchived: false,
    before,
  };
}

const contractIdOf = (account: Known, lineId: string): string | null =>
  account.lines.find((line) => line.id === lineId)?.contractId ?? null;

async function moveLines(tx: Tx, ctx: Context, moves: readonly Move[]): Promise<Recorded> {
  const differing = moves.filter((move) => move.former !== move.contractId);
  if (differing.length === 0) return { changes: [], events: [] };
  await sql`
    update subscriptions s set contract_id = r."contractId", updated_at = ${ctx.now.toString()}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(differing)}::jsonb) as r ("accountId" uuid, "lineId" uuid, "contractId" uuid)
     where s.account_id = r."accountId" and s.id = r."lineId"
  `.execute(tx);
  return {
    changes: differing.map(({ accountId, lineId, former, contractId }) =>
      lineChange({ accountId, id: lineId }, "contractId", former, contractId),
    ),
    events: differing.map(({ accountId, lineId }) => lineEvent("updated", lineId, accountId)),
  };
}
