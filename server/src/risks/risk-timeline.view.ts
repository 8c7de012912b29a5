import { type TimelineItem, riskTimeline as timelineEndpoint } from "@perennial/contract";
import { sql } from "kysely";
import { z } from "zod";
import { problem } from "../kernel/errors.ts";
import { query } from "../kernel/query.ts";
import { happeningWords } from "../timeline/index.ts";

const most = 300;
type Happened = Omit<TimelineItem, "title" | "text"> & { title: string | null; text: string | null };

/**
 * What happened with one risk, newest first: what was found and decided, with the reasons. A review stands there as the note
 * it wrote.
 */
export const readRiskTimeline = query({
  name: "risks.read-timeline",
  permission: "risks.read",
  input: timelineEndpoint.query.extend({ id: z.uuid() }),
  async run({ db, input: { id } }) {
    const risk = await db.selectFrom("risks").select("account_id").where("id", "=", id).executeTakeFirst();
    if (!risk) throw problem("not-found", `There is no risk with the id ${id}.`);
    const { rows } = await sql<Happened>`
      select 'note:' || n.id::text as id, n.account_id as "accountId", 'note' as kind, 'note.written' as name, n.at,
             coalesce(n.subject, n.category, 'Note') as title, n.body as text, coalesce(t.name, n.author_name) as actor,
             'note' as object, n.id as "objectId", '{}'::jsonb as payload
        from notes n left join teammates t on t.id = n.author_id
       where n.account_id = ${risk.account_id} and n.risk_id = ${id} and n.archived_at is null
      union all
      select 'feed:' || f.tx::text || '-' || f.seq::text, f.account_id, 'risk', f.name, f.at, null, null, f.actor_name,
             f.object, f.object_id, f.payload
        from feed f
       where f.account_id = ${risk.account_id} and f.object = 'risk' and f.object_id = ${id} and f.name <> 'risk.reviewed'
       order by at desc, id desc limit ${most}
    `.execute(db);
    const items = rows.map((row) => ({
      ...row,
      ...(row.title === null ? happeningWords(row.name, row.object, row.payload) : {}),
    }));
    return { items: items as TimelineItem[], nextCursor: null };
  },
});
