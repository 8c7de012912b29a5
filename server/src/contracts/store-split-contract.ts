import { sql } from "kysely";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { changesBetween } from "../kernel/history.ts";
import { newId } from "../kernel/ids.ts";
import type { Recorded } from "./store-lines.ts";

type Copied = { name: string | null; startsOn: string; endsOn: string | null; currency: string | null };

/**
 * A contract for lines that leave another one: of the same conditions, from the day they leave, to the end given or else
 * where the former one's term ends. It goes unrecorded until its lines are in it, so that no renewal of nothing is made.
 * @throws Problem `invalid-input` where it would end before it begins
 */
export async function storeSplitContract(
  tx: Tx,
  ctx: Context,
  from: { readonly id: string; readonly accountId: string },
  wanted: { readonly name: string; readonly endsOn?: string | null | undefined },
  startsOn: string,
): Promise<Recorded & { id: string }> {
  if (typeof wanted.endsOn === "string" && wanted.endsOn < startsOn) {
    const message = `before its lines go over, on ${startsOn}`;
    throw problem("invalid-input", "The new contract would end before it begins.", {
      fields: [{ path: "newContract.endsOn", message }],
    });
  }
  const id = newId(ctx.now);
  const at = ctx.now.toString();
  const { rows } = await sql<Copied>`
    insert into contracts (account_id, id, name, signed_on, starts_on, ends_on, notice_period_days, notice_period_months,
                           auto_renews, renewal_term_months, uplift_pct, currency, created_at, updated_at)
    select account_id, ${id}, ${wanted.name}, signed_on, ${startsOn}::date,
           case when ${wanted.endsOn === undefined} then expires_on else ${wanted.endsOn ?? null}::date end,
           notice_period_days, notice_period_months, auto_renews, renewal_term_months, uplift_pct, currency,
           ${at}::timestamptz, ${at}::timestamptz
      from contracts where account_id = ${from.accountId} and id = ${from.id} and ${startsOn}::date between starts_on and coalesce(expires_on, 'infinity'::date)
    returning name, starts_on as "startsOn", ends_on as "endsOn", currency
  `.execute(tx);
  const [made] = rows;
  if (!made) {
    const message = "not within the contract";
    throw problem("invalid-input", "The contract does not run on that day.", {
      fields: [{ path: "effectiveOn", message }],
    });
  }
  const ref = { id, accountId: from.accountId };
  return {
    id,
    changes: changesBetween("contract", ref, {}, made),
    events: [{ name: "contract.created", object: "contract", objectId: id, accountId: from.accountId }],
  };
}
