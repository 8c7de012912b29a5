import { type RawBuilder, sql } from "kysely";
import { movementRows, type Reporting, ratesOf } from "../contracts/index.ts";
import type { ReactivationPolicy } from "./retention.ts";

/**
 * `base (account_id, renewal_id, start_arr, end_arr, outcome)` of the cohort: accounts with ARR on `from`, and what they
 * have on `to`. Excluding reactivations, an account that had none in between counts as lost.
 */
export function cohortBase(
  reporting: Reporting,
  from: string,
  to: string,
  reactivations: ReactivationPolicy,
): RawBuilder<unknown> {
  const hasLeft = sql`account_id in (select account_id from movements where kind = 'churn')`;
  return sql`
    ${movementRows(reporting, from, to)},
    levels_then as (
      select account_id,
             coalesce(sum(arr) filter (where starts_on <= ${from}::date and (ends_before is null or ends_before > ${from}::date)), 0) as start_arr,
             coalesce(sum(arr) filter (where starts_on <= ${to}::date and (ends_before is null or ends_before > ${to}::date)), 0) as end_level
        from lines group by account_id
    ),
    base as (
      select account_id, null::uuid as renewal_id, start_arr, null::text as outcome,
             case when ${reactivations === "excluded" ? hasLeft : sql`false`} then 0 else greatest(end_level, 0) end as end_arr
        from levels_then where start_arr > 0
    )`;
}

/** `base` of the renewals due from `from` to `to`: their target, and the final ARR of those won. */
export function renewalBase({ currency, ratesOn }: Reporting, from: string, to: string): RawBuilder<unknown> {
  return sql`
    rates as (${ratesOf(ratesOn)}),
    base as (
      select r.account_id, r.id as renewal_id, round(r.target_arr * x.rate, 2) as start_arr, r.outcome,
             case when r.outcome = 'renewed' then round(coalesce(r.final_arr, 0) * x.rate, 2) else 0 end as end_arr
        from renewals r
        join accounts a on a.id = r.account_id and a.archived_at is null
        join (select ${currency}::text as currency, 1::numeric as rate
              union all select currency, rate from rates where currency <> ${currency}) x on x.currency = r.currency
       where r.archived_at is null and r.due_on between ${from}::date and ${to}::date
    )`;
}
