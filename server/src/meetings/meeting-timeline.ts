import { meetingStatuses, type TimelineItem } from "@perennial/contract";
import { sql } from "kysely";
import { isAfter, type TimelineSource } from "../timeline/index.ts";

const statusWords = JSON.stringify(
  Object.fromEntries(meetingStatuses.map(({ value, label }) => [value, label.toLowerCase()])),
);

/** Meetings on the timeline, by when they begin. A contact had part in those whose attendees name the contact's address. */
export const meetingTimeline: TimelineSource = {
  kinds: ["meeting"],
  async read(db, request) {
    const id = sql`('meeting:' || m.id::text)`;
    const { rows } = await sql<TimelineItem>`
      ${request.before} select ${id} as id, m.account_id as "accountId", 'meeting' as kind, 'meeting.' || m.status as name, m.at,
             coalesce(m.subject, 'Meeting') || ', ' || (${statusWords}::jsonb ->> m.status) as title,
             coalesce(m.outcome, m.body) as text, coalesce(t.name, m.author_name) as actor,
             'meeting' as object, m.id as "objectId",
             jsonb_build_object('kind', m.kind, 'status', m.status, 'attendees', to_jsonb(m.attendees), 'nextStep', m.next_step) as payload
        from meetings m left join teammates t on t.id = m.author_id
       where m.account_id = any(${request.accountIds}::uuid[]) and m.archived_at is null
         and (${request.contactId}::uuid is null
              or (select lower(c.email) from contacts c where c.id = ${request.contactId}) = any(m.attendees))
         and ${isAfter(request, sql`m.at`, id)}
         and (${request.pattern}::text is null or m.subject ilike ${request.pattern} or m.body ilike ${request.pattern}
              or m.outcome ilike ${request.pattern})
       order by m.at desc, ${id} collate "C" desc limit ${request.limit}
    `.execute(db);
    return rows;
  },
};
