import { sql } from "kysely";
import { nextTerm, termEnd, termMonths } from "../contracts/index.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import type { ExpiringLine } from "./renewed-lines.ts";
import type { OutcomeInput, StoredRenewal } from "./store-outcome.ts";

/** A line of the contract on the last day of its term, with what its successor takes over. */
export type StoredLine = ExpiringLine & {
  rootId: string;
  product: string | null;
  plan: string | null;
  startsOn: string;
  endsOn: string | null;
};

export type StoredContract = {
  starts_on: string;
  term_starts_on: string | null;
  term_ends_on: string | null;
  renewal_term_months: number | null;
  uplift_pct: string | null;
};

/** @throws Problem `not-found` */
export async function contractOf(
  tx: Db | Tx,
  accountId: string,
  id: string,
  locks = true,
): Promise<StoredContract> {
  const { rows } = await sql<StoredContract>`
    select starts_on, term_starts_on, term_ends_on, renewal_term_months, uplift_pct from contracts
     where account_id = ${accountId} and id = ${id} ${locks ? sql`for update` : sql``}
  `.execute(tx);
  if (rows[0]) return rows[0];
  throw problem("not-found", "The contract of this renewal is gone.");
}

/** The next term begins the day after expiry; after a lapse on the day of the order, which is a new beginning. */
export function nextTermOf(
  renewal: Pick<StoredRenewal, "due_on" | "term_starts_on">,
  contract: StoredContract,
  input: Pick<OutcomeInput, "termEndsOn" | "orderedOn">,
  isLapsed: boolean,
): { startsOn: string; endsOn: string } {
  const dueOn = Temporal.PlainDate.from(renewal.due_on);
  const startsOn = Temporal.PlainDate.from(renewal.term_starts_on ?? contract.starts_on);
  const months = contract.renewal_term_months ?? termMonths({ startsOn, endsOn: dueOn });
  const begins = isLapsed ? Temporal.PlainDate.from(input.orderedOn) : dueOn.add({ days: 1 });
  const usualEnd = isLapsed ? termEnd(begins, months) : nextTerm({ startsOn, endsOn: dueOn }, months).endsOn;
  const endsOn = input.termEndsOn ?? usualEnd.toString();
  if (endsOn >= begins.toString()) return { startsOn: begins.toString(), endsOn };
  throw problem("invalid-input", `The next term begins on ${begins}; it cannot end before.`, {
    fields: [{ path: "termEndsOn", message: `before ${begins}` }],
  });
}

/** @param locks whether they are about to be changed */
export async function expiringLines(
  tx: Db | Tx,
  renewal: Pick<StoredRenewal, "account_id" | "contract_id" | "due_on">,
  locks = true,
): Promise<StoredLine[]> {
  const { rows } = await sql<StoredLine>`
    select id, coalesce(root_id, id) as "rootId", product, plan, kind, is_trial as "isTrial", quantity,
           unit_price as "unitPrice", discount_pct as "discountPct", billing_interval_months as "billingIntervalMonths",
           uplift_pct as "upliftPct", currency, starts_on as "startsOn", ends_on as "endsOn", arr
      from subscriptions
     where account_id = ${renewal.account_id} and contract_id = ${renewal.contract_id} and archived_at is null and arr <> 0
       and starts_on <= ${renewal.due_on}::date and (ends_on is null or ends_on >= ${renewal.due_on}::date)
     order by starts_on, id ${locks ? sql`for update` : sql``}
  `.execute(tx);
  return rows;
}
