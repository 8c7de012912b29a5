import { sql } from "kysely";
import type { Change, DomainEvent, Json } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { changesBetween } from "../kernel/history.ts";
import { newId } from "../kernel/ids.ts";

export type Recorded = { readonly changes: readonly Change[]; readonly events: readonly DomainEvent[] };

/** A line that Perennial makes itself: an amendment, a renewal's next term, a sheet's revenue. */
export type NewLine = {
  readonly accountId: string;
  readonly contractId: string | null;
  readonly rootId: string | null;
  readonly product: string | null;
  readonly plan: string | null;
  readonly kind: string;
  readonly trial?: boolean;
  readonly quantity: string;
  readonly unitPrice: string | null;
  readonly discountPct: string;
  readonly billingIntervalMonths: number;
  readonly upliftPct: string | null;
  readonly currency: string;
  readonly startsOn: string;
  readonly endsOn: string | null;
  readonly statedArr: string | null;
  readonly arr: string;
  readonly isImplied: boolean;
  readonly impliedKey: string | null;
  readonly madeByRenewalId: string | null;
  readonly amendmentReason: string | null;
};

const columns = sql.raw(`
  contract_id, root_id, product, plan, kind, quantity, unit_price, discount_pct, billing_interval_months, uplift_pct,
  currency, starts_on, ends_on, stated_arr, arr, is_implied, implied_key, made_by_renewal_id, amendment_reason`);

/** Stores lines in one statement. @returns their ids, in order, and what history and the feed are told */
export async function insertLines(
  tx: Tx,
  ctx: Context,
  lines: readonly NewLine[],
): Promise<Recorded & { ids: string[] }> {
  if (lines.length === 0) return { ids: [], changes: [], events: [] };
  const ids = lines.map(() => newId(ctx.now));
  const rows = lines.map((line, index) => ({
    account_id: line.accountId,
    id: ids[index],
    contract_id: line.contractId,
    root_id: line.rootId,
    product: line.product,
    plan: line.plan,
    kind: line.kind,
    is_trial: line.trial ?? false,
    quantity: line.quantity,
    unit_price: line.unitPrice,
    discount_pct: line.discountPct,
    billing_interval_months: line.billingIntervalMonths,
    uplift_pct: line.upliftPct,
    currency: line.currency,
    starts_on: line.startsOn,
    ends_on: line.endsOn,
    stated_arr: line.statedArr,
    arr: line.arr,
    is_implied: line.isImplied,
    implied_key: line.impliedKey,
    made_by_renewal_id: line.madeByRenewalId,
    amendment_reason: line.amendmentReason,
  }));
  const at = ctx.now.toString();
  await sql`
    insert into subscriptions (account_id, id, is_trial, created_at, updated_at, ${columns})
    select account_id, id, is_trial, ${at}::timestamptz, ${at}::timestamptz, ${columns}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (
        account_id uuid, id uuid, contract_id uuid, root_id uuid, product text, plan text, kind text, is_trial boolean, quantity numeric,
        unit_price numeric, discount_pct numeric, billing_interval_months integer, uplift_pct numeric, currency text,
        starts_on date, ends_on date, stated_arr numeric, arr numeric, is_implied boolean, implied_key text,
        made_by_renewal_id uuid, amendment_reason text)
  `.execute(tx);
  return {
    ids,
    changes: lines.flatMap((line, index) => {
      const { accountId, madeByRenewalId: _, impliedKey: __, ...shown } = line;
      return changesBetween("subscription", { id: ids[index] ?? "", accountId }, {}, shown);
    }),
    events: lines.map((line, index) => lineEvent("created", ids[index] ?? "", line.accountId)),
  };
}

export type LineEnd = {
  readonly accountId: string;
  readonly id: string;
  readonly formerEndsOn: string | null;
  readonly endsOn: string | null;
  /** The renewal whose outcome ends the line, so that it can be undone. */
  readonly byRenewalId?: string | null;
};

/** Gives lines another last day. */
export async function endLines(tx: Tx, ctx: Context, ends: readonly LineEnd[]): Promise<Recorded> {
  const differing = ends.filter((end) => end.endsOn !== end.formerEndsOn);
  if (differing.length === 0) return { changes: [], events: [] };
  const rows = differing.map((end) => ({
    account_id: end.accountId,
    id: end.id,
    ends_on: end.endsOn,
    former_ends_on: end.byRenewalId ? end.formerEndsOn : null,
    by_renewal_id: end.byRenewalId ?? null,
  }));
  await sql`
    update subscriptions s
       set ends_on = r.ends_on, former_ends_on = r.former_ends_on, ended_by_renewal_id = r.by_renewal_id,
           updated_at = ${ctx.now.toString()}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r (account_id uuid, id uuid, ends_on date, former_ends_on date, by_renewal_id uuid)
     where s.account_id = r.account_id and s.id = r.id
  `.execute(tx);
  return {
    changes: differing.map((end) => lineChange(end, "endsOn", end.formerEndsOn, end.endsOn)),
    events: differing.map((end) => lineEvent("updated", end.id, end.accountId)),
  };
}

/** Archives lines that should never have been: they leave every figure, past ones too. */
export async function archiveLines(
  tx: Tx,
  ctx: Context,
  lines: readonly { accountId: string; id: string }[],
): Promise<Recorded> {
  if (lines.length === 0) return { changes: [], events: [] };
  const at = ctx.now.toString();
  await sql`
    update subscriptions set archived_at = ${at}::timestamptz, updated_at = ${at}::timestamptz, implied_key = null
     where account_id = any(${lines.map((line) => line.accountId)}::uuid[])
       and id = any(${lines.map((line) => line.id)}::uuid[])
  `.execute(tx);
  return {
    changes: lines.map((line) => lineChange(line, "archivedAt", null, at)),
    events: lines.map((line) => lineEvent("archived", line.id, line.accountId)),
  };
}

/** Says what a list of writes did, as one. */
export const together = (...parts: readonly Recorded[]): Recorded => ({
  changes: parts.flatMap((part) => part.changes),
  events: parts.flatMap((part) => part.events),
});

export const lineChange = (
  line: { accountId: string; id: string },
  field: string,
  old: Json,
  now: Json,
): Change => ({
  object: "subscription",
  objectId: line.id,
  accountId: line.accountId,
  field,
  old,
  new: now,
});

export const lineEvent = (
  what: "created" | "updated" | "archived",
  id: string,
  accountId: string,
): DomainEvent => ({
  name: `subscription.${what}`,
  object: "subscription",
  objectId: id,
  accountId,
});
