import { type RawBuilder, sql } from "kysely";
import type { FeatureSource } from "./feature-source.ts";

/** Whether there was a sponsor or champion, and when one was last active. Nothing is known before any contact was. */
export const sponsorFeatures: FeatureSource = {
  features: [
    { slug: "has_sponsor", label: "Has a sponsor or champion", kind: "number", shown: "yes-no" },
    { slug: "sponsor_unseen", label: "Days since sponsor seen", kind: "number", shown: "days" },
  ],
  select: ({ points, usageSince }) => sql`
    select p.account_id, p.renewal_id, p.at, (s.sponsors > 0)::integer as has_sponsor,
           case when s.sponsors > 0 and p.at - 119 >= ${usageSince}::date
                then least(120, p.at - coalesce(s.seen_on, p.at - 120)) end as sponsor_unseen
      from ${points} p
     cross join lateral (
       select count(*) as contacts,
              count(*) filter (where k.stakeholder_role in ('sponsor', 'champion')) as sponsors,
              max(d.seen_on) filter (where k.stakeholder_role in ('sponsor', 'champion')) as seen_on
         from account_contacts k
         join contacts c on c.id = k.contact_id
         left join lateral (
           select max(y.month + bit) as seen_on
             from contact_days y, generate_series(0, 30) bit
            where y.account_id = k.account_id and y.contact_id = k.contact_id and y.days & (1 << bit) <> 0
              and y.month + bit between p.at - 119 and p.at
              and k.stakeholder_role in ('sponsor', 'champion')
         ) d on true
        where k.account_id = p.account_id and k.since <= p.at and (k.until is null or k.until > p.at)
          and (c.deactivated_on is null or c.deactivated_on > p.at)
     ) s
     where s.contacts > 0`,
};

const accountColumns = {
  touch: { label: "Touch model", field: "touchModel", column: "touch_model" },
  tier: { label: "Tier", field: "tier", column: "tier" },
  plan: { label: "Plan", field: "plan", column: "plan" },
  industry: { label: "Industry", field: "industry", column: "industry" },
  region: { label: "Region", field: "region", column: "region" },
} as const;

/**
 * What kind of account it was: its own fields, as they stood. What a field was is the old value of its first change since;
 * where it was first filled in later, as it was filled in, for it says what the account had been all along.
 */
export const accountFeatures: FeatureSource = {
  features: Object.entries(accountColumns).map(([slug, { label }]) => ({ slug, label, kind: "category" })),
  select: ({ points }) => {
    const columns = Object.entries(accountColumns).map(
      ([slug, { field, column }]) => sql`${fieldThen(field, sql.id("a", column))} as ${sql.id(slug)}`,
    );
    return sql`
      select p.account_id, p.renewal_id, p.at, ${sql.join(columns)}
        from ${points} p join accounts a on a.id = p.account_id`;
  },
};

function fieldThen(field: string, now: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`coalesce((
    select (array_agg(h.old #>> '{}' order by h.at, h.id))[1] from history h
     where h.account_id = p.account_id and h.object = 'account' and h.object_id = p.account_id
       and h.field = ${field} and h.at >= p.before and h.old <> 'null'::jsonb), ${now})`;
}
