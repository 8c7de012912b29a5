import { annualiseStated, compare, decimal } from "@perennial/contract/pricing";
import { sql } from "kysely";
import type { AccountWriter } from "../accounts/index.ts";
import { addMonths } from "../kernel/calendar.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import type { RecordWrite } from "../objects/index.ts";
import { type ContractState, storeImpliedContracts } from "./store-contracts.ts";
import {
  archiveLines,
  endLines,
  insertLines,
  lineChange,
  lineEvent,
  type NewLine,
  type Recorded,
  together,
} from "./store-lines.ts";

type SheetLine = {
  id: string;
  rootId: string;
  startsOn: string;
  endsOn: string | null;
  arr: string;
  currency: string;
};
type Standing = {
  contract: (ContractState & { id: string }) | null;
  line: SheetLine | null;
  hasRealRevenue: boolean;
};

/**
 * An account that comes with its ARR (or MRR) and the last day of its term, as sheets have it, gets an implied contract
 * with one line ending that day. Given again, the line follows: a new date moves its end, a new ARR amends it from today.
 * Accounts with a contract or priced lines of their own keep those.
 */
export const writeSheetRevenue: AccountWriter = async ({ app, tx, ctx, writes }) => {
  const { currency } = await app.company();
  const given = writes.filter((write) => isStated(write.extras.arr) || isStated(write.extras.mrr));
  const parts: Recorded[] = [];
  for (const write of given) {
    const standing = await readStanding(tx, write.id);
    if (standing.hasRealRevenue) continue;
    parts.push(await writeOne(tx, ctx, write, String(write.after.currency ?? currency), standing));
  }
  const { changes, events } = together(...parts);
  return { changes: [...changes], events: [...events] };
};

const isStated = (value: unknown): boolean => /^-?\d+(\.\d+)?$/.test(String(value ?? "").trim());

async function writeOne(
  tx: Tx,
  ctx: Context,
  write: RecordWrite,
  currency: string,
  standing: Standing,
): Promise<Recorded> {
  const stated = isStated(write.extras.arr)
    ? { arr: String(write.extras.arr) }
    : { mrr: String(write.extras.mrr) };
  const arr = annualiseStated({ kind: "recurring", isTrial: false, currency }, stated);
  const endsOn = renewalDate(write.extras.nextRenewalOn) ?? standing.contract?.endsOn ?? null;
  const customerSince = typeof write.after.customerSince === "string" ? write.after.customerSince : null;
  const known = standing.contract?.startsOn;
  const isKnown = known !== undefined && (endsOn === null || known <= endsOn);
  const startsOn = isKnown ? known : termStart(endsOn, customerSince, ctx.today);
  const contract = await storeImpliedContracts(tx, ctx, [
    {
      accountId: write.id,
      impliedKey: "sheet",
      startsOn,
      endsOn,
      termStartsOn: standing.contract?.termStartsOn ?? null,
      termEndsOn: standing.contract?.endsOn === endsOn ? (standing.contract?.termEndsOn ?? null) : null,
      autoRenews: false,
      renewalTermMonths: 12,
      isArchived: false,
      before: standing.contract,
    },
  ]);
  const line = lineOf(write.id, contract.ids[0] ?? null, currency, arr, endsOn);
  return together(contract, await writeLine(tx, ctx, line, startsOn, standing.line));
}

async function writeLine(
  tx: Tx,
  ctx: Context,
  line: NewLine,
  startsOn: string,
  standing: SheetLine | null,
): Promise<Recorded> {
  if (!standing)
    return compare(decimal(line.arr), decimal("0")) === 0
      ? { changes: [], events: [] }
      : insertLines(tx, ctx, [{ ...line, startsOn }]);
  if (line.endsOn !== null && line.endsOn < standing.startsOn) {
    const former = await linesOfContract(tx, line.accountId, line.contractId);
    return together(await archiveLines(tx, ctx, former), await insertLines(tx, ctx, [{ ...line, startsOn }]));
  }
  const ref = { accountId: line.accountId, id: standing.id };
  const today = ctx.today.toString();
  const isSameArr = compare(decimal(standing.arr), decimal(line.arr)) === 0;
  const runs =
    standing.startsOn < today && [standing.endsOn, line.endsOn].every((end) => (end ?? today) >= today);
  if (isSameArr || !runs) {
    const changes = isSameArr ? [] : [lineChange(ref, "arr", standing.arr, line.arr)];
    await sql`
      update subscriptions set arr = ${line.arr}, stated_arr = ${line.arr}, updated_at = ${ctx.now.toString()}::timestamptz
       where account_id = ${ref.accountId} and id = ${ref.id} and arr <> ${line.arr}::numeric
    `.execute(tx);
    return together(
      { changes, events: isSameArr ? [] : [lineEvent("updated", ref.id, ref.accountId)] },
      await endLines(tx, ctx, [{ ...ref, formerEndsOn: standing.endsOn, endsOn: line.endsOn }]),
    );
  }
  const eve = ctx.today.subtract({ days: 1 }).toString();
  return together(
    await endLines(tx, ctx, [{ ...ref, formerEndsOn: standing.endsOn, endsOn: eve }]),
    await insertLines(tx, ctx, [
      {
        ...line,
        startsOn: today,
        rootId: standing.rootId,
        impliedKey: `sheet:${today}`,
        amendmentReason: "New ARR in the sheet",
      },
    ]),
  );
}

