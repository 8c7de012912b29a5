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

/**
 * `causes (account_id, on_date, quantity_arr, price_arr, added_arr, ended_arr)` of the expansions and contractions among
 * `movements`, to stand after {@link movementRows}. Of a subscription that goes on, change of quantity × its former ARR
 * per unit, cut to cents, is the quantity's part and the rest is the price's.
 */
export const movementCauses = (to: string): RawBuilder<unknown> => sql`
    root_days as (
      select account_id, root_id, on_date, sum(change) as change, sum(quantity) as quantity_change, sum(lines) as lines_change
        from (select account_id, root_id, starts_on as on_date, arr as change, quantity, 1 as lines
                from lines where starts_on <= ${to}::date
              union all
              select account_id, root_id, ends_before, -arr, -quantity, -1 from lines where ends_before <= ${to}::date) as changes
       group by account_id, root_id, on_date
    ),
    root_levels as (
      select account_id, root_id, on_date, change, quantity_change,
             sum(change) over root - change as arr_before,
             sum(quantity_change) over root - quantity_change as quantity_before,
             sum(lines_change) over root - lines_change as lines_before,
             sum(lines_change) over root as lines_after
        from root_days
      window root as (partition by account_id, root_id order by on_date)
    ),
    root_parts as (
      select r.account_id, r.on_date, r.change, r.lines_before, r.lines_after,
             case when r.quantity_before = 0 then 0 else trunc(r.arr_before * r.quantity_change / r.quantity_before, 2) end as of_quantity
        from root_levels r
        join movements m on m.account_id = r.account_id and m.on_date = r.on_date and m.kind in ('expansion', 'contraction')
    ),
    causes as (
      select account_id, on_date,
             coalesce(sum(of_quantity) filter (where lines_before > 0 and lines_after > 0), 0) as quantity_arr,
             coalesce(sum(change - of_quantity) filter (where lines_before > 0 and lines_after > 0), 0) as price_arr,
             coalesce(sum(change) filter (where lines_before = 0), 0) as added_arr,
             coalesce(sum(change) filter (where lines_before > 0 and lines_after = 0), 0) as ended_arr
        from root_parts group by account_id, on_date
    )`;
