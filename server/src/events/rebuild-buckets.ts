import { sql } from "kysely";
import { requestPass } from "../engine/index.ts";
import { readCompany } from "../kernel/company.ts";
import type { Tx } from "../kernel/db.ts";
import type { AfterCommand } from "../kernel/slice.ts";
import { holdBuckets } from "./bucket-zone.ts";

/**
 * A company that moves to another time zone has other days: all buckets are cut anew from the events, a few accounts at a
 * time, and what follows from them with it.
 */
export const followTimeZone: AfterCommand = async (tx, ctx, { changes }) => {
  const change = changes.find(({ object, field }) => object === "company" && field === "timeZone");
  if (!change) return;
  await holdBuckets(tx);
  await requestPass(tx, ctx.now, `the time zone changed from ${change.old} to ${change.new}`, undefined, {
    rebuilds: true,
  });
};

/**
 * Cuts the daily buckets of these accounts anew from their events, in the company's present time zone. Nobody writes buckets
 * meanwhile, so that no event is missed or counted twice.
 */
export async function rebuildBuckets(tx: Tx, accountIds: readonly string[]): Promise<void> {
  await holdBuckets(tx);
  const { timeZone } = await readCompany(tx);
  const scope = sql`any(${[...accountIds]}::uuid[])`;
  await sql`delete from event_days where account_id = ${scope}`.execute(tx);
  await sql`
    insert into event_days (account_id, day, event_id, count, first_at, last_at)
    select account_id, (at at time zone ${timeZone})::date as day, event_id, sum(count), min(at), max(at)
      from events where account_id = ${scope}
     group by account_id, day, event_id order by account_id, day, event_id
  `.execute(tx);
  await sql`delete from contact_days where account_id = ${scope}`.execute(tx);
  await sql`
    insert into contact_days (account_id, contact_id, month, days)
    select account_id, contact_id, date_trunc('month', day)::date as month, bit_or(1 << (extract(day from day)::integer - 1))
      from (select account_id, contact_id, (at at time zone ${timeZone})::date as day
              from events where account_id = ${scope} and contact_id is not null) active
     group by account_id, contact_id, month order by account_id, contact_id, month
  `.execute(tx);
}
