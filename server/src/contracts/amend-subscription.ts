import { amendSubscription as amendEndpoint } from "@perennial/contract";
import { annualise, annualiseStated, type SubscriptionKind } from "@perennial/contract/pricing";
import { sql } from "kysely";
import { z } from "zod";
import { command } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { discountProblem } from "./complete-price.ts";
import { endLines, insertLines, type NewLine, type Recorded, together } from "./store-lines.ts";

type StoredLine = {
  account_id: string;
  contract_id: string | null;
  root_id: string;
  product: string | null;
  plan: string | null;
  kind: SubscriptionKind;
  is_trial: boolean;
  quantity: string;
  unit_price: string | null;
  discount_pct: string;
  billing_interval_months: number;
  uplift_pct: string | null;
  currency: string;
  starts_on: string;
  ends_on: string | null;
  stated_arr: string | null;
  is_implied: boolean;
};

/**
 * Amends a line from a date on: the line ends on the eve and one with the new terms follows, so that what was before
 * stays as it was. @throws Problem `invalid-input` when the line is not active on the date
 */
export const amendSubscription = command({
  name: "subscriptions.amend",
  permission: "subscriptions.write",
  input: amendEndpoint.body.extend({ id: z.uuid() }),
  async run({ tx, ctx, input }) {
    const line = await lockLine(tx, input.id);
    assertActive(line, input.effectiveOn);
    if (typeof input.endsOn === "string" && input.endsOn < input.effectiveOn) {
      return { result: { id: input.id, amendedId: input.id }, ...(await endEarly(tx, ctx, line, input)) };
    }
    const next = amended(line, input);
    const excess = discountProblem(next.discountPct);
    if (excess !== null) throw problem("invalid-input", "The discount is too high.", { fields: [excess] });
    const eve = Temporal.PlainDate.from(input.effectiveOn).subtract({ days: 1 }).toString();
    const ended = await endLines(tx, ctx, [
      { accountId: line.account_id, id: input.id, formerEndsOn: line.ends_on, endsOn: eve },
    ]);
    const inserted = await insertLines(tx, ctx, [next]);
    return { result: { id: inserted.ids[0] ?? "", amendedId: input.id }, ...together(ended, inserted) };
  },
});

type Input = z.output<typeof amendEndpoint.body>;

/** An end before the new terms would begin leaves no room for them: the line ends early, and that is all. */
async function endEarly(
  tx: Tx,
  ctx: Context,
  line: StoredLine,
  input: Input & { id: string },
): Promise<Recorded> {
  const endsOn = input.endsOn ?? line.ends_on;
  if (endsOn !== null && endsOn < line.starts_on) {
    throw problem("invalid-input", `The line began on ${line.starts_on}; it cannot end before.`, {
      fields: [{ path: "endsOn", message: `before ${line.starts_on}` }],
    });
  }
  return endLines(tx, ctx, [
    { accountId: line.account_id, id: input.id, formerEndsOn: line.ends_on, endsOn },
  ]);
}

function amended(line: StoredLine, input: Input): NewLine {
  const text = (value: string | number | undefined): string | undefined =>
    value === undefined ? undefined : String(value);
  const unitPrice = text(input.unitPrice) ?? (input.arr === undefined ? line.unit_price : null);
  const statedArr = unitPrice === null ? (text(input.arr) ?? line.stated_arr ?? "0") : null;
  const terms = {
    kind: input.kind ?? line.kind,
    isTrial: input.trial ?? line.is_trial,
    currency: line.currency,
    quantity: text(input.quantity) ?? line.quantity,
    unitPrice,
    discountPct: text(input.discountPct) ?? line.discount_pct,
    billingIntervalMonths: input.billingIntervalMonths ?? line.billing_interval_months,
  };
  const { isTrial: trial, ...shown } = terms;
  return {
    accountId: line.account_id,
    contractId: line.contract_id,
    rootId: line.root_id,
    product: line.product,
    plan: input.plan ?? line.plan,
    ...shown,
    trial,
    upliftPct: input.upliftPct === undefined ? line.uplift_pct : (text(input.upliftPct ?? undefined) ?? null),
    startsOn: input.effectiveOn,
    endsOn: input.endsOn === undefined ? line.ends_on : input.endsOn,
    statedArr,
    arr: statedArr === null ? annualise(terms) : annualiseStated(terms, { arr: statedArr }),
    isImplied: line.is_implied,
    impliedKey: null,
    madeByRenewalId: null,
    amendmentReason: input.reason ?? null,
  };
}

async function lockLine(tx: Tx, id: string): Promise<StoredLine> {
  const { rows } = await sql<StoredLine>`
    select account_id, contract_id, coalesce(root_id, id) as root_id, product, plan, kind, is_trial, quantity, unit_price,
           discount_pct, billing_interval_months, uplift_pct, currency, starts_on, ends_on, stated_arr, is_implied
      from subscriptions where id = ${id} and archived_at is null for update
  `.execute(tx);
  if (rows[0]) return rows[0];
  throw problem("not-found", `There is no subscription with the id ${id}.`);
}

function assertActive(line: StoredLine, effectiveOn: string): void {
  if (line.starts_on < effectiveOn && (line.ends_on ?? effectiveOn) >= effectiveOn) return;
  const span = `${line.starts_on} to ${line.ends_on ?? "open"}`;
  throw problem("invalid-input", `The line runs from ${span}; amend it on a later day of that span.`, {
    fields: [{ path: "effectiveOn", message: `not after the first day of the span ${span}` }],
  });
}
