import { type RawBuilder, sql } from "kysely";
import { type PastContext, type TableThen, tablesStandIn, withQueries } from "../objects/index.ts";

/**
 * Messages as they stood: those written by then, an outgoing one with the status it had reached. Why one waits or failed, and
 * whom it did not reach, is kept as of the present only: left out where the status has changed since.
 */
const messagesThen: TableThen = {
  table: "messages",
  select: ({ instant }) => {
    const status = sql`
      case when x.direction = 'in' or x.settled_at is null or x.settled_at <= ${instant} then x.status
           else coalesce(${lastChange(sql`'message'`, sql`x`, sql`'status'`, instant)}, 'queued') end`;
    return sql`
      select x.account_id, x.id, x.conversation_id, x.direction, x.kind, y.status,
             case when y.status = x.status then x.reason end as reason, x.message_id, x.from_name, x.from_address, x.contact_id,
             x.sender_matches_contact,
             case when y.status = x.status then x.recipients
                  else (select coalesce(jsonb_agg(one || '{"failure": null}'), '[]') from jsonb_array_elements(x.recipients) one)
             end as recipients,
             x.subject, x.text, x.html, x.reply, x.unreadable, x.is_automatic, x.template_id, x.template_version, x.at,
             case when x.settled_at <= ${instant} then x.settled_at end as settled_at,
             case when x.answered_at <= ${instant} then x.answered_at end as answered_at
        from public.messages x cross join lateral (select ${status} as status) y
       where x.at <= ${instant}`;
  },
};

/**
 * Conversations as they stood, with what their messages came to by then. That a message of a person opened one again is not in
 * the history: the messages tell it. Its first status is what the first change replaced;
 * one that was recorded as closed, from elsewhere, was open until its last message.
 */
const conversationsThen: TableThen = {
  table: "conversations",
  select: ({ instant }) => sql`
    select x.account_id, x.id, x.subject, x.direction, x.is_automatic, x.template_id, x.renewal_id, x.sender, x.created_at,
           m.message_count, m.last_message_at, m.last_direction,
           case when x.answered_at <= ${instant} then x.answered_at end as answered_at,
           case when m.last_opening > closed.at then 'open'
                else coalesce(closed.status, ${firstChange(sql`'conversation'`, sql`x`, sql`'status'`, instant)},
                         case when x.last_message_at > ${instant} then 'open' else x.status end)
           end as status,
           (case when ${isChanged(sql`'ownerId'`)}
                 then ${lastChange(sql`'conversation'`, sql`x`, sql`'ownerId'`, instant)} else x.owner_id::text end)::uuid as owner_id,
           case when x.archived_at <= ${instant} then x.archived_at end as archived_at
      from public.conversations x
     cross join lateral (
            select count(*)::integer as message_count, max(at) as last_message_at,
                   max(at) filter (where direction = 'out' or kind = 'message') as last_opening,
                   (array_agg(direction order by at desc, id desc)
                      filter (where direction = 'out' or kind = 'message'))[1] as last_direction
              from public.messages
             where account_id = x.account_id and conversation_id = x.id and at <= ${instant}) m
     cross join lateral (
            select max(at) as at, (array_agg("new" #>> '{}' order by at desc, id desc))[1] as status
              from public.history
             where account_id = x.account_id and object = 'conversation' and object_id = x.id and field = 'status'
               and at <= ${instant}) closed
     where m.message_count > 0`,
};

/** Who took part: named by a message of then; or by none at all, so that it is not known since when. */
const participantsThen: TableThen = {
  table: "conversation_participants",
  select: ({ instant }) => {
    const names = sql`select 1 from public.messages m
       where m.account_id = x.account_id and m.conversation_id = x.conversation_id
         and (m.from_address = x.address or m.recipients @> jsonb_build_array(jsonb_build_object('address', x.address)))`;
    return sql`
      select x.* from public.conversation_participants x
       where exists (${names} and m.at <= ${instant}) or not exists (${names})`;
  },
};

/** In front of a statement over conversations, so that it tells them as they were. */
export function conversationsAsOf(ctx: PastContext): RawBuilder<unknown> {
  return withQueries(tablesStandIn(ctx, [messagesThen, conversationsThen, participantsThen]));
}

type Text = RawBuilder<unknown>;

/** What the last change by then made of a field; where all came later, what the first of them replaced. */
function lastChange(object: Text, x: Text, field: Text, instant: Text): Text {
  const by = sql`select "new" #>> '{}' from public.history h
     where h.account_id = ${x}.account_id and h.object = ${object} and h.object_id = ${x}.id and h.field = ${field}`;
  return sql`case when exists (${by} and h.at <= ${instant})
    then (${by} and h.at <= ${instant} order by h.at desc, h.id desc limit 1) else ${firstChange(object, x, field, instant)} end`;
}

function firstChange(object: Text, x: Text, field: Text, instant: Text): Text {
  return sql`(select "old" #>> '{}' from public.history h
     where h.account_id = ${x}.account_id and h.object = ${object} and h.object_id = ${x}.id and h.field = ${field}
       and h.at > ${instant} order by h.at, h.id limit 1)`;
}

function isChanged(field: Text): Text {
  return sql`exists (select from public.history h
     where h.account_id = x.account_id and h.object = 'conversation' and h.object_id = x.id and h.field = ${field})`;
}
