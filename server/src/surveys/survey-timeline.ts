import type { TimelineItem } from "@perennial/contract";
import { sql } from "kysely";
import { isAfter, type TimelineSource } from "../timeline/index.ts";

/** Survey responses on the timeline, by when they were given. */
export const surveyTimeline: TimelineSource = {
  kinds: ["survey"],
  async read(db, request) {
    const id = sql`('survey:' || s.id::text)`;
    const { rows } = await sql<TimelineItem>`
      ${request.before} select ${id} as id, s.account_id as "accountId", 'survey' as kind, 'survey.answered' as name, s.at,
             upper(s.survey) || ' ' || trim_scale(s.score) || coalesce(', ' || s.nps_group, '') as title,
             s.comment as text, c.name as actor, 'survey_response' as object, s.id as "objectId",
             jsonb_build_object('survey', s.survey, 'score', s.score, 'group', s.nps_group, 'followedUpAt', s.followed_up_at) as payload
        from survey_responses s left join contacts c on c.id = s.contact_id
       where s.account_id = any(${request.accountIds}::uuid[]) and s.archived_at is null
         and (${request.contactId}::uuid is null or s.contact_id = ${request.contactId})
         and ${isAfter(request, sql`s.at`, id)}
         and (${request.pattern}::text is null or s.comment ilike ${request.pattern} or s.survey ilike ${request.pattern})
       order by s.at desc, ${id} collate "C" desc limit ${request.limit}
    `.execute(db);
    return rows;
  },
};
