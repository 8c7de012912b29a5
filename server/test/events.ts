import { sql } from "kysely";
import { createWriteKey } from "../src/events/index.ts";
import type { TestApp } from "./app.ts";

/** A write key, ready to be sent as HTTP Basic authentication. */
export async function writeKey(t: TestApp): Promise<{ key: string; headers: Record<string, string> }> {
  const { key } = await createWriteKey(t.app, await t.ctx(), "test");
  return { key, headers: { authorization: `Basic ${Buffer.from(`${key}:`).toString("base64")}` } };
}

/** The buckets as they stand, in order, with names. */
export async function bucketsOf(t: TestApp) {
  const { rows } = await sql<{ account: string; day: string; event: string; count: number }>`
    select a.name as account, d.day, n.name as event, d.count
      from event_days d join accounts a on a.id = d.account_id join event_names n on n.id = d.event_id
     order by a.name, d.day, n.name
  `.execute(t.db);
  return rows.map((row) => `${row.account} ${row.day} ${row.event} ×${row.count}`);
}

/** How many rows a table has. */
export async function countOf(t: TestApp, table: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(t.db);
  return rows[0]?.n ?? 0;
}

/** Buckets and activity that are not what the stored events say; none when all is right. */
export async function bucketErrors(t: TestApp): Promise<unknown[]> {
  const { timeZone } = await t.ctx();
  const { rows } = await sql`
    with truth as (
      select account_id, day, event_id, sum(count)::bigint as count, min(at) as first_at, max(at) as last_at
        from (select *, (at at time zone ${timeZone})::date as day from events) e
       group by account_id, day, event_id)
    (select * from truth except select * from event_days)
    union all
    (select * from event_days except select * from truth)
  `.execute(t.db);
  const { rows: activity } = await sql`
    with truth as (
      select account_id, contact_id, date_trunc('month', day)::date as month,
             bit_or(1 << (extract(day from day)::int - 1)) as days
        from (select account_id, contact_id, (at at time zone ${timeZone})::date as day from events
               where contact_id is not null) e
       group by 1, 2, 3)
    (select * from truth except select * from contact_days)
    union all
    (select * from contact_days except select * from truth)
  `.execute(t.db);
  return [...rows, ...activity];
}
