import { sql } from "kysely";
import { z } from "zod";
import { implyContracts, lockAccounts, type Recorded, together } from "../contracts/index.ts";
import type { App } from "../kernel/app.ts";
import { systemContext } from "../kernel/app.ts";
import { command, execute, executeIn } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { closeRenewal } from "./close-renewal.ts";
import { planTerm, type TermStep } from "./plan-term.ts";
import { readTerms, type StandingTerm } from "./read-terms.ts";
import { readPolicies } from "./renewal-policies.ts";
import { lockRenewal, storeOutcome } from "./store-outcome.ts";
import { type Amended, amendRenewals, createRenewals, setTerm, withdrawRenewal } from "./store-renewals.ts";
import { orderTiming } from "./timing.ts";

export type Generated = { created: number; updated: number; closed: number; withdrawn: number };

/**
 * Makes the renewals that should exist, one for each contract and term, and brings open ones into line with their
 * contracts. However often, by however many workers and after whatever crash it runs, it makes none twice: accounts are
 * locked while it decides, contract and term are unique, and all it does to an account is one transaction.
 */
export const generateRenewals = command({
  name: "renewals.generate",
  permission: "renewals.write",
  input: z.object({ accountIds: z.array(z.uuid()).max(10_000) }),
  async run({ app, tx, ctx, input }) {
    await executeIn(app, tx, ctx, implyContracts, { accountIds: input.accountIds });
    return bringIntoLine(app, tx, ctx, input.accountIds);
  },
});

/** @param isNextTermOf contracts whose next renewal is made however far away it lies (they have just been renewed) */
export async function bringIntoLine(
  app: App,
  tx: Tx,
  ctx: Context,
  accountIds: readonly string[],
  isNextTermOf: ReadonlySet<string> = new Set(),
): Promise<Recorded & { result: Generated }> {
  const result: Generated = { created: 0, updated: 0, closed: 0, withdrawn: 0 };
  const parts: Recorded[] = [];
  await lockAccounts(tx, accountIds);
  await adoptByDueDate(tx, accountIds);
  const policies = await readPolicies(tx);
  const renewedNow = new Set(isNextTermOf);
  // A contract that renewed itself has a next term to look at: again, until nothing moves any more.
  let moving: readonly string[] = accountIds;
  while (moving.length > 0) {
    const again = new Set<string>();
    const creates: Parameters<typeof createRenewals>[2][number][] = [];
    const amends: Amended[] = [];
    for (const term of await readTerms(app, tx, ctx, policies, moving)) {
      const { contract, open, policy } = term;
      const lead = renewedNow.has(contract.id) ? wheneverItIs : policy.leadDays;
      const step = planTerm(contract, open, term.closedTermEnds, ctx.today.toString(), lead);
      count(result, step);
      if (step.kind === "create") creates.push({ contract, fields: step.fields, policy });
      else if (step.kind === "amend" && open) amends.push({ contract, open, fields: step.fields, policy });
      else if (step.kind !== "none") parts.push(await carryOut(tx, ctx, term, step));
      if (step.kind === "auto-renew" || step.kind === "renewed-in-sheet") renewedNow.add(contract.id);
      if (moves.has(step.kind)) again.add(contract.accountId);
    }
    parts.push(await createRenewals(tx, ctx, creates), await amendRenewals(tx, ctx, amends));
    moving = [...again];
  }
  return { result, ...together(...parts) };
}

const wheneverItIs = 100_000;
const moves: ReadonlySet<TermStep["kind"]> = new Set(["auto-renew", "renewed-in-sheet", "roll"]);

function count(result: Generated, step: TermStep): void {
  if (step.kind === "create") result.created += 1;
  if (step.kind === "amend") result.updated += 1;
  if (step.kind === "auto-renew" || step.kind === "renewed-in-sheet") result.closed += 1;
  if (step.kind === "withdraw") result.withdrawn += 1;
}

