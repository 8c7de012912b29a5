import { sql } from "kysely";
import { z } from "zod";
import { archiveLines, endLines, lockAccounts, type Recorded, together } from "../contracts/index.ts";
import { command } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { changesBetween } from "../kernel/history.ts";
import { lockRenewal, type StoredRenewal } from "./store-outcome.ts";
import { renewalEvent, setTerm, withdrawRenewal } from "./store-renewals.ts";

/** Undoes the outcome of a renewal. @throws Problem `conflict` when later terms or amendments build upon it */
export const undoOutcome = command({
  name: "renewals.undo-outcome",
  permission: "renewals.write",
  input: z.object({ id: z.uuid() }),
  async run({ tx, ctx, input }) {
    const { account_id } = await lockRenewal(tx, input.id);
    await lockAccounts(tx, [account_id]);
    const renewal = await lockRenewal(tx, input.id);
    if (renewal.outcome === null) return { result: { id: input.id } };
    return { result: { id: input.id }, ...(await reopenRenewal(tx, ctx, renewal)) };
  },
});

/**
 * Takes back all that closing did: lines made for the next term go, lines that were ended run on, the contract returns to
 * its term, the next renewal is withdrawn, and this one is open as it was.
 */
export async function reopenRenewal(tx: Tx, ctx: Context, renewal: StoredRenewal): Promise<Recorded> {
  await assertLast(tx, renewal);
  const parts: Recorded[] = [];
  const made = await sql<{ account_id: string; id: string }>`
    select account_id, id from subscriptions
     where account_id = ${renewal.account_id} and made_by_renewal_id = ${renewal.id} and archived_at is null
  `.execute(tx);
  parts.push(
    await archiveLines(
      tx,
      ctx,
      made.rows.map((row) => ({ accountId: row.account_id, id: row.id })),
    ),
  );
  const ended = await sql<{ id: string; ends_on: string | null; former_ends_on: string | null }>`
    select id, ends_on, former_ends_on from subscriptions
     where account_id = ${renewal.account_id} and ended_by_renewal_id = ${renewal.id} and archived_at is null
  `.execute(tx);
  parts.push(
    await endLines(
      tx,
      ctx,
      ended.rows.map((row) => ({
        accountId: renewal.account_id,
        id: row.id,
        formerEndsOn: row.ends_on,
        endsOn: row.former_ends_on,
      })),
    ),
  );
  if (renewal.contract_id !== null && renewal.outcome === "renewed") {
    parts.push(await returnToTerm(tx, ctx, renewal, renewal.contract_id));
  }
  parts.push(await storeReopened(tx, ctx, renewal));
  return together(...parts);
}

async function assertLast(tx: Tx, renewal: StoredRenewal): Promise<void> {
  const { rows } = await sql<{ why: string }>`
    select 'a later term of this contract has its outcome' as why from renewals
     where account_id = ${renewal.account_id} and contract_id = ${renewal.contract_id} and outcome is not null
       and archived_at is null and due_on > ${renewal.due_on}::date
    union all
    select 'lines of the next term have been amended' from subscriptions s
      join subscriptions m on m.account_id = s.account_id and coalesce(s.root_id, s.id) = coalesce(m.root_id, m.id)
     where s.account_id = ${renewal.account_id} and m.made_by_renewal_id = ${renewal.id} and m.archived_at is null
       and s.archived_at is null and s.starts_on > m.starts_on
    limit 1
  `.execute(tx);
  if (rows[0]) throw problem("conflict", `This outcome cannot be undone: ${rows[0].why}. Undo that first.`);
}

async function returnToTerm(
  tx: Tx,
  ctx: Context,
  renewal: StoredRenewal,
  contractId: string,
): Promise<Recorded> {
  const next = await sql<{ id: string }>`
    select id from renewals
     where account_id = ${renewal.account_id} and contract_id = ${contractId} and outcome is null and archived_at is null
  `.execute(tx);
  const { rows } = await sql<{
    starts_on: string;
    ends_on: string | null;
    term_starts_on: string | null;
    term_ends_on: string | null;
  }>`
    select starts_on, ends_on, term_starts_on, term_ends_on from contracts
     where account_id = ${renewal.account_id} and id = ${contractId} for update
  `.execute(tx);
  const withdrawn: Recorded[] = [];
  for (const { id } of next.rows) {
    withdrawn.push(await withdrawRenewal(tx, ctx, { id, accountId: renewal.account_id }));
  }
  const contract = rows[0];
  if (!contract) return together(...withdrawn);
  // A term that is the contract as signed is kept as null, so that it follows amendments of the contract.
  const isSigned = renewal.term_ends_on === contract.ends_on;
  const after = {
    termStartsOn: renewal.term_starts_on === contract.starts_on ? null : renewal.term_starts_on,
    termEndsOn: isSigned ? null : (renewal.term_ends_on ?? renewal.due_on),
  };
  const before = { termStartsOn: contract.term_starts_on, termEndsOn: contract.term_ends_on };
  return together(
    ...withdrawn,
    await setTerm(tx, ctx, { id: contractId, accountId: renewal.account_id }, before, after),
  );
}

async function storeReopened(tx: Tx, ctx: Context, renewal: StoredRenewal): Promise<Recorded> {
  const { rows } = await sql<{ slug: string }>`
    select slug from renewal_stages where kind = 'open' and (slug = ${renewal.stage_before_outcome} or archived_at is null)
     order by slug = ${renewal.stage_before_outcome} desc nulls last, position limit 1
  `.execute(tx);
  const stage = rows[0]?.slug ?? renewal.stage;
  const at = ctx.now.toString();
  await sql`
    update renewals
       set stage = ${stage}, rating = rating_before_outcome, outcome = null, ordered_on = null, final_arr = null,
           booking_type = null, timing = null, loss_reason = null, root_cause = null, closed_at = null,
           is_auto_renewed = false, stage_before_outcome = null, rating_before_outcome = null, updated_at = ${at}::timestamptz
     where account_id = ${renewal.account_id} and id = ${renewal.id}
  `.execute(tx);
  const ref = { id: renewal.id, accountId: renewal.account_id };
  const before = {
    stage: renewal.stage,
    rating: renewal.rating,
    outcome: renewal.outcome,
    orderedOn: renewal.ordered_on,
    finalArr: renewal.final_arr,
    bookingType: renewal.booking_type,
    timing: renewal.timing,
    lossReason: renewal.loss_reason,
    rootCause: renewal.root_cause,
  };
  return {
    changes: changesBetween("renewal", ref, before, { stage, rating: renewal.rating_before_outcome }),
    events: [
      renewalEvent(ref, "renewal.reopened", { outcome: renewal.outcome }),
      renewalEvent(ref, "renewal.stage-changed", { old: renewal.stage, new: stage }),
    ],
  };
}
