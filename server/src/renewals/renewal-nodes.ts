import { lifecycles } from "@perennial/contract";
import { sql } from "kysely";
import { ratesOf } from "../contracts/index.ts";
import type { NodeSource } from "../engine/index.ts";
import { readCompany } from "../kernel/company.ts";
import { renewalDefinitionFields } from "./renewal-type.ts";

const group = "Renewal";

/**
 * The renewals of each account: the next one's date, notice deadline, worth and standing, and the sums of the open ones.
 * The next is the first due today or later, of renewals and of contracts whose renewal does not exist yet; where there is
 * none, the last one overdue.
 */
export const renewalNodes: NodeSource = async (db) => {
  const { currency } = await readCompany(db);
  const definitions = await renewalDefinitionFields(db);
  const optionsOf = (slug: string) => definitions.find((field) => field.slug === slug)?.options ?? [];
  return [
    {
      kind: "source",
      key: "renewals",
      reads: [],
      columns: [
        {
          name: "next_renewal_on",
          field: { slug: "nextRenewalOn", label: "Next renewal", group, type: "date" },
          isTracked: true,
        },
        {
          name: "notice_deadline_on",
          field: { slug: "noticeDeadlineOn", label: "Notice deadline", group, type: "date" },
        },
        {
          name: "renewal_target_arr",
          field: { slug: "renewalTargetArr", label: "Renewal target", group, type: "currency" },
        },
        {
          name: "renewal_forecast_arr",
          field: { slug: "renewalForecastArr", label: "Renewal forecast", group, type: "currency" },
        },
        {
          name: "renewal_stage",
          field: {
            slug: "renewalStage",
            label: "Renewal stage",
            group,
            type: "select",
            options: optionsOf("stage"),
          },
        },
        {
          name: "renewal_rating",
          field: {
            slug: "renewalRating",
            label: "Renewal rating",
            group,
            type: "select",
            options: optionsOf("rating"),
          },
        },
        {
          name: "renewal_owner_id",
          field: { slug: "renewalOwnerId", label: "Renewal owner", group, type: "teammate" },
        },
        {
          name: "open_renewal_count",
          field: { slug: "openRenewalCount", label: "Open renewals", group, type: "integer" },
          whenMissing: 0,
        },
        {
          name: "overdue_renewal_count",
          field: { slug: "overdueRenewalCount", label: "Overdue renewals", group, type: "integer" },
          whenMissing: 0,
        },
        {
          name: "open_renewal_target_arr",
          field: { slug: "openRenewalTargetArr", label: "Open renewals, target", group, type: "currency" },
          whenMissing: 0,
        },
        {
          name: "open_renewal_delta_arr",
          field: { slug: "openRenewalDeltaArr", label: "Open renewals, delta", group, type: "currency" },
          whenMissing: 0,
        },
      ],
      select: ({ ctx, scope }) => {
        const today = ctx.today.toString();
        return sql`
          with rates as (${ratesOf(today)}),
          open as (
            select r.*, case when r.currency = ${currency} then 1 else x.rate end as rate
              from renewals r left join rates x on x.currency = r.currency
             where r.account_id = ${scope} and r.outcome is null and r.archived_at is null
          ),
          coming as (
            select account_id, due_on, notice_deadline_on, round(target_arr * rate, 2) as target,
                   round(forecast_arr * rate, 2) as forecast, stage, rating, owner_id
              from open
            union all
            select c.account_id, c.expires_on,
                   case when c.notice_period_days is null and c.notice_period_months is null then null
                        else (c.expires_on - make_interval(months => coalesce(c.notice_period_months, 0)))::date
                             - coalesce(c.notice_period_days, 0) end,
                   null, null, null, null, null
              from contracts c
             where c.account_id = ${scope} and c.archived_at is null and c.expires_on >= ${today}::date
               and not exists (select from renewals r
                                where r.account_id = c.account_id and r.contract_id = c.id and r.archived_at is null
                                  and (r.outcome is null or r.term_ends_on = c.expires_on))
          ),
          next as (
            select distinct on (account_id) * from coming
             order by account_id, due_on < ${today}::date,
                      case when due_on >= ${today}::date then due_on end, due_on desc, target desc nulls last
          ),
          sums as (
            select account_id, count(*)::integer as count, (count(*) filter (where due_on < ${today}::date))::integer as overdue,
                   sum(round(target_arr * rate, 2)) as target, sum(round(delta_arr * rate, 2)) as delta
              from open group by account_id
          )
          select n.account_id, n.due_on as next_renewal_on, n.notice_deadline_on, n.target as renewal_target_arr,
                 n.forecast as renewal_forecast_arr, n.stage as renewal_stage, n.rating as renewal_rating,
                 n.owner_id as renewal_owner_id, s.count as open_renewal_count, s.overdue as overdue_renewal_count,
                 s.target as open_renewal_target_arr, s.delta as open_renewal_delta_arr
            from next n left join sums s on s.account_id = n.account_id`;
      },
    },
    lifecycleNode(),
  ];
};

