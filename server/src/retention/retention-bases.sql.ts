import { type RawBuilder, sql } from "kysely";
import { movementRows, type Reporting, ratesOf, reportingLines } from "../contracts/index.ts";
import type { RetentionPolicies } from "./retention.ts";

/**
 * `base (account_id, renewal_id, outcome, start_arr, end_arr, retained_arr)` of the cohort: accounts with ARR on `from`, and
 * what they have on `to`. Excluding reactivations, an account that had none in between counts as lost. Capped by line,
 * what is retained is Σ min(start, end) over the account's subscriptions, never more than by account.
 */
export function cohortBase(
  reporting: Reporting,
  from: string,
  to: string,
  { reactivations, cap, rates }: RetentionPolicies,
): RawBuilder<unknown> {
  const isLost =
    reactivations === "excluded"
      ? sql`account_id in (select account_id from movements where kind = 'churn')`
      : sql`false`;
  const then = rates === "date" ? "then_" : "";
  const thenLines =
    rates === "date" ? sql`, ${reportingLines({ ...reporting, ratesOn: from }, then)}` : sql``;
  const isActive = (on: string) =>
    sql`starts_on <= ${on}::date and (ends_before is null or ends_before > ${on}::date)`;
  return sql`
    ${movementRows(reporting, from, to)}${thenLines},
    by_line as (
      select account_id, root_id, sum(start_arr) as start_arr, sum(end_arr) as end_arr
        from (select account_id, root_id, arr as start_arr, 0 as end_arr
                from ${sql.id(`${then}lines`)} where ${isActive(from)}
              union all
              select account_id, root_id, 0, arr from lines where ${isActive(to)}) as at_dates
       group by account_id, root_id
    ),
    by_account as (
      select account_id, sum(start_arr) as start_arr,
             case when ${isLost} then 0 else greatest(sum(end_arr), 0) end as end_arr,
             sum(greatest(least(start_arr, end_arr), 0)) as kept_by_line
        from by_line group by account_id
    ),
    base as (
      select account_id, null::uuid as renewal_id, null::text as outcome, start_arr, end_arr,
             least(start_arr, end_arr${cap === "line" ? sql`, kept_by_line` : sql``}) as retained_arr
        from by_account where start_arr > 0
    )`;
}

/** `base` of the renewals due from `from` to `to`: their target, and the final ARR of those won, capped at the target. */
export function renewalBase({ currency, ratesOn }: Reporting, from: string, to: string): RawBuilder<unknown> {
  return sql`
    rates as (${ratesOf(ratesOn)}),
    due as (
      select r.account_id, r.id as renewal_id, r.outcome, round(r.target_arr * x.rate, 2) as start_arr,
             case when r.outcome = 'renewed' then round(coalesce(r.final_arr, 0) * x.rate, 2) else 0 end as end_arr
        from renewals r
        join accounts a on a.id = r.account_id and a.archived_at is null
        join (select ${currency}::text as currency, 1::numeric as rate
              union all select currency, rate from rates where currency <> ${currency}) x on x.currency = r.currency
       where r.archived_at is null and r.due_on between ${from}::date and ${to}::date
    ),
    base as (select *, least(start_arr, end_arr) as retained_arr from due)`;
}
