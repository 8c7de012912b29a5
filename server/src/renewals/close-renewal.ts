import { sql } from "kysely";
import {
  annualise,
  compare,
  decimal,
  decimalText,
  endLines,
  insertLines,
  type NewLine,
  type Recorded,
  together,
} from "../contracts/index.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { contractOf, expiringLines, nextTermOf, type StoredLine } from "./next-term.ts";
import { isRefund, type RenewedLine, renewContract, sumOf } from "./renewed-lines.ts";
import { type OutcomeInput, type StoredRenewal, storeOutcome } from "./store-outcome.ts";
import { setTerm } from "./store-renewals.ts";
import { orderTiming, type TimingPolicy } from "./timing.ts";

/**
 * Closes an open renewal. Renewed: the lines get their next term, the contract moves to it. Churned: what would run on
 * ends with the term. A renewal without a contract only keeps the record.
 */
export async function closeRenewal(
  tx: Tx,
  ctx: Context,
  renewal: StoredRenewal,
  input: OutcomeInput,
  policy: TimingPolicy,
): Promise<Recorded> {
  const dueOn = Temporal.PlainDate.from(renewal.due_on);
  const timing = orderTiming(dueOn, Temporal.PlainDate.from(input.orderedOn), policy);
  const effect =
    input.outcome === "renewed"
      ? await renewTerm(tx, ctx, renewal, input, timing === "lapsed")
      : await endTerm(tx, ctx, renewal);
  const stored = await storeOutcome(
    tx,
    ctx,
    renewal,
    input,
    effect.finalArr,
    input.outcome === "renewed" ? timing : null,
  );
  return together(effect, stored);
}

type Effect = Recorded & { readonly finalArr: string };

async function renewTerm(
  tx: Tx,
  ctx: Context,
  renewal: StoredRenewal,
  input: OutcomeInput,
  isLapsed: boolean,
): Promise<Effect> {
  if (input.arr !== null && compare(decimal(input.arr), decimal("0")) <= 0) {
    throw problem(
      "invalid-input",
      "A renewal without ARR is a churn: record it as churned, with its reasons.",
      {
        fields: [{ path: "arr", message: "must be above 0" }],
      },
    );
  }
  if (renewal.contract_id === null)
    return { finalArr: input.arr ?? renewal.target_arr, changes: [], events: [] };
  const contract = await contractOf(tx, renewal.account_id, renewal.contract_id);
  const lines = await expiringLines(tx, renewal);
  const leaving = leavingLines(lines, input.leaves);
  const staying = lines.filter(({ id }) => !leaving.has(id));
  const { own, others } = renewContract(
    staying,
    renewal.currency,
    input.upliftPct ?? contract.uplift_pct,
    input.arr,
    input.price,
  );
  const renewed = [...own, ...others];
  const next = nextTermOf(renewal, contract, input, isLapsed);
  const successors: NewLine[] = [];
  const ends: LineEnd[] = [];
  const arrived = await arrivedLines(tx, renewal, next);
  for (const line of lines) {
    const terms = renewed.find((one) => one.id === line.id);
    if (leaving.has(line.id)) ends.push(endWithTerm(renewal, line));
    if (!terms || (arrived !== null && line.endsOn === renewal.due_on)) continue;
    const runsOn = line.endsOn === null || line.endsOn > renewal.due_on;
    if (runsOn && terms.isUnchanged && !isLapsed) continue;
    if (runsOn) ends.push(endWithTerm(renewal, line));
    const endsOn = !runsOn
      ? next.endsOn
      : line.endsOn !== null && line.endsOn < next.startsOn
        ? next.endsOn
        : line.endsOn;
    successors.push(successor(renewal, line, terms, next.startsOn, endsOn));
  }
  if (lines.length === 0 && input.arr !== null) successors.push(newBusiness(renewal, input.arr, next));
  const priced = own.length > 0 ? decimalText(sumOf(own)) : (input.arr ?? "0");
  const finalArr = input.arr === null && arrived !== null ? arrived : priced;
  const moved = await setTerm(
    tx,
    ctx,
    { id: renewal.contract_id, accountId: renewal.account_id },
    { termStartsOn: contract.term_starts_on, termEndsOn: contract.term_ends_on },
    { termStartsOn: next.startsOn, termEndsOn: next.endsOn },
  );
  return {
    finalArr,
    ...together(await endLines(tx, ctx, ends), await insertLines(tx, ctx, successors), moved),
  };
}

type LineEnd = Parameters<typeof endLines>[2][number];

const endWithTerm = (renewal: StoredRenewal, line: StoredLine): LineEnd => ({
  accountId: renewal.account_id,
  id: line.id,
  formerEndsOn: line.endsOn,
  endsOn: renewal.due_on,
  byRenewalId: renewal.id,
});

