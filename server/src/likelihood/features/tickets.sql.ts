import { sql } from "kysely";
import type { FeatureSource } from "./feature-source.ts";

/** Support as it stood at the look: from the tickets' own dates. Where the company has no tickets at all nothing is known. */
export const ticketFeatures: FeatureSource = {
  features: [
    { slug: "tickets_opened", label: "Tickets opened, 90 days", kind: "number", shown: "log-count" },
    { slug: "tickets_open", label: "Tickets open", kind: "number", shown: "log-count" },
    { slug: "tickets_urgent", label: "Urgent tickets, 90 days", kind: "number", shown: "log-count" },
    { slug: "ticket_hours", label: "Hours to solve, 180 days", kind: "number", shown: "log-count" },
    { slug: "ticket_csat", label: "Satisfaction with support, 180 days", kind: "number" },
  ],
  select: ({ points }) => sql`
    select p.account_id, p.renewal_id, p.at, ln(1 + t.opened) as tickets_opened, ln(1 + t.open) as tickets_open,
           ln(1 + t.urgent) as tickets_urgent, ln(1 + t.hours) as ticket_hours, t.csat as ticket_csat
      from ${points} p
     cross join lateral (
       select count(*) filter (where k.opened_at >= p.before - interval '90 days') as opened,
              count(*) filter (where k.opened_at >= p.before - interval '90 days'
                                 and k.priority in ('urgent', 'high')) as urgent,
              count(*) filter (where (k.solved_at is null and k.status <> 'solved') or k.solved_at >= p.before) as open,
              avg(extract(epoch from k.solved_at - k.opened_at) / 3600)
                filter (where k.solved_at < p.before and k.solved_at >= k.opened_at
                          and k.solved_at >= p.before - interval '180 days') as hours,
              avg(k.csat) filter (where k.solved_at < p.before and k.solved_at >= p.before - interval '180 days') as csat
         from tickets k
        where k.account_id = p.account_id and k.archived_at is null and k.opened_at < p.before
     ) t
     where exists (select from tickets)`,
};
