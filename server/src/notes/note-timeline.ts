import type { TimelineItem } from "@perennial/contract";
import { sql } from "kysely";
import { isAfter, type TimelineSource } from "../timeline/index.ts";

/** Notes on the timeline, by when they were written. */
export const noteTimeline: TimelineSource = {
  kinds: ["note"],
  async read(db, request) {
    const id = sql`('note:' || n.id::text)`;
    const { rows } = await sql<TimelineItem>`
      ${request.before} select ${id} as id, n.account_id as "accountId", 'note' as kind, 'note.written' as name, n.at,
             coalesce(n.subject, n.category, 'Note') as title, n.body as text, coalesce(t.name, n.author_name) as actor,
             'note' as object, n.id as "objectId",
             jsonb_build_object('category', n.category, 'tags', to_jsonb(n.tags), 'isPinned', n.is_pinned) as payload
        from notes n left join teammates t on t.id = n.author_id
       where n.account_id = any(${request.accountIds}::uuid[])
         and (${request.contactId}::uuid is null or n.contact_id = ${request.contactId}) and n.archived_at is null and ${isAfter(request, sql`n.at`, id)}
         and (${request.pattern}::text is null or n.subject ilike ${request.pattern} or n.body ilike ${request.pattern})
       order by n.at desc, ${id} collate "C" desc limit ${request.limit}
    `.execute(db);
    return rows;
  },
};