/** Lines that end with the term, of a renewal in part. @throws Problem `invalid-input` when none would be left */
function leavingLines(lines: readonly StoredLine[], leaves: readonly string[]): ReadonlySet<string> {
  const known = new Set(lines.map(({ id }) => id));
  const unknown = leaves.find((id) => !known.has(id));
  const refuse = (message: string, words: string) =>
    problem("invalid-input", words, { fields: [{ path: "leaves", message }] });
  if (unknown !== undefined)
    throw refuse(
      `${unknown} is not among them`,
      "Only lines that run on the last day of the term can end with it.",
    );
  const leaving = new Set(leaves);
  const rest = lines.filter((line) => !leaving.has(line.id) && !isRefund(line));
  if (leaving.size > 0 && rest.length === 0)
    throw refuse(
      "keep one of them",
      "Without a line that renews it is a churn: record it as churned, with its reasons.",
    );
  return leaving;
}

async function endTerm(tx: Tx, ctx: Context, renewal: StoredRenewal): Promise<Effect> {
  if (renewal.contract_id === null) return { finalArr: "0", changes: [], events: [] };
  const { rows } = await sql<{ id: string; starts_on: string; ends_on: string | null }>`
    select id, starts_on, ends_on from subscriptions
     where account_id = ${renewal.account_id} and contract_id = ${renewal.contract_id} and archived_at is null
       and (ends_on is null or ends_on > ${renewal.due_on}::date)
     order by id for update
  `.execute(tx);
  const ends = rows.map((row) => ({
    accountId: renewal.account_id,
    id: row.id,
    formerEndsOn: row.ends_on,
    // A line that would only begin after the term never does: it is left without length.
    endsOn: row.starts_on > renewal.due_on ? dayBefore(row.starts_on) : renewal.due_on,
    byRenewalId: renewal.id,
  }));
  return { finalArr: "0", ...(await endLines(tx, ctx, ends)) };
}

/** ARR on the first day of the next term, where its lines have come from their source already; null where none has. */
async function arrivedLines(
  tx: Tx,
  renewal: StoredRenewal,
  next: { startsOn: string; endsOn: string },
): Promise<string | null> {
  const { rows } = await sql<{ arr: string; count: number }>`
    select coalesce(sum(arr) filter (where currency = ${renewal.currency} and starts_on <= ${next.startsOn}::date
                                       and (ends_on is null or ends_on >= ${next.startsOn}::date)), 0) as arr,
           count(*) filter (where starts_on > ${renewal.due_on}::date and starts_on <= ${next.endsOn}::date) as count
      from subscriptions
     where account_id = ${renewal.account_id} and contract_id = ${renewal.contract_id} and archived_at is null and arr <> 0
  `.execute(tx);
  const row = rows[0];
  return row && row.count > 0 ? row.arr : null;
}

function successor(
  renewal: StoredRenewal,
  line: StoredLine,
  terms: RenewedLine,
  startsOn: string,
  endsOn: string | null,
): NewLine {
  return {
    accountId: renewal.account_id,
    contractId: renewal.contract_id,
    rootId: line.rootId,
    product: line.product,
    plan: line.plan,
    kind: line.kind,
    quantity: line.quantity,
    unitPrice: terms.unitPrice,
    discountPct: terms.discountPct,
    billingIntervalMonths: line.billingIntervalMonths,
    upliftPct: line.upliftPct,
    currency: line.currency,
    startsOn,
    endsOn,
    statedArr: terms.unitPrice === null ? terms.arr : null,
    arr:
      terms.unitPrice === null
        ? terms.arr
        : annualise({ ...line, unitPrice: terms.unitPrice, discountPct: terms.discountPct }),
    isImplied: false,
    impliedKey: null,
    madeByRenewalId: renewal.id,
    amendmentReason: null,
  };
}

/** A contract whose lines were never given still renews at the ARR that was ordered. */
const newBusiness = (
  renewal: StoredRenewal,
  arr: string,
  next: { startsOn: string; endsOn: string },
): NewLine => ({
  accountId: renewal.account_id,
  contractId: renewal.contract_id,
  rootId: null,
  product: null,
  plan: null,
  kind: "recurring",
  quantity: "1",
  unitPrice: null,
  discountPct: "0",
  billingIntervalMonths: 12,
  upliftPct: null,
  currency: renewal.currency,
  startsOn: next.startsOn,
  endsOn: next.endsOn,
  statedArr: arr,
  arr,
  isImplied: false,
  impliedKey: null,
  madeByRenewalId: renewal.id,
  amendmentReason: null,
});

const dayBefore = (date: string): string => Temporal.PlainDate.from(date).subtract({ days: 1 }).toString();
