import { sql } from "kysely";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import type { NewLine } from "./store-lines.ts";

type Contract = { readonly id: string; readonly accountId: string };
type Wanted = readonly { readonly id: string; readonly endsOn?: string | null | undefined }[];

/** A line that moves, the last day it shall have, and the line it was cut off from, where it comes back to it. */
export type Move = {
  readonly line: NewLine & { readonly id: string };
  readonly endsOn: string | null;
  readonly former: string | null;
};

/** @throws Problem `not-found`, or `invalid-input` where it is only implied by its lines */
export async function readContract(tx: Tx, id: string): Promise<Contract> {
  const contract = await findContract(tx, id);
  if (!contract) throw problem("not-found", `There is no contract with the id ${id}.`);
  if (contract.isImplied) throw problem("invalid-input", implied);
  return contract;
}

/** @throws Problem `invalid-input` where lines of the one cannot go to the other */
export async function readTarget(tx: Tx, from: Contract, id: string): Promise<Contract> {
  const to = await findContract(tx, id);
  const wrong = !to
    ? "There is no such contract any more."
    : from.id === to.id
      ? "Say which contract they go to: another one of the account, or a new one."
      : from.accountId !== to.accountId
        ? "It belongs to another account."
        : to.isImplied
          ? implied
          : null;
  if (to && wrong === null) return to;
  throw problem("invalid-input", wrong ?? "", { fields: [{ path: "toContractId", message: wrong ?? "" }] });
}

const implied =
  "An implied contract follows its lines. Add the contract as it was signed: it takes them over.";

async function findContract(
  tx: Tx,
  id: string,
): Promise<(Contract & { readonly isImplied: boolean }) | undefined> {
  const { rows } = await sql<Contract & { isImplied: boolean }>`
    select id, account_id as "accountId", is_implied as "isImplied" from contracts
     where id = ${id} and archived_at is null
  `.execute(tx);
  return rows[0];
}

export async function readMoving(
  tx: Tx,
  from: Contract,
  to: Contract,
  wanted: Wanted,
  eve: string,
): Promise<Move[]> {
  const { rows } = await sql<NewLine & { id: string; former: string | null }>`
    select s.id, s.account_id as "accountId", s.contract_id as "contractId", coalesce(s.root_id, s.id) as "rootId", s.product,
           s.plan, s.kind, s.quantity, s.unit_price as "unitPrice", s.discount_pct as "discountPct",
           s.billing_interval_months as "billingIntervalMonths", s.uplift_pct as "upliftPct", s.currency,
           s.starts_on as "startsOn", s.ends_on as "endsOn", s.stated_arr as "statedArr", s.arr, s.is_implied as "isImplied",
           s.amendment_reason as "amendmentReason", null as "impliedKey", null as "madeByRenewalId", f.id as former
      from subscriptions s
      left join subscriptions f on f.account_id = s.account_id and f.contract_id = ${to.id} and f.archived_at is null
       and coalesce(f.root_id, f.id) = s.root_id and f.ends_on = ${eve}::date and s.starts_on = ${eve}::date + 1
       and (f.product, f.plan, f.kind, f.quantity, f.unit_price, f.discount_pct, f.billing_interval_months, f.currency, f.arr,
            f.uplift_pct) is not distinct from
           (s.product, s.plan, s.kind, s.quantity, s.unit_price, s.discount_pct, s.billing_interval_months, s.currency, s.arr,
            s.uplift_pct)
     where s.account_id = ${from.accountId} and s.contract_id = ${from.id} and s.archived_at is null and not s.is_trial
       and s.id = any(${wanted.map(({ id }) => id)}::uuid[])
     order by s.id for update of s
  `.execute(tx);
  return rows.map(({ former, ...line }) => {
    const asked = wanted.find(({ id }) => id === line.id);
    return { line, endsOn: asked?.endsOn === undefined ? line.endsOn : asked.endsOn, former };
  });
}

/** @throws Problem `invalid-input` */
export function assertMovable(moves: readonly Move[], wanted: Wanted, effectiveOn: string): void {
  const refuse = (path: string, message: string) =>
    problem("invalid-input", message, { fields: [{ path, message }] });
  if (moves.length < new Set(wanted.map(({ id }) => id)).size)
    throw refuse("lines", "One of the lines is not in the contract any more. Look at it again.");
  const over = moves.find(({ line }) => line.endsOn !== null && line.endsOn < effectiveOn);
  if (over)
    throw refuse(
      "effectiveOn",
      `${over.line.product ?? "A line"} has ended by then, on ${over.line.endsOn}.`,
    );
  const short = moves.find(
    ({ line, endsOn }) => endsOn !== null && (endsOn < effectiveOn || endsOn < line.startsOn),
  );
  if (short) throw refuse("endsOn", `${short.line.product ?? "A line"} would end before it goes over.`);
}
