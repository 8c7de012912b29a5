import type { TimelineItem } from "@perennial/contract";
import { sql } from "kysely";
import { noAccount } from "../kernel/ids.ts";
import { isAfter, type TimelineSource } from "../timeline/index.ts";

/** Tasks on the timeline: when they were made and when they were finished. */
export const taskTimeline: TimelineSource = {
  kinds: ["task"],
  async read(db, request) {
    const id = sql`('task:' || t.id::text || ':' || h.what)`;
    const { rows } = await sql<TimelineItem>`
      ${request.before} select ${id} as id, nullif(t.account_id, ${noAccount}::uuid) as "accountId", 'task' as kind, 'task.' || h.what as name, h.at, t.title, t.description as text,
             a.name as actor, 'task' as object, t.id as "objectId",
             jsonb_build_object('status', t.status, 'dueOn', t.due_on, 'projectId', t.project_id) as payload
        from tasks t
       cross join lateral (values ('created', t.created_at), ('completed', t.completed_at)) as h (what, at)
        left join teammates a on a.id = t.assignee_id
       where t.account_id = any(${request.accountIds}::uuid[])
         and (${request.contactId}::uuid is null or t.assignee_contact_id = ${request.contactId}) and t.archived_at is null and h.at is not null
         and ${isAfter(request, sql`h.at`, id)}
         and (${request.pattern}::text is null or t.title ilike ${request.pattern} or t.description ilike ${request.pattern})
       order by h.at desc, ${id} collate "C" desc limit ${request.limit}
    `.execute(db);
    return rows;
  },
};
