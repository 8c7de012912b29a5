import { sql } from "kysely";
import { decimal, type Recorded, subtract } from "../contracts/index.ts";
import type { Json } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { changesBetween } from "../kernel/history.ts";
import type { NextPrice } from "./renewed-lines.ts";
import { renewalEvent } from "./store-renewals.ts";

/** What is recorded about how a renewal went. */
export type OutcomeInput = {
  readonly outcome: "renewed" | "churned";
  readonly orderedOn: string;
  readonly arr: string | null;
  readonly upliftPct: string | null;
  readonly price: NextPrice;
  /** Lines that end with the term while the others renew. */
  readonly leaves: readonly string[];
  readonly termEndsOn: string | null;
  readonly lossReason: string | null;
  readonly rootCause: string | null;
  readonly competitor: string | null;
  readonly notes: string | null;
  /** The contract renewed itself; nobody ordered. */
  readonly isAutomatic: boolean;
};

export type StoredRenewal = {
  readonly id: string;
  readonly account_id: string;
  readonly contract_id: string | null;
  readonly due_on: string;
  readonly target_arr: string;
  readonly currency: string;
  readonly stage: string;
  readonly rating: string | null;
  readonly outcome: "renewed" | "churned" | null;
  readonly ordered_on: string | null;
  readonly final_arr: string | null;
  readonly forecast_notes: string | null;
  readonly competitor: string | null;
  readonly loss_reason: string | null;
  readonly root_cause: string | null;
  readonly timing: string | null;
  readonly booking_type: string | null;
  readonly term_starts_on: string | null;
  readonly term_ends_on: string | null;
  readonly stage_before_outcome: string | null;
  readonly rating_before_outcome: string | null;
  readonly is_auto_renewed: boolean;
};

/** @throws Problem `not-found` */
export async function lockRenewal(tx: Tx, id: string): Promise<StoredRenewal> {
  const { rows } = await sql<StoredRenewal>`
    select id, account_id, contract_id, due_on, target_arr, currency, stage, rating, outcome, ordered_on, final_arr,
           forecast_notes, competitor, loss_reason, root_cause, timing, booking_type, term_starts_on, term_ends_on,
           stage_before_outcome, rating_before_outcome, is_auto_renewed
      from renewals where id = ${id} and archived_at is null for update
  `.execute(tx);
  if (rows[0]) return rows[0];
  throw problem("not-found", `There is no renewal with the id ${id}.`);
}

/** Writes the outcome into the renewal itself. */
export async function storeOutcome(
  tx: Tx,
  ctx: Context,
  renewal: StoredRenewal,
  input: OutcomeInput,
  finalArr: string,
  timing: string | null,
): Promise<Recorded> {
  const isWon = input.outcome === "renewed";
  const { rows } = await sql<{ slug: string }>`
    select slug from renewal_stages where kind = ${isWon ? "won" : "lost"} and archived_at is null order by position limit 1
  `.execute(tx);
  const closed = await sql<{ slug: string }>`select slug from forecast_ratings where slug = 'closed'`.execute(
    tx,
  );
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
    competitor: renewal.competitor,
    forecastNotes: renewal.forecast_notes,
    isAutoRenewed: renewal.is_auto_renewed,
  };
  const after = {
    stage: rows[0]?.slug ?? renewal.stage,
    rating: closed.rows[0]?.slug ?? renewal.rating,
    outcome: input.outcome,
    orderedOn: input.orderedOn,
    finalArr,
    bookingType: isWon ? bookingType(finalArr, renewal.target_arr) : "churn",
    timing,
    lossReason: isWon ? null : input.lossReason,
    rootCause: isWon ? null : input.rootCause,
    competitor: input.competitor ?? renewal.competitor,
    forecastNotes: input.notes ?? renewal.forecast_notes,
    isAutoRenewed: input.isAutomatic,
  };
  const at = ctx.now.toString();
  await sql`
    update renewals
       set stage = ${after.stage}, rating = ${after.rating}, outcome = ${after.outcome}, ordered_on = ${after.orderedOn}::date,
           final_arr = ${after.finalArr}::numeric, booking_type = ${after.bookingType}, timing = ${after.timing},
           loss_reason = ${after.lossReason}, root_cause = ${after.rootCause}, competitor = ${after.competitor},
           forecast_notes = ${after.forecastNotes}, is_auto_renewed = ${after.isAutoRenewed}, closed_at = ${at}::timestamptz,
           stage_before_outcome = ${renewal.stage}, rating_before_outcome = ${renewal.rating}, updated_at = ${at}::timestamptz
     where account_id = ${renewal.account_id} and id = ${renewal.id}
  `.execute(tx);
  const ref = { id: renewal.id, accountId: renewal.account_id };
  const payload: { [key: string]: Json } = {
    outcome: input.outcome,
    finalArr,
    targetArr: renewal.target_arr,
    timing,
    isAutoRenewed: input.isAutomatic,
  };
  return {
    changes: changesBetween("renewal", ref, before, after),
    events: [
      renewalEvent(ref, "renewal.outcome-recorded", payload),
      renewalEvent(ref, "renewal.stage-changed", { old: renewal.stage, new: after.stage }),
    ],
  };
}

function bookingType(finalArr: string, targetArr: string): string {
  const difference = subtract(decimal(finalArr), decimal(targetArr)).units;
  if (difference === 0n) return "renewal";
  return difference > 0n ? "renewal-with-upsell" : "renewal-with-downsell";
}
