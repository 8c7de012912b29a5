import type { TimelineItem } from "@perennial/contract";
import { sql } from "kysely";
import { isAfter, type TimelineSource } from "../timeline/index.ts";

/** Messages on the timeline: what went out and what came in, without quoted text. */
export const messageTimeline: TimelineSource = {
  kinds: ["message"],
  async read(db, request) {
    const id = sql`('message:' || m.id::text)`;
    const { rows } = await sql<TimelineItem>`
      select ${id} as id, m.account_id as "accountId", 'message' as kind, m.at,
             case when m.direction = 'in' then 'message.received' else 'message.written' end as name,
             m.subject as title, m.reply as text, coalesce(nullif(m.from_name, ''), m.from_address) as actor,
             'conversation' as object, m.conversation_id as "objectId",
             jsonb_build_object('messageId', m.id, 'direction', m.direction, 'kind', m.kind, 'status', m.status,
                                'senderMatchesContact', m.sender_matches_contact) as payload
        from messages m
       where m.account_id = any(${request.accountIds}::uuid[])
         and (${request.contactId}::uuid is null or m.contact_id = ${request.contactId}
              or m.recipients @> jsonb_build_array(jsonb_build_object('contactId', ${request.contactId}::text)))
         and m.status <> 'cancelled' and ${isAfter(request, sql`m.at`, id)}
         and (${request.pattern}::text is null or m.subject ilike ${request.pattern} or m.reply ilike ${request.pattern})
       order by m.at desc, ${id} collate "C" desc limit ${request.limit}
    `.execute(db);
    return rows;
  },
};
