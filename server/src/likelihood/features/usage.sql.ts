import { sql } from "kysely";
import type { FeatureSource } from "./feature-source.ts";

/** Days of the window that tells the level, and of the three windows before it that tell the trend. */
const level = 30;
const whole = 120;

/**
 * What was done in the product in the 30 days up to the look, and in the 90 days before those. Where the company's events
 * begin later than the window, nothing is known; where they do not, nothing done is a zero.
 */
export const usageFeatures: FeatureSource = {
  features: [
    { slug: "usage", label: "Usage, 30 days", kind: "number", shown: "log-count" },
    { slug: "usage_trend", label: "Usage against the 90 days before", kind: "number", shown: "ratio" },
    { slug: "active_contacts", label: "Active contacts, 30 days", kind: "number", shown: "log-count" },
    { slug: "breadth", label: "Different things done, 30 days", kind: "number", shown: "count" },
    { slug: "days_unseen", label: "Days since last seen", kind: "number", shown: "days" },
  ],
  select: ({ points, usageSince }) => sql`
    select p.account_id, p.renewal_id, p.at,
           case when k.knows_level then ln(1 + e.done) end as usage,
           case when k.knows_trend then ln((1 + e.done) / (1 + e.done_before / 3.0)) end as usage_trend,
           case when k.knows_level then ln(1 + c.active) end as active_contacts,
           case when k.knows_level then e.breadth end as breadth,
           case when k.knows_trend then coalesce(p.at - e.last_on, ${whole}::integer) end as days_unseen
      from ${points} p
     cross join lateral (
       select coalesce(p.at - ${level - 1}::integer >= ${usageSince}::date, false) as knows_level,
              coalesce(p.at - ${whole - 1}::integer >= ${usageSince}::date, false) as knows_trend
     ) k
     cross join lateral (
       select coalesce(sum(d.count) filter (where d.day > p.at - ${level}::integer), 0) as done,
              coalesce(sum(d.count) filter (where d.day <= p.at - ${level}::integer), 0) as done_before,
              count(distinct d.event_id) filter (where d.day > p.at - ${level}::integer) as breadth,
              max(d.day) as last_on
         from event_days d
        where d.account_id = p.account_id and d.day between p.at - ${whole - 1}::integer and p.at
     ) e
     cross join lateral (
       select count(distinct d.contact_id) as active
         from contact_days d
        where d.account_id = p.account_id
          and d.month between date_trunc('month', (p.at - ${level - 1}::integer)::timestamp)::date and p.at
          and d.days & ((1::bigint << (least(30, p.at - d.month) + 1))
                        - (1::bigint << greatest(0, p.at - ${level - 1}::integer - d.month))) <> 0
     ) c`,
};
