import type { Metric } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import { eventBuckets, lastUsed, overBoth } from "../event-buckets.sql.ts";
import { ofAccount } from "../series.sql.ts";
import { rollingSum, withWindow } from "../series.ts";
import { type SourceOf, sourceKind } from "../source-kind.ts";

/** Occurrences of events, or the days on which they happened: from the daily buckets. */
export const eventsKind = sourceKind<"events">({
  kind: "events",
  lastKnown: lastUsed,
  isWhole: () => true,
  statement: () => eventBuckets,
  fromBuckets: (metric: Metric, { aggregate }, { spans, count, days }) =>
    overBoth(spans, (span) => (aggregate === "days" ? days(metric, span) : count(metric, span))),
  async series(asked, source) {
    const { first, last } = withWindow(asked);
    const { rows } = await sql<{ day: string; count: string }>`
      select day, sum(count)::text as count from event_days
       where day between ${first}::date and ${last}::date${ofAccount(asked.ownerId)}${named(source)} group by day
    `.execute(asked.db);
    const isDays = source.aggregate === "days";
    return rollingSum(asked, new Map(rows.map((row) => [row.day, isDays ? 1 : Number(row.count)])));
  },
  facts: async ({ ownerId }, source) => sql`
    select day, last_at as at, (select name from event_names n where n.id = event_id) as label, to_jsonb(count) as seen,
           null as note, null::uuid as id
      from event_days where account_id = ${ownerId}::uuid${named(source)}`,
});

function named({ names }: Pick<SourceOf<"events">, "names">): RawBuilder<unknown> {
  if (names.length === 0) return sql``;
  const wanted = names.map((name) => name.toLowerCase());
  return sql` and event_id in (select id from event_names where lower(name) = any(${wanted}::text[]))`;
}
