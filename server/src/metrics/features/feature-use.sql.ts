import { type RawBuilder, sql } from "kysely";
import type { Db, Tx } from "../../kernel/db.ts";
import type { FeatureRow } from "./feature-rows.ts";

/** A feature with the dictionary's numbers of its events. */
export type KnownFeature = FeatureRow & { eventIds: number[]; removingIds: number[] };

export async function withEventIds(db: Db | Tx, features: readonly FeatureRow[]): Promise<KnownFeature[]> {
  const wanted = features
    .flatMap((each) => [...each.names, ...each.removed_by])
    .map((name) => name.toLowerCase());
  const { rows } = await sql<{ id: number; name: string }>`
    select id, lower(name) as name from event_names where lower(name) = any(${wanted}::text[])
  `.execute(db);
  const idsOf = (names: readonly string[]) => {
    const lower = new Set(names.map((name) => name.toLowerCase()));
    return rows.filter((row) => lower.has(row.name)).map((row) => row.id);
  };
  return features.map((each) => ({
    ...each,
    eventIds: idsOf(each.names),
    removingIds: idsOf(each.removed_by),
  }));
}

/**
 * Every day on which something about a feature changed for an account, with what then stood: a select of `account_id`, `feature`
 * (its place in the list), `day`, `used` (whether it was used), `is_met` (whether it was then adopted), and what the day
 * added: `times`, `contacts`. It depends on the stored events alone, never on the order in which they came.
 */
export function featureDays(
  features: readonly KnownFeature[],
  scope: RawBuilder<unknown>,
  timeZone: string,
): RawBuilder<unknown> {
  const isMet = features.map((feature, index) => sql`when ${sql.lit(index)} then ${metBy(feature)}`);
  const spans = [...new Set(features.map((feature) => feature.window_days))].map(
    (days) =>
      sql`${sql.id(`w${days}`)} as (partition by account_id, feature order by day
            range between ${sql.raw(`interval '${days - 1} days'`)} preceding and current row)`,
  );
  return sql`
    select account_id, feature, day, times, contacts, uses > 0 as used,
           uses > 0 and case feature ${sql.join(isMet, sql` `)} end as is_met
      from (select account_id, feature, day::timestamp as day, sum(times) as times, sum(uses) as uses, sum(contacts) as contacts
              from (${sql.join(changes(features, scope, timeZone), sql` union all `)}) change
             group by 1, 2, 3) d
    window so_far as (partition by account_id, feature order by day), ${sql.join(spans)}`;
}

/** Whether a feature is adopted as its day ended. */
function metBy({ min_times, min_contacts, window_days, removed_by }: KnownFeature): RawBuilder<unknown> {
  if (removed_by.length > 0) return sql`sum(times) over so_far >= ${sql.lit(min_times)}`;
  const often = sql`sum(times) over ${sql.id(`w${window_days}`)} >= ${sql.lit(min_times)}`;
  return min_contacts === 1 ? often : sql`${often} and sum(contacts) over so_far >= ${sql.lit(min_contacts)}`;
}

function changes(
  features: readonly KnownFeature[],
  scope: RawBuilder<unknown>,
  timeZone: string,
): RawBuilder<unknown>[] {
  const pairs = features.flatMap(({ eventIds, removingIds }, feature) => [
    ...eventIds.map((id) => ({ id, feature, sign: 1 })),
    ...removingIds.map((id) => ({ id, feature, sign: -1 })),
  ]);
  const times = sql`
    select e.account_id, f.feature, e.day, e.count * f.sign as times, case when f.sign > 0 then e.count else 0 end as uses, 0 as contacts
      from event_days e join ${events(pairs)} on f.event_id = e.event_id where e.account_id = ${scope}`;
  const byContacts = features.flatMap(({ eventIds, min_contacts, window_days }, feature) =>
    min_contacts === 1 ? [] : eventIds.map((id) => ({ id, feature, sign: window_days })),
  );
  return byContacts.length === 0 ? [times] : [times, contactChanges(byContacts, scope, timeZone)];
}

function events(pairs: readonly { id: number; feature: number; sign: number }[]): RawBuilder<unknown> {
  return sql`unnest(${pairs.map(({ id }) => id)}::integer[], ${pairs.map(({ feature }) => feature)}::integer[],
    ${pairs.map(({ sign }) => sign)}::integer[]) as f (event_id, feature, sign)`;
}

/**
 * A contact counts from the day on which they use a feature until the window has passed over their last use: one more on the
 * first day of such a stretch, one less on the day after its end.
 */
function contactChanges(
  pairs: readonly { id: number; feature: number; sign: number }[],
  scope: RawBuilder<unknown>,
  timeZone: string,
): RawBuilder<unknown> {
  return sql`
    select account_id, feature, edge.day, 0, 0, edge.contacts
      from (select account_id, feature, contact_id, day, days,
                   lag(day) over mine as before, lead(day) over mine as after
              from (select distinct e.account_id, f.feature, f.sign as days, e.contact_id, (e.at at time zone ${timeZone})::date as day
                      from events e join ${events(pairs)} on f.event_id = e.event_id
                     where e.account_id = ${scope} and e.contact_id is not null) u
            window mine as (partition by account_id, feature, contact_id order by day)) uses
     cross join lateral (
       select day as day, 1 as contacts where before is null or day - before >= days
       union all
       select day + days, -1 where after is null or after - day >= days) edge`;
}

/** Whether a feature is adopted at the end of a day, over its days grouped by account. */
export function isAdoptedOn(
  { min_times, min_contacts, window_days, removed_by }: KnownFeature,
  index: number,
  on: Temporal.PlainDate,
): RawBuilder<boolean> {
  const upTo = sql`feature = ${sql.lit(index)} and day <= ${on.toString()}::date`;
  if (removed_by.length > 0) {
    return sql<boolean>`coalesce(sum(times) filter (where ${upTo}), 0) >= ${sql.lit(min_times)}`;
  }
  const since = sql`day > ${on.subtract({ days: window_days }).toString()}::date`;
  const often = sql`coalesce(sum(times) filter (where ${upTo} and ${since}), 0) >= ${sql.lit(min_times)}`;
  if (min_contacts === 1) return sql<boolean>`(${often})`;
  return sql<boolean>`(${often} and coalesce(sum(contacts) filter (where ${upTo}), 0) >= ${sql.lit(min_contacts)})`;
}
