import { sql } from "kysely";
import { eventBuckets, lastUsed } from "../event-buckets.sql.ts";
import { missing } from "../metric-parts.sql.ts";
import { ofAccount } from "../series.sql.ts";
import { type Asked, daysSince } from "../series.ts";
import { sourceKind } from "../source-kind.ts";

/** Days since anybody, or who is sponsor today, did anything. It has no window. */
export const lastSeenKind = sourceKind<"last-seen">({
  kind: "last-seen",
  lastKnown: lastUsed,
  isWhole: () => true,
  statement: () => eventBuckets,
  fromBuckets(_metric, { of }, { today, timeZone, lastSeenAt, lastSponsorDay }) {
    const day = sql`${today.toString()}::date`;
    const since = sql`${day} - (${lastSeenAt} at time zone ${timeZone})::date`;
    if (of === "sponsor") {
      const last = lastSponsorDay();
      // least and greatest pass nulls by: without a sponsor who was seen there is nothing to count from.
      const value = sql`(case when ${last} is not null then ${day} - least(${day}, ${last}) end)::bigint`;
      return { value, previous: missing };
    }
    const value = sql`(case when ${lastSeenAt} is not null then greatest(0, ${since}) end)::bigint`;
    return { value, previous: missing };
  },
  series: async (asked, { of }) =>
    daysSince(asked, await (of === "sponsor" ? sponsorDays : activeDays)(asked)),
  hasStates: true,
  facts: async ({ ownerId }, { of }) =>
    of === "sponsor"
      ? sql`
        select d.month + n as day, null::timestamptz as at, c.name as label, null::jsonb as seen, null as note, c.id
          from contact_days d join contacts c on c.id = d.contact_id
          join account_contacts l on l.account_id = d.account_id and l.contact_id = d.contact_id, generate_series(0, 30) n
         where d.account_id = ${ownerId}::uuid and d.days & (1 << n) <> 0
           and l.stakeholder_role = 'sponsor' and l.until is null`
      : sql`
        select day, last_at as at, (select name from event_names n where n.id = event_id) as label, to_jsonb(count) as seen,
               null as note, null::uuid as id
          from event_days where account_id = ${ownerId}::uuid`,
});

/** The days on which anybody was active. */
async function activeDays(asked: Asked): Promise<string[]> {
  const { rows } = await sql<{ day: string }>`
    select distinct day from event_days where day <= ${asked.to.toString()}::date${ofAccount(asked.ownerId)} order by day
  `.execute(asked.db);
  return rows.map((row) => row.day);
}

/** The days on which one who is a sponsor today was active. */
async function sponsorDays(asked: Asked): Promise<string[]> {
  const { rows } = await sql<{ day: string }>`
    select distinct day from (
      select c.month + n as day from contact_days c
        join account_contacts l on l.account_id = c.account_id and l.contact_id = c.contact_id, generate_series(0, 30) n
       where l.stakeholder_role = 'sponsor' and l.until is null and c.days & (1 << n) <> 0
         ${asked.ownerId === undefined ? sql`` : sql`and c.account_id = ${asked.ownerId}::uuid`}
    ) active where day <= ${asked.to.toString()}::date order by day
  `.execute(asked.db);
  return rows.map((row) => row.day);
}
