import type { TimelineItem } from "@perennial/contract";
import { sql } from "kysely";
import { isAfter, type TimelineSource } from "./timeline-source.ts";

/** Tickets on the timeline: when they were opened and when they were solved, not when we came to know of them. */
export const ticketSource: TimelineSource = {
  kinds: ["ticket"],
  async read(db, request) {
    const id = sql`('ticket:' || t.id::text || ':' || h.what)`;
    const { rows } = await sql<TimelineItem>`
      ${request.before} select ${id} as id, t.account_id as "accountId", 'ticket' as kind, 'ticket.' || h.what as name, h.at,
             'Ticket ' || h.what || case when t.is_escalated and h.what = 'opened' then ', escalated' else '' end as title,
             t.subject as text, c.name as actor, 'ticket' as object, t.id as "objectId",
             jsonb_build_object('priority', t.priority, 'status', t.status, 'csat', t.csat, 'url', t.url) as payload
        from tickets t
       cross join lateral (values ('opened', t.opened_at), ('solved', t.solved_at)) as h (what, at)
        left join contacts c on c.id = t.requester_id
       where t.account_id = any(${request.accountIds}::uuid[]) and t.archived_at is null and h.at is not null
         and (${request.contactId}::uuid is null or t.requester_id = ${request.contactId})
         and ${isAfter(request, sql`h.at`, id)}
         and (${request.pattern}::text is null or t.subject ilike ${request.pattern})
       order by h.at desc, ${id} collate "C" desc limit ${request.limit}
    `.execute(db);
    return rows;
  },
};