/**
 * Where an account stands, by the rules of the lifecycle in their order: what a person set; ARR above zero; a trial that
 * runs; ARR that ended (churned at the end of the last term once the late tolerance is over, or at once where the renewal
 * was lost). Anything else is not guessed.
 */
const lifecycleNode = (): Awaited<ReturnType<NodeSource>>[number] => ({
  kind: "source",
  key: "lifecycle",
  reads: [],
  columns: [
    {
      name: "lifecycle",
      field: { slug: "lifecycle", label: "Lifecycle", group: "Revenue", type: "select", options: lifecycles },
      isTracked: true,
    },
    {
      name: "lifecycle_reason",
      field: { slug: "lifecycleReason", label: "Why this lifecycle", group: "Revenue", type: "text" },
    },
    { name: "churned_on", field: { slug: "churnedOn", label: "Churned on", group: "Revenue", type: "date" } },
  ],
  select: ({ ctx, scope }) => {
    const today = ctx.today.toString();
    return sql`
      with revenue as (
        select s.account_id,
               sum(s.arr) filter (where s.starts_on <= ${today}::date and (s.ends_on is null or s.ends_on >= ${today}::date)) > 0 as has_arr,
               bool_or(s.is_trial and s.starts_on <= ${today}::date and (s.ends_on is null or s.ends_on >= ${today}::date)) as has_trial,
               max(s.ends_on) filter (where s.arr > 0 and s.ends_on < ${today}::date and s.ends_on >= s.starts_on) as ended_on
          from subscriptions s
         where s.account_id = ${scope} and s.archived_at is null
         group by s.account_id
      ),
      lost as (
        select account_id, max(due_on) as due_on from renewals
         where account_id = ${scope} and outcome = 'churned' and archived_at is null group by account_id
      ),
      standing as (
        select a.id as account_id, a.lifecycle_override, a.lifecycle_override_reason,
               coalesce(v.has_arr, false) as has_arr, coalesce(v.has_trial, false) as has_trial, v.ended_on,
               v.ended_on + coalesce(p.tolerance_days, e.tolerance_days, 30) >= ${today}::date
                 and (l.due_on is null or l.due_on < v.ended_on) as is_tolerated
          from accounts a
          left join revenue v on v.account_id = a.id
          left join lost l on l.account_id = a.id
          left join renewal_policies p on p.touch_model = a.touch_model
          left join renewal_policies e on e.touch_model is null
         where a.id = ${scope}
      )
      select account_id,
             case when lifecycle_override is not null then lifecycle_override
                  when has_arr then 'subscribed'
                  when has_trial then 'trial'
                  when ended_on is null then 'unclassified'
                  when is_tolerated then 'subscribed'
                  else 'churned' end as lifecycle,
             case when lifecycle_override is not null then coalesce(lifecycle_override_reason, 'Set by hand')
                  when has_arr then 'Has ARR today'
                  when has_trial then 'Has a trial and no ARR'
                  when ended_on is null then 'Never had ARR, and no trial is known'
                  when is_tolerated then 'ARR ended on ' || ended_on || '; still within the late tolerance'
                  else 'ARR ended on ' || ended_on end as lifecycle_reason,
             case when lifecycle_override is null and not has_arr and not has_trial and not is_tolerated
                  then ended_on end as churned_on
        from standing`;
  },
});
