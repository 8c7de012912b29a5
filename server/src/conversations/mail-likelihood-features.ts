import { sql } from "kysely";
import type { FeatureSource } from "../likelihood/index.ts";

/** Longer ago than this says no more. */
const window = 120;

/**
 * When the customer last wrote, and how much was written both ways, automatic mail left out. Until mail has been kept for the whole
 * window nothing is known.
 */
export const mailLikelihoodFeatures: FeatureSource = {
  features: [
    { slug: "mail_days", label: "Days since they last wrote", kind: "number", shown: "days" },
    { slug: "mail_messages", label: "Messages both ways, 90 days", kind: "number", shown: "log-count" },
  ],
  select: ({ points }) => sql`
    select p.account_id, p.renewal_id, p.at, ln(1 + m.recent) as mail_messages,
           least(${window}::integer, coalesce(extract(epoch from p.before - m.last_at) / 86400, ${window}::integer)) as mail_days
      from ${points} p
     cross join lateral (
       select max(m.at) filter (where m.direction = 'in') as last_at,
              count(*) filter (where m.at >= p.before - interval '90 days') as recent
         from messages m
        where m.account_id = p.account_id and not m.is_automatic and m.at < p.before
     ) m
     where p.before - make_interval(days => ${window}::integer) >= (select min(at) from messages)`,
};
