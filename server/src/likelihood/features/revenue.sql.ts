import { sql } from "kysely";
import { ratesOf } from "../../contracts/index.ts";
import type { FeatureSource } from "./feature-source.ts";

/**
 * Size, growth, seats and term as the contract lines of that day say, tenure, and how earlier renewals of the account
 * went. Of this renewal's own target and outcome nothing is read.
 */
export const revenueFeatures: FeatureSource = {
  features: [
    { slug: "days_before", label: "Days to expiry", kind: "number", shown: "days" },
    { slug: "size", label: "ARR", kind: "number", shown: "log10" },
    { slug: "growth", label: "ARR against a year before", kind: "number", shown: "ratio" },
    { slug: "seats", label: "Seats", kind: "number", shown: "log-count" },
    { slug: "tenure", label: "Days a customer", kind: "number", shown: "log-count" },
    { slug: "term_years", label: "Length of the term in years", kind: "number" },
    { slug: "auto_renews", label: "Renews by itself", kind: "number", shown: "yes-no" },
    { slug: "renewed_before", label: "Renewals before", kind: "number", shown: "log-count" },
    { slug: "left_before", label: "Has left before", kind: "number", shown: "yes-no" },
    { slug: "days_late", label: "Last renewal, days late", kind: "number", shown: "days" },
  ],
  select: ({ points, currency, ratesOn }) => sql`
    select p.account_id, p.renewal_id, p.at,
           least(180, greatest(30, p.due_on - p.at)) as days_before,
           case when l.arr > 0 then log(l.arr) end as size,
           case when l.arr > 0 and l.arr_before > 0 then ln(l.arr / l.arr_before) end as growth,
           case when l.seats > 0 then ln(1 + l.seats) end as seats,
           case when s.since <= p.at then ln(1 + p.at - s.since) end as tenure,
           round((r.term_ends_on - r.term_starts_on + 1) / 365.25, 1) as term_years,
           c.auto_renews::integer as auto_renews,
           ln(1 + e.renewed) as renewed_before, (e.lost > 0)::integer as left_before, e.days_late
      from ${points} p
      join renewals r on r.account_id = p.account_id and r.id = p.renewal_id
      join accounts a on a.id = p.account_id
      left join contracts c on c.account_id = r.account_id and c.id = r.contract_id
     cross join lateral (
       select sum(n.arr) filter (where n.starts_on <= p.at and (n.ends_before is null or n.ends_before > p.at)) as arr,
              sum(n.arr) filter (where n.starts_on <= p.at - 365 and (n.ends_before is null or n.ends_before > p.at - 365)) as arr_before,
              sum(n.quantity) filter (where n.starts_on <= p.at and (n.ends_before is null or n.ends_before > p.at)) as seats,
              min(n.starts_on) as first_on
         from (select u.starts_on, u.ends_before, u.quantity,
                      u.arr * case when u.currency = ${currency} then 1 else x.rate end as arr
                 from subscriptions u left join (${ratesOf(ratesOn)}) x on x.currency = u.currency
                where u.account_id = p.account_id and u.archived_at is null and u.arr <> 0) n
     ) l
     cross join lateral (select least(a.customer_since, l.first_on) as since) s
     cross join lateral (
       select count(*) filter (where o.outcome = 'renewed') as renewed,
              count(*) filter (where o.outcome = 'churned') as lost,
              (array_agg(o.ordered_on - o.due_on order by o.due_on desc)
                filter (where o.outcome = 'renewed' and o.ordered_on is not null))[1] as days_late
         from renewals o
        where o.account_id = p.account_id and o.id <> p.renewal_id and o.archived_at is null
          and o.outcome is not null and o.due_on < p.at and coalesce(o.ordered_on, o.due_on) <= p.at
     ) e`,
};
