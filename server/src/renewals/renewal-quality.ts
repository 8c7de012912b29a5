import { sql } from "kysely";
import { ratesOf } from "../contracts/index.ts";
import { accountsWhere, type QualityCheck } from "../objects/index.ts";

/** A CRM's date of closing lies near the end of the term, seldom on it. */
const nearDays = 45;

const open = sql`r.outcome is null and r.archived_at is null and a.archived_at is null`;

/** What makes a renewal or its forecast untrue. */
export const renewalQuality: readonly QualityCheck[] = [
  {
    slug: "accounts-without-renewal",
    group: "missing",
    title: "Subscribed accounts without an open renewal",
    consequence: "Their ARR is in no forecast: nobody is asked whether they stay.",
    // A later one is not made yet: renewals come into being so many days before.
    find: ({ ctx }) =>
      accountsWhere(
        sql`'no open renewal'`,
        sql`d.lifecycle = 'subscribed' and coalesce(d.open_renewal_count, 0) = 0 and not exists (
          select from contracts c where c.account_id = a.id and c.archived_at is null
             and c.expires_on > ${ctx.today.toString()}::date + (select max(lead_days) from renewal_policies))`,
      ),
  },
  {
    slug: "renewals-without-forecast",
    group: "renewals",
    title: "Renewals due in 90 days without a forecast",
    consequence:
      "They add nothing to the forecast, which says how many are missing and what they would come to.",
    fields: () => ({ renewal: ["forecastArr", "rating", "stage"] }),
    find: ({ ctx }) => sql`
      select r.account_id, 'renewal' as object, r.id as record_id,
             'due on ' || r.due_on || ', target ' || trunc(r.target_arr, 2) || ' ' || r.currency as what
        from renewals r join accounts a on a.id = r.account_id
       where ${open} and r.forecast_arr is null and r.rating is null
         and r.due_on between ${ctx.today.toString()}::date and ${ctx.today.add({ days: 90 }).toString()}::date`,
  },
  {
    slug: "renewals-past-and-open",
    group: "renewals",
    title: "Renewals past their date and still open",
    consequence: "They are forecast in a period that is over: record the outcome, or move the date.",
    fields: () => ({ renewal: ["dueOn"] }),
    find: ({ ctx }) => sql`
      select r.account_id, 'renewal' as object, r.id as record_id,
             'due on ' || r.due_on || ', ' || (${ctx.today.toString()}::date - r.due_on) || ' days ago' as what
        from renewals r join accounts a on a.id = r.account_id
       where ${open} and r.due_on < ${ctx.today.toString()}::date`,
  },
  {
    slug: "renewals-off-contract",
    group: "contradictions",
    title: "Renewals whose date is not their contract's end",
    consequence:
      "Forecast and cadence go by the renewal's date, ARR ends with the contract's: the two disagree for the days between.",
    fields: () => ({ renewal: ["dueOn"] }),
    find: () => sql`
      select r.account_id, 'renewal' as object, r.id as record_id,
             'due on ' || r.due_on || ', the contract''s term ends on ' || c.expires_on as what
        from renewals r
        join accounts a on a.id = r.account_id
        join contracts c on c.account_id = r.account_id and c.id = r.contract_id and c.archived_at is null
       where ${open} and c.expires_on is not null and r.due_on <> c.expires_on`,
  },
  {
    slug: "two-renewals-of-one-term",
    group: "contradictions",
    title: "Two open renewals of one term",
    consequence:
      "Both are forecast, so the term counts twice until one is archived. ARR itself counts subscriptions, and counts them once.",
    find: () => sql`
      select r.account_id, 'renewal' as object, r.id as record_id,
             'due on ' || r.due_on || ', another open renewal of ' || trunc(o.target_arr, 2) || ' ' || o.currency || ' on ' || o.due_on as what
        from renewals r
        join accounts a on a.id = r.account_id
        join renewals o on o.account_id = r.account_id and o.id < r.id
         and o.outcome is null and o.archived_at is null
         and (abs(o.due_on - r.due_on) <= ${nearDays}::integer
              and (o.contract_id is null or r.contract_id is null or o.contract_id = r.contract_id)
              or o.due_on = r.due_on and o.target_arr = r.target_arr)
       where ${open}`,
  },
  {
    slug: "renewals-without-rate",
    group: "renewals",
    title: "Renewals in a currency without a rate",
    consequence: "They are in no total and no forecast until the rate is set under Settings › Company.",
    find: async ({ app, ctx }) => sql`
      with rates as (${ratesOf(ctx.today.toString())})
      select r.account_id, 'renewal' as object, r.id as record_id,
             'due on ' || r.due_on || ', ' || trunc(r.target_arr, 2) || ' ' || r.currency || ' are not counted' as what
        from renewals r
        join accounts a on a.id = r.account_id
        left join rates x on x.currency = r.currency
       where ${open} and x.rate is null and r.currency <> ${(await app.company()).currency}`,
  },
];
