import { outcomeBody } from "@perennial/contract";
import { sql } from "kysely";
import { z } from "zod";
import { lockAccounts, type Recorded, together } from "../contracts/index.ts";
import { command } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { closeRenewal } from "./close-renewal.ts";
import { bringIntoLine } from "./generate-renewals.ts";
import { policyFor, readPolicies } from "./renewal-policies.ts";
import { reopenRenewal } from "./reopen-renewal.ts";
import { lockRenewal, type OutcomeInput, type StoredRenewal } from "./store-outcome.ts";

/**
 * Records how a renewal went. The same outcome given again changes nothing; another one replaces it.
 * @throws Problem `invalid-input` when a churn lacks its loss reason or root cause
 */
export const recordOutcome = command({
  name: "renewals.record-outcome",
  permission: "renewals.write",
  input: outcomeBody.extend({ id: z.uuid() }),
  async run({ app, tx, ctx, input }) {
    assertReasons(input);
    const accountId = await accountOf(tx, input.id);
    await lockAccounts(tx, [accountId]);
    const standing = await lockRenewal(tx, input.id);
    const wanted = outcomeOf(ctx, input, standing);
    if (isRecorded(standing, wanted, input)) {
      return { result: { id: input.id, nextRenewalId: await nextRenewal(tx, standing) } };
    }
    const reopened: Recorded =
      standing.outcome === null ? { changes: [], events: [] } : await reopenRenewal(tx, ctx, standing);
    const renewal = await lockRenewal(tx, input.id);
    const policies = await readPolicies(tx);
    const policy = policyFor(policies, await touchModelOf(tx, accountId));
    const closed = await closeRenewal(tx, ctx, renewal, wanted, policy);
    const isNextTermOf = new Set(
      wanted.outcome === "renewed" && renewal.contract_id ? [renewal.contract_id] : [],
    );
    const generated = await bringIntoLine(app, tx, ctx, [accountId], isNextTermOf);
    return {
      ...together(reopened, closed, generated),
      result: { id: input.id, nextRenewalId: await nextRenewal(tx, renewal) },
    };
  },
});

type Input = z.output<typeof outcomeBody>;

function assertReasons(input: Input): void {
  if (input.outcome === "renewed") return;
  const fields = [
    ...(input.lossReason ? [] : [{ path: "lossReason", message: "say why the customer left" }]),
    ...(input.rootCause ? [] : [{ path: "rootCause", message: "name the root cause" }]),
  ];
  if (fields.length > 0)
    throw problem("invalid-input", "A churn needs its loss reason and root cause.", { fields });
}

function outcomeOf(ctx: Context, input: Input, standing: StoredRenewal): OutcomeInput {
  const isSame = standing.outcome === input.outcome && !standing.is_auto_renewed;
  return {
    outcome: input.outcome,
    orderedOn: input.orderedOn ?? (isSame ? standing.ordered_on : null) ?? ctx.today.toString(),
    arr: input.arr === undefined ? null : String(input.arr),
    upliftPct: input.upliftPct === undefined ? null : String(input.upliftPct),
    price: input.price ?? "uplift",
    leaves: input.leaves ?? [],
    termEndsOn: input.termEndsOn ?? null,
    lossReason: input.lossReason ?? null,
    rootCause: input.rootCause ?? null,
    competitor: input.competitor ?? null,
    notes: input.notes ?? null,
    isAutomatic: false,
  };
}

/** Whether this is what is recorded already. Terms of another price or length are another outcome. */
function isRecorded(standing: StoredRenewal, wanted: OutcomeInput, input: Input): boolean {
  if (
    standing.outcome !== wanted.outcome ||
    standing.is_auto_renewed ||
    standing.ordered_on !== wanted.orderedOn
  )
    return false;
  if (wanted.outcome === "churned") {
    return standing.loss_reason === wanted.lossReason && standing.root_cause === wanted.rootCause;
  }
  const terms = [input.upliftPct, input.termEndsOn, input.price, input.leaves];
  if (terms.some((term) => term !== undefined)) return false;
  return wanted.arr === null || Number(wanted.arr) === Number(standing.final_arr);
}

export async function accountOf(tx: Tx, renewalId: string): Promise<string> {
  const { rows } = await sql<{ account_id: string }>`
    select account_id from renewals where id = ${renewalId} and archived_at is null
  `.execute(tx);
  if (rows[0]) return rows[0].account_id;
  throw problem("not-found", `There is no renewal with the id ${renewalId}.`);
}

async function touchModelOf(tx: Tx, accountId: string): Promise<string | null> {
  const { rows } = await sql<{ touch_model: string | null }>`
    select touch_model from accounts where id = ${accountId}
  `.execute(tx);
  return rows[0]?.touch_model ?? null;
}

async function nextRenewal(tx: Tx, renewal: StoredRenewal): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select id from renewals
     where account_id = ${renewal.account_id} and contract_id = ${renewal.contract_id} and archived_at is null
       and due_on > ${renewal.due_on}::date
     order by due_on limit 1
  `.execute(tx);
  return rows[0]?.id ?? null;
}
