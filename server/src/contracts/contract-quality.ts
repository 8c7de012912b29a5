import { sql } from "kysely";
import { accountsWhere, type QualityCheck } from "../objects/index.ts";
import { ratesOf } from "./reporting-lines.sql.ts";

/** Facts about money that contradict one another, each with what our ARR makes of it. */
export const contractQuality: readonly QualityCheck[] = [
  {
    slug: "accounts-without-contract",
    group: "missing",
    title: "Subscribed accounts without a signed contract",
    consequence: "Term and notice are worked out from their subscriptions: nobody entered what was signed.",
    find: () =>
      accountsWhere(
        sql`'ARR without a contract that somebody entered'`,
        sql`d.lifecycle = 'subscribed'
            and not exists (select from contracts c where c.account_id = a.id and c.archived_at is null and not c.is_implied)`,
      ),
  },
  {
    slug: "overlapping-subscriptions",
    group: "contradictions",
    title: "Subscriptions to the same thing that overlap",
    consequence:
      "Both count: the account's ARR is their sum while they overlap. Right for two orders, twice the money for one entered twice.",
    find: ({ ctx }) => sql`
      select s.account_id, 'subscription' as object, s.id as record_id,
             coalesce(s.product, s.plan, 'The same') || ' from ' || o.starts_on || ' and again from ' || s.starts_on || ': '
               || trunc(o.arr, 2) || ' ' || o.currency || ' and ' || trunc(s.arr, 2) || ' ' || s.currency || ' are both counted' as what
        from subscriptions s
        join accounts a on a.id = s.account_id and a.archived_at is null
        join subscriptions o on o.account_id = s.account_id and o.id < s.id
         and coalesce(o.product, '') = coalesce(s.product, '') and coalesce(o.plan, '') = coalesce(s.plan, '')
         and coalesce(o.root_id, o.id) <> coalesce(s.root_id, s.id)
         and (o.contract_id is distinct from s.contract_id
              or (o.starts_on, o.ends_on, o.arr, o.currency) is not distinct from (s.starts_on, s.ends_on, s.arr, s.currency))
         and o.starts_on <= coalesce(s.ends_on, 'infinity'::date) and s.starts_on <= coalesce(o.ends_on, 'infinity'::date)
       where s.archived_at is null and o.archived_at is null and s.arr > 0 and o.arr > 0
         and coalesce(s.ends_on, 'infinity'::date) >= ${ctx.today.toString()}::date
         and coalesce(o.ends_on, 'infinity'::date) >= ${ctx.today.toString()}::date`,
  },
  {
    slug: "gaps-between-subscriptions",
    group: "contradictions",
    title: "Subscriptions with a gap between two terms",
    consequence:
      "The gap counts as churn when it begins and as reactivation when it ends, unless the late tolerance covers it.",
    find: () => sql`
      select s.account_id, 'subscription' as object, s.id as record_id,
             'nothing between ' || s.ends_on || ' and ' || s.next_on || ' (' || (s.next_on - s.ends_on - 1) || ' days)' as what
        from (select s.account_id, s.id, s.ends_on,
                     max(coalesce(s.ends_on, 'infinity'::date)) over before as covered_until,
                     lead(s.starts_on) over (partition by s.account_id order by s.starts_on, s.id) as next_on
                from subscriptions s join accounts a on a.id = s.account_id and a.archived_at is null
               where s.archived_at is null and s.arr > 0
              window before as (partition by s.account_id order by s.starts_on, s.id)) s
       where s.ends_on is not null and s.covered_until = s.ends_on and s.next_on > s.ends_on + 1 and s.next_on <= s.ends_on + 92`,
  },
  {
    slug: "subscriptions-without-length",
    group: "contradictions",
    title: "Subscriptions that end before they start",
    consequence: "They are active on no day and count nothing.",
    fields: () => ({ subscription: ["startsOn", "endsOn"] }),
    find: () => sql`
      select s.account_id, 'subscription' as object, s.id as record_id,
             'starts on ' || s.starts_on || ', ends on ' || s.ends_on || ', ' || trunc(s.arr, 2) || ' ' || s.currency as what
        from subscriptions s join accounts a on a.id = s.account_id and a.archived_at is null
       where s.archived_at is null and s.arr <> 0 and s.ends_on < s.starts_on and s.ended_by_renewal_id is null`,
  },
  {
    slug: "subscriptions-outside-contract",
    group: "contradictions",
    title: "Subscriptions that reach out of their contract",
    consequence:
      "ARR goes by the subscription's own dates: it counts on days that the contract, as entered, does not cover.",
    fields: () => ({ subscription: ["startsOn", "endsOn"] }),
    find: () => sql`
      select s.account_id, 'subscription' as object, s.id as record_id,
             'from ' || s.starts_on || coalesce(' to ' || s.ends_on, ' on') || ', the contract from ' || c.starts_on
               || coalesce(' to ' || c.expires_on, ' on') as what
        from subscriptions s
        join accounts a on a.id = s.account_id and a.archived_at is null
        join contracts c on c.account_id = s.account_id and c.id = s.contract_id and c.archived_at is null
       where s.archived_at is null and s.arr <> 0 and not c.is_implied
         and coalesce(s.ends_on, 'infinity'::date) >= s.starts_on
         and (s.starts_on < c.starts_on or s.starts_on > c.expires_on or s.ends_on > c.expires_on)`,
  },
  {
    slug: "subscriptions-in-another-currency",
    group: "contradictions",
    title: "Subscriptions in another currency than their contract",
    consequence:
      "ARR counts them at their rate. The contract's renewal is in one currency: they are not in its target, and go on at their own price when it is renewed.",
    fields: () => ({ subscription: ["currency"] }),
    find: async ({ app, ctx }) => sql`
      select s.account_id, 'subscription' as object, s.id as record_id,
             trunc(s.arr, 2) || ' ' || s.currency || ', the contract in ' || c.its as what
        from subscriptions s
        join accounts a on a.id = s.account_id and a.archived_at is null
        join (select k.account_id, k.id, coalesce(k.currency, b.currency, ${(await app.company()).currency}) as its,
                     k.currency is not null as its_is_signed
                from contracts k join accounts b on b.id = k.account_id
               where k.archived_at is null and not k.is_implied) c on c.account_id = s.account_id and c.id = s.contract_id
       where s.archived_at is null and s.arr <> 0 and s.currency <> c.its
         and coalesce(s.ends_on, 'infinity'::date) >= ${ctx.today.toString()}::date
         and (c.its_is_signed or exists (
           select from subscriptions o
            where o.account_id = s.account_id and o.contract_id = s.contract_id and o.archived_at is null and o.arr <> 0
              and o.currency <> s.currency and coalesce(o.ends_on, 'infinity'::date) >= ${ctx.today.toString()}::date))`,
  },
  {
    slug: "negative-subscriptions",
    group: "contradictions",
    title: "Subscriptions with negative ARR",
    consequence:
      "They lower the account's ARR and every total for their span, and are not renewed: right for a refund, wrong for a discount.",
    find: () => sql`
      select s.account_id, 'subscription' as object, s.id as record_id,
             trunc(s.arr, 2) || ' ' || s.currency || ' from ' || s.starts_on as what
        from subscriptions s join accounts a on a.id = s.account_id and a.archived_at is null
       where s.archived_at is null and s.arr < 0`,
  },
  {
    slug: "currencies-without-rate",
    group: "contradictions",
    title: "Subscriptions in a currency without a rate",
    consequence: "Their ARR is in no total until the rate is set under Settings › Company.",
    find: async ({ app, ctx }) => sql`
      with rates as (${ratesOf(ctx.today.toString())})
      select s.account_id, 'subscription' as object, s.id as record_id,
             trunc(s.arr, 2) || ' ' || s.currency || ' are not counted' as what
        from subscriptions s
        join accounts a on a.id = s.account_id and a.archived_at is null
        left join rates r on r.currency = s.currency
       where s.archived_at is null and s.arr <> 0 and r.rate is null
         and s.currency <> ${(await app.company()).currency}`,
  },
  {
    slug: "churned-with-subscription",
    group: "contradictions",
    title: "Churned by hand with an active subscription",
    consequence: "Their ARR counts in every total, and yet nobody works them: one of the two is wrong.",
    fields: () => ({ account: ["lifecycleOverride"] }),
    find: () =>
      accountsWhere(
        sql`'set to ' || a.lifecycle_override || ' by hand, ' || trunc(d.arr, 2) || ' ARR'`,
        sql`a.lifecycle_override in ('churned', 'ignored') and d.arr > 0`,
      ),
  },
];
