import { sql } from "kysely";
import type { Context } from "../kernel/context.ts";
import type { Db } from "../kernel/db.ts";

/** What being done with a row of the queue writes into the audit: a field's new value; null: any that is one. */
const deeds = sql`(values
  ('indicator', 'status', 'addressed'), ('task', 'status', 'done'), ('conversation', 'status', 'closed'), ('meeting', 'status', 'held'),
  ('risk', 'reviewedOn', null), ('risk', 'status', 'saved'),
  ('risk', 'status', 'lost'), ('risk', 'status', 'withdrawn'), ('renewal', 'nextStep', null), ('renewal', 'outcome', null)
) as d (object, field, value)`;

/**
 * How many things these people (null: anybody who signs in) were done with today: each record once, whatever was done to
 * it, and not what was taken back since.
 */
export async function countDone(db: Db, ctx: Context, personIds: readonly string[] | null): Promise<number> {
  const begin = ctx.today.toZonedDateTime(ctx.timeZone).toInstant().toString();
  const by =
    personIds === null ? sql`a.actor_kind = 'teammate'` : sql`a.actor_id = any(${[...personIds]}::text[])`;
  const { rows } = await sql<{ count: number }>`
    with changes as (
      select a.object, a.object_id, d.value, a.changes -> d.field ->> 1 as new,
             row_number() over (partition by a.object, a.object_id, d.field, d.value order by a.at desc, a.id desc) as back
        from audit a join ${deeds} on d.object = a.object and a.changes ? d.field
       where a.at >= ${begin}::timestamptz and ${by}
      union all
      select 'conversation', m.conversation_id, null, 'answered', 1
        from audit a join messages m on m.account_id = a.account_id and m.id = a.object_id
       where a.command = 'conversations.reply' and a.at >= ${begin}::timestamptz and ${by}
    )
    select count(distinct (object, object_id))::integer as count from changes
     where back = 1 and new is not null and (value is null or new = value)
  `.execute(db);
  return rows[0]?.count ?? 0;
}