async function carryOut(
  tx: Tx,
  ctx: Context,
  { contract, policy }: StandingTerm,
  step: TermStep,
): Promise<Recorded> {
  const ref = { id: contract.id, accountId: contract.accountId };
  const former = contract.termStartsOn === contract.startsOn ? null : contract.termStartsOn;
  const before = { termStartsOn: former, termEndsOn: contract.expiresOn };
  switch (step.kind) {
    case "withdraw":
      return withdrawRenewal(tx, ctx, { id: step.renewalId, accountId: contract.accountId });
    case "auto-renew": {
      const renewal = await lockRenewal(tx, step.renewalId);
      return closeRenewal(tx, ctx, renewal, automatic(renewal.due_on), policy);
    }
    case "renewed-in-sheet": {
      const renewal = await lockRenewal(tx, step.renewalId);
      // When they ordered the sheet does not say: by today, and by expiry at the latest.
      const orderedOn = [renewal.due_on, ctx.today.toString()].sort()[0] ?? renewal.due_on;
      const input = { ...automatic(orderedOn), isAutomatic: false };
      const timing = orderTiming(
        Temporal.PlainDate.from(renewal.due_on),
        Temporal.PlainDate.from(orderedOn),
        policy,
      );
      return together(
        await storeOutcome(tx, ctx, renewal, input, contract.targetArr, timing),
        await setTerm(tx, ctx, ref, before, step),
      );
    }
    case "roll":
      return setTerm(tx, ctx, ref, before, step);
    default:
      return { changes: [], events: [] };
  }
}

const automatic = (dueOn: string) => ({
  outcome: "renewed" as const,
  orderedOn: dueOn,
  arr: null,
  upliftPct: null,
  price: "uplift" as const,
  leaves: [],
  termEndsOn: null,
  lossReason: null,
  rootCause: null,
  competitor: null,
  notes: null,
  isAutomatic: true,
});

/** A renewal that came without a contract belongs to the contract whose term ends on its day, if there is one alone. */
async function adoptByDueDate(tx: Tx, accountIds: readonly string[]): Promise<void> {
  const ids = [...accountIds];
  await sql`
    update renewals r set contract_id = c.id, term_ends_on = c.expires_on, term_starts_on = coalesce(c.term_starts_on, c.starts_on)
      from contracts c
     where r.account_id = any(${ids}::uuid[]) and c.account_id = any(${ids}::uuid[]) and c.account_id = r.account_id
       and r.contract_id is null and r.archived_at is null and c.archived_at is null and c.expires_on = r.due_on
       and not exists (select from contracts o
                        where o.account_id = c.account_id and o.expires_on = c.expires_on and o.id <> c.id and o.archived_at is null)
       and not exists (select from renewals o
                        where o.account_id = r.account_id and o.id <> r.id and (o.contract_id = c.id or o.contract_id is null)
                          and o.archived_at is null and (o.due_on = r.due_on or (o.contract_id = c.id and o.outcome is null)))
  `.execute(tx);
}

const accountsATime = 500;

/**
 * Goes through every account whose contracts or loose lines may ask for a renewal, some hundreds a transaction: by hand
 * and at midnight. A run that breaks off has done whole accounts, and the next one does the rest.
 */
export async function generateAll(app: App, parent?: Context): Promise<Generated> {
  const ctx = parent ?? (await systemContext(app, "renewal generator"));
  const total: Generated = { created: 0, updated: 0, closed: 0, withdrawn: 0 };
  for (let after = "00000000-0000-0000-0000-000000000000"; ; ) {
    const { rows } = await sql<{ account_id: string }>`
      select account_id from (
        select account_id from contracts where archived_at is null and account_id > ${after}
        union
        select account_id from subscriptions
         where contract_id is null and arr <> 0 and archived_at is null and account_id > ${after}
           and (ends_on is null or ends_on >= ${ctx.today.toString()}::date)
      ) as asking order by account_id limit ${accountsATime}
    `.execute(app.db);
    const last = rows.at(-1);
    if (!last) return total;
    after = last.account_id;
    const done = await execute(app, ctx, generateRenewals, { accountIds: rows.map((row) => row.account_id) });
    for (const key of Object.keys(total) as (keyof Generated)[]) total[key] += done[key];
  }
}
