import { sql } from "kysely";
import { z } from "zod";
import { query } from "../kernel/query.ts";

type EventName = { name: string; lastDay: string | null; count30d: number; accounts30d: number };

/** Every event name seen, the most used of the last 30 days first. */
export const eventNameList = query({
  name: "events.list-names",
  permission: "events.read",
  input: z.object({}),
  async run({ db, ctx }): Promise<{ items: EventName[]; nextCursor: null }> {
    const from = ctx.today.subtract({ days: 29 }).toString();
    const { rows } = await sql<EventName>`
      select n.name, d.last_day as "lastDay", coalesce(d.count, 0)::bigint as "count30d",
             coalesce(d.accounts, 0) as "accounts30d"
        from event_names n
        left join (select event_id, max(day) as last_day, sum(count) as count, count(distinct account_id) as accounts
                     from event_days where day >= ${from}::date group by event_id) d on d.event_id = n.id
       order by d.count desc nulls last, n.name
    `.execute(db);
    return { items: rows, nextCursor: null };
  },
});
