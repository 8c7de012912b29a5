import { type RawBuilder, sql } from "kysely";
import { type Reporting, reportingLines } from "./reporting-lines.sql.ts";

/**
 * `rates`, `lines` and `movements (account_id, on_date, change, after, kind, former_end_on)` after `from` up to and on `to`.
 * A day's changes of an account are one movement, classified by its ARR on the eve and on the day; ARR below zero
 * (refunds) counts as none. The same as `movementsBetween`, for all accounts in one pass over their changes.
 */
export function movementRows(reporting: Reporting, from: string, to: string): RawBuilder<unknown> {
  return sql`
    ${reportingLines(reporting)},
    days as (
      select account_id, on_date, sum(change) as change
        from (select account_id, starts_on as on_date, arr as change from lines where starts_on <= ${to}::date
              union all
              select account_id, ends_before, -arr from lines where ends_before <= ${to}::date) as changes
       group by account_id, on_date
      having sum(change) <> 0
    ),
    levels as (
      select account_id, on_date, change,
             sum(change) over account as after,
             sum(change) over account - change as before
        from days
      window account as (partition by account_id order by on_date)
    ),
    told as (
      select *,
             coalesce(max(after) over earlier, 0) > 0 as had_arr,
             max(case when before > 0 and after <= 0 then on_date - 1 end) over earlier as former_end_on
        from levels
      window earlier as (partition by account_id order by on_date rows between unbounded preceding and 1 preceding)
    ),
    movements as (
      select account_id, on_date, change, after,
             case when before <= 0 and after > 0 then case when had_arr then 'reactivation' else 'new' end
                  when before > 0 and after <= 0 then 'churn'
                  when change > 0 then 'expansion'
                  else 'contraction' end as kind,
             case when before <= 0 and after > 0 then former_end_on end as former_end_on
        from told
       where on_date > ${from}::date
    )`;
}