/** A date before the line began was a mistake in the sheet: its lines are made anew. */
async function linesOfContract(
  tx: Tx,
  accountId: string,
  contractId: string | null,
): Promise<{ accountId: string; id: string }[]> {
  const { rows } = await sql<{ id: string }>`
    select id from subscriptions
     where account_id = ${accountId} and contract_id = ${contractId} and is_implied and archived_at is null
  `.execute(tx);
  return rows.map(({ id }) => ({ accountId, id }));
}

function renewalDate(value: unknown): string | null {
  if (typeof value !== "string" || value.trim() === "") return null;
  try {
    return Temporal.PlainDate.from(value.trim(), { overflow: "reject" }).toString();
  } catch {
    return null;
  }
}

/** The twelve months that end with the term, longer if needed to hold today, not before the account was one. */
function termStart(endsOn: string | null, customerSince: string | null, today: Temporal.PlainDate): string {
  if (endsOn === null)
    return customerSince !== null && customerSince <= today.toString() ? customerSince : today.toString();
  const end = Temporal.PlainDate.from(endsOn);
  let start = addMonths(end, -12).add({ days: 1 });
  while (Temporal.PlainDate.compare(start, today) > 0)
    start = addMonths(start.subtract({ days: 1 }), -12).add({ days: 1 });
  const text = start.toString();
  return customerSince !== null && customerSince > text && customerSince <= endsOn ? customerSince : text;
}

const lineOf = (
  accountId: string,
  contractId: string | null,
  currency: string,
  arr: string,
  endsOn: string | null,
): NewLine => ({
  accountId,
  contractId,
  rootId: null,
  product: null,
  plan: null,
  kind: "recurring",
  quantity: "1",
  unitPrice: null,
  discountPct: "0",
  billingIntervalMonths: 12,
  upliftPct: null,
  currency,
  startsOn: "",
  endsOn,
  statedArr: arr,
  arr,
  isImplied: true,
  impliedKey: "sheet",
  madeByRenewalId: null,
  amendmentReason: null,
});

async function readStanding(tx: Tx, accountId: string): Promise<Standing> {
  const real = await sql`
    select 1 from contracts where account_id = ${accountId} and not is_implied and archived_at is null
    union all
    select 1 from subscriptions where account_id = ${accountId} and not is_implied and arr <> 0 and archived_at is null
    limit 1
  `.execute(tx);
  const contracts = await sql<{
    id: string;
    starts_on: string;
    ends_on: string | null;
    term_starts_on: string | null;
    term_ends_on: string | null;
    auto_renews: boolean;
    renewal_term_months: number | null;
    is_archived: boolean;
  }>`
    select id, starts_on, ends_on, term_starts_on, term_ends_on, auto_renews, renewal_term_months,
           archived_at is not null as is_archived
      from contracts where account_id = ${accountId} and implied_key = 'sheet' for update
  `.execute(tx);
  const lines = await sql<{
    id: string;
    root_id: string;
    starts_on: string;
    ends_on: string | null;
    arr: string;
    currency: string;
  }>`
    select id, coalesce(root_id, id) as root_id, starts_on, ends_on, arr, currency from subscriptions
     where account_id = ${accountId} and (implied_key like 'sheet%' or contract_id = ${contracts.rows[0]?.id ?? null})
       and archived_at is null
     order by starts_on desc limit 1
  `.execute(tx);
  const [contract, line] = [contracts.rows[0], lines.rows[0]];
  return {
    hasRealRevenue: real.rows.length > 0,
    contract: contract
      ? {
          id: contract.id,
          startsOn: contract.starts_on,
          endsOn: contract.ends_on,
          termStartsOn: contract.term_starts_on,
          termEndsOn: contract.term_ends_on,
          autoRenews: contract.auto_renews,
          renewalTermMonths: contract.renewal_term_months,
          isArchived: contract.is_archived,
        }
      : null,
    line: line
      ? {
          id: line.id,
          rootId: line.root_id,
          startsOn: line.starts_on,
          endsOn: line.ends_on,
          arr: line.arr,
          currency: line.currency,
        }
      : null,
  };
}
