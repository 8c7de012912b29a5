import type { WorkKind } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import type { Context } from "../kernel/context.ts";
import type { Db } from "../kernel/db.ts";
import type { Waiting } from "./formula.ts";

/** Days before a renewal from which it needs a next step that is still to come. */
const renewalHorizonDays = 120;
/** Days from which open tasks wait in the queue; later ones would only hide what is near. */
const taskHorizonDays = 14;
/** Days before a meeting from which it is to be prepared. */
const meetingHorizonDays = 7;

/**
 * What waits, of one kind: `work` gives account_id, id, title, detail, tone, owner_id, due_on and severity; the rest is
 * the same for all kinds.
 */
const sources: Record<WorkKind, (ctx: Context) => RawBuilder<unknown>> = {
  indicator: ({ now }) => sql`
    select i.account_id, i.id, coalesce(d.name, i.definition) as title, i.message as detail,
           case when i.polarity = 'opportunity' then 'good' when i.severity = 'high' then 'bad'
                when i.severity = 'medium' then 'warn' else 'neutral' end as tone,
           i.owner_id, i.due_on, i.severity
      from indicators i left join indicator_definitions d on d.slug = i.definition
     where i.status = 'open' and i.archived_at is null
       and (i.snoozed_until is null or i.snoozed_until <= ${now.toString()}::timestamptz)`,
  risk: () => sql`
    select r.account_id, r.id, r.summary as title,
           'Tier ' || r.tier || coalesce(' · ' || r.next_step, ' · no next step') as detail,
           case when r.tier = '3' then 'bad' else 'warn' end as tone, r.owner_id,
           least(r.next_review_on, r.next_step_on) as due_on, null as severity
      from risks r where r.status in ('open', 'monitoring') and r.archived_at is null`,
  renewal: ({ today }) => sql`
    select r.account_id, r.id, 'Renewal due ' || to_char(r.due_on, 'FMDD Mon YYYY') as title,
           case when r.due_on < ${today.toString()}::date then 'Past its due date without an outcome'
                when r.next_step is null then 'No next step'
                else 'Next step: ' || r.next_step end as detail,
           case when r.due_on < ${today.toString()}::date then 'bad' else 'accent' end as tone, r.owner_id,
           coalesce(r.next_step_on, least(r.due_on, r.notice_deadline_on)) as due_on, null as severity
      from renewals r
     where r.outcome is null and r.archived_at is null
       and r.due_on < ${today.toString()}::date + ${renewalHorizonDays}::integer
       and (r.next_step is null or r.next_step_on is null or r.next_step_on <= ${today.toString()}::date
            or r.due_on < ${today.toString()}::date)`,
  conversation: ({ timeZone }) => sql`
    select c.account_id, c.id, c.subject as title, 'Waits for our answer' as detail, 'accent' as tone, c.owner_id,
           ((c.last_message_at at time zone ${timeZone})::date + 1) as due_on, null as severity
      from conversations c where c.status = 'open' and c.last_direction = 'in' and c.archived_at is null`,
  meeting: ({ now, today, timeZone }) => sql`
    select m.account_id, m.id, coalesce(m.subject, 'Meeting') as title,
           case when coalesce(m.ends_at, m.at) < ${now.toString()}::timestamptz then 'Was to be held: say what came of it'
                else 'Begins at ' || to_char(m.at at time zone ${timeZone}, 'HH24:MI') end as detail,
           case when coalesce(m.ends_at, m.at) < ${now.toString()}::timestamptz then 'warn' else 'accent' end as tone,
           m.author_id as owner_id, (m.at at time zone ${timeZone})::date as due_on, null as severity
      from meetings m
     where m.status = 'scheduled' and m.archived_at is null
       and (m.at at time zone ${timeZone})::date <= ${today.toString()}::date + ${meetingHorizonDays}::integer`,
  task: ({ today }) => sql`
    select t.account_id, t.id, t.title, t.description as detail,
           case when t.priority = 'high' then 'warn' else 'neutral' end as tone, t.assignee_id as owner_id, t.due_on,
           null as severity
      from tasks t
     where t.status = 'open' and t.archived_at is null
       and (t.due_on is null or t.due_on <= ${today.toString()}::date + ${taskHorizonDays}::integer)`,
};

/** Everything of these kinds that waits for these people (null: whoever it is, and what nobody owns). */
export async function readWaiting(
  db: Db,
  ctx: Context,
  kinds: readonly WorkKind[],
  ownerIds: readonly string[] | null,
): Promise<Waiting[]> {
  const isTheirs = ownerIds === null ? sql`true` : sql`w.owner_id = any(${[...ownerIds]}::uuid[])`;
  const parts = kinds.map(
    (kind) => sql`
      select ${sql.lit(kind)} as kind, w.id, w.account_id as "accountId", a.name as "accountName", w.title, left(w.detail, 300) as detail,
             w.tone, w.owner_id as "ownerId", w.due_on as "dueOn", d.arr::text as arr, w.severity
        from (${sources[kind](ctx)}) w
        join accounts a on a.id = w.account_id
        left join account_derived d on d.account_id = w.account_id
       where a.archived_at is null and ${isTheirs}`,
  );
  const { rows } = await sql<Waiting>`${sql.join(parts, sql` union all `)}`.execute(db);
  return rows;
}
