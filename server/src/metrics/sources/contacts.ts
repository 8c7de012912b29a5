import { sql } from "kysely";
import { eventBuckets, lastUsed, overBoth } from "../event-buckets.sql.ts";
import { ofAccount } from "../series.sql.ts";
import { type Asked, rollingContacts, withWindow } from "../series.ts";
import { sourceKind } from "../source-kind.ts";

/** Distinct contacts who did anything: from the contacts' days of activity. */
export const contactsKind = sourceKind<"contacts">({
  kind: "contacts",
  lastKnown: lastUsed,
  isWhole: () => true,
  statement: () => eventBuckets,
  fromBuckets: (_metric, _source, { spans, contacts }) => overBoth(spans, contacts),
  series: contactSeries,
  facts: async ({ ownerId }) => contactFacts(ownerId),
});

/** Distinct contacts active on each day, and in each window. */
export async function contactSeries(asked: Asked) {
  const { first, last } = withWindow(asked);
  const { rows } = await sql<{ contact_id: string; day: string }>`
    select distinct contact_id, day from (
      select contact_id, month + n as day from contact_days, generate_series(0, 30) n
       where days & (1 << n) <> 0 and month between date_trunc('month', ${first}::date) and ${last}::date${ofAccount(asked.ownerId)}
    ) d where day between ${first}::date and ${last}::date order by contact_id, day
  `.execute(asked.db);
  return rollingContacts(asked, rows);
}

/** Who was active on which day. */
export function contactFacts(ownerId: string) {
  return sql`
    select d.month + n as day, null::timestamptz as at, c.name as label, null::jsonb as seen, null as note, c.id
      from contact_days d join contacts c on c.id = d.contact_id, generate_series(0, 30) n
     where d.account_id = ${ownerId}::uuid and d.days & (1 << n) <> 0`;
}
