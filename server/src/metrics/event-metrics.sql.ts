import type { Metric } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import { type MetricExpressions, missing, selectMetrics } from "./metric-parts.sql.ts";
import { type DaySpan, isActiveIn, windowBefore, windowOf } from "./metric-windows.ts";

/** Kinds of metrics that come from what contacts did. */
export const eventKinds: ReadonlySet<string> = new Set([
  "events",
  "contacts",
  "seat-utilisation",
  "last-seen",
]);

type Scope = {
  today: Temporal.PlainDate;
  timeZone: string;
  scope: RawBuilder<unknown>;
  /** The dictionary's numbers of an events metric's names. */
  eventIds: ReadonlyMap<string, readonly number[]>;
};

/**
 * Every metric over events, for the accounts in scope, in one pass over the daily buckets and one over the contacts'
 * days, whatever their number; and when each account was first and last seen.
 */
export function selectEventMetrics(metrics: readonly Metric[], at: Scope): RawBuilder<unknown> {
  const windows = windowsOfEvents(at.today);
  const buckets = aggregates("b");
  const contacts = aggregates("c");
  const sponsors = aggregates("s");
  const expressions = metrics.map((metric): MetricExpressions => {
    const spans = [windowOf(at.today, metric.windowDays), windowBefore(at.today, metric.windowDays)] as const;
    const { source } = metric;
    if (source.kind === "events") {
      const ids = source.names.length === 0 ? undefined : (at.eventIds.get(metric.id) ?? []);
      const [value, previous] =
        source.aggregate === "days"
          ? activeDays(buckets, windows, metric.windowDays, ids)
          : spans.map((span) => buckets.zero(sql`sum(${windows.count(span)})${ofEvents(ids)}`, "bigint"));
      return { metric, value: value ?? missing, previous: previous ?? missing };
    }
    if (source.kind === "last-seen") {
      const value = source.of === "sponsor" ? daysSinceSponsor(sponsors, at) : daysSinceLastSeen(at);
      return { metric, value, previous: missing };
    }
    const [value, previous] = spans.map((span) => activeContacts(contacts, span));
    const ofSeats = source.kind === "seat-utilisation";
    return {
      metric,
      value: ofSeats ? shareOfSeats(value) : (value ?? missing),
      previous: ofSeats ? shareOfSeats(previous) : (previous ?? missing),
    };
  });
  const longest = Math.max(1, ...metrics.map((metric) => metric.windowDays));
  const earliest = windowBefore(at.today, longest).from;
  const from = sql`
    from accounts a
    ${buckets.join(sql`
      select account_id, ${buckets.columns()} from (
        select account_id, event_id, ${windows.columns()} from event_days
         where account_id = ${at.scope} and day between ${earliest.toString()}::date and ${at.today.toString()}::date
         group by account_id, event_id) each_event
       group by account_id`)}
    ${contacts.join(sql`
      select account_id, ${contacts.columns("count(*) filter (where", ")")} from (
        select account_id, contact_id, ${contacts.columns("bool_or(", ")")} from contact_days
         where account_id = ${at.scope} and month >= ${earliest.with({ day: 1 }).toString()}::date
         group by account_id, contact_id) each_contact
       group by account_id`)}
    ${sponsors.join(sql`
      select l.account_id, ${sponsors.columns()}
        from account_contacts l
        join contact_days d on d.account_id = l.account_id and d.contact_id = l.contact_id
       where l.account_id = ${at.scope} and l.stakeholder_role = 'sponsor' and l.until is null
       group by l.account_id`)}
    cross join lateral (select ${seenAt("first")} as first_at, ${seenAt("last")} as last_at) seen
    where a.id = ${at.scope}`;
  return selectMetrics(
    expressions,
    [sql`seen.first_at as first_seen_at`, sql`seen.last_at as last_seen_at`],
    from,
  );
}

/** The aggregates one part of the statement works out, each once however many metrics ask for it. */
function aggregates(alias: string) {
  const wanted: RawBuilder<unknown>[] = [];
  const add = (aggregate: RawBuilder<unknown>) => {
    wanted.push(aggregate);
    return sql`${sql.id(alias, `v${wanted.length}`)}`;
  };
  return {
    add,
    /** What stands for it in the statement around, 0 where nothing happened. */
    zero: (aggregate: RawBuilder<unknown>, type: "bigint") =>
      sql`coalesce(${add(aggregate)}, 0)::${sql.raw(type)}`,
    columns: (before?: string, after = "") =>
      sql.join(
        wanted.map((aggregate, index) => {
          const name = sql.id(`v${index + 1}`);
          if (before === undefined) return sql`${aggregate} as ${name}`;
          const isOuter = before.startsWith("count");
          return sql`${sql.raw(before)} ${isOuter ? name : aggregate} ${sql.raw(after)} as ${name}`;
        }),
      ),
    join: (select: RawBuilder<unknown>) =>
      wanted.length === 0
        ? sql``
        : sql`left join (${select}) ${sql.id(alias)} on ${sql.id(alias)}.account_id = a.id`,
  };
}
type Aggregates = ReturnType<typeof aggregates>;

/**
 * What metrics ask of the daily buckets, first for each event by itself: a window that several metrics share is summed once,
 * and the many metrics are then put together from few rows instead of from every bucket.
 */
function windowsOfEvents(today: Temporal.PlainDate) {
  const wanted = new Map<string, RawBuilder<unknown>>();
  const add = (name: string, aggregate: () => RawBuilder<unknown>) => {
    if (!wanted.has(name)) wanted.set(name, aggregate());
    return sql.id(name);
  };
  const within = ({ from, to }: DaySpan) =>
    sql`filter (where day between ${from.toString()}::date and ${to.toString()}::date)`;
  return {
    /** How often the event happened in a span. */
    count: (span: DaySpan) =>
      add(`count ${span.from} ${span.to}`, () => sql`(sum(count) ${within(span)})::bigint`),
    /** A bit for each day back from today on which it happened, over the window and the one before. */
    days: (windowDays: number) =>
      add(`days ${windowDays}`, () => {
        const length = sql.lit(2 * windowDays);
        const first = sql.lit(`1${"0".repeat(2 * windowDays - 1)}`);
        const both = { from: windowBefore(today, windowDays).from, to: today };
        return sql`bit_or(${first}::bit(${length}) >> (${today.toString()}::date - day)) ${within(both)}`;
      }),
    columns: () =>
      wanted.size === 0
        ? sql`null`
        : sql.join([...wanted].map(([name, aggregate]) => sql`${aggregate} as ${sql.id(name)}`)),
  };
}

/** Narrows an aggregate over the rows of each event to a metric's events; all where it names none. */
function ofEvents(eventIds: readonly number[] | undefined): RawBuilder<unknown> {
  if (eventIds === undefined) return sql``;
  const [only] = eventIds;
  return only !== undefined && eventIds.length === 1
    ? sql` filter (where event_id = ${sql.lit(only)})`
    : sql` filter (where event_id = any(${[...eventIds]}::integer[]))`;
}

/** Distinct days, counted as bits gathered over all rows, without the sorting that `count(distinct …)` needs. */
function activeDays(
  buckets: Aggregates,
  windows: ReturnType<typeof windowsOfEvents>,
  days: number,
  eventIds: readonly number[] | undefined,
): RawBuilder<unknown>[] {
  const bits = buckets.add(sql`bit_or(${windows.days(days)})${ofEvents(eventIds)}`);
  return [1, days + 1].map(
    (start) => sql`coalesce(bit_count(substring(${bits} from ${sql.lit(start)} for ${sql.lit(days)})), 0)`,
  );
}

function activeContacts(contacts: Aggregates, span: DaySpan): RawBuilder<unknown> {
  return contacts.zero(isActiveIn(span), "bigint");
}

function shareOfSeats(active: RawBuilder<unknown> | undefined): RawBuilder<unknown> {
  return sql`round(100.0 * ${active ?? missing} / nullif(a.seats_licensed, 0), 1)`;
}

function daysSinceLastSeen({ today, timeZone }: Scope): RawBuilder<unknown> {
  const since = sql`${today.toString()}::date - (seen.last_at at time zone ${timeZone})::date`;
  return sql`(case when seen.last_at is not null then greatest(0, ${since}) end)::bigint`;
}

/** The highest bit of the latest month is the last day. */
function daysSinceSponsor(sponsors: Aggregates, { today }: Scope): RawBuilder<unknown> {
  const lastDay = sql`d.month + (length(ltrim(d.days::bit(32)::text, '0')) - 1)`;
  return sql`(${today.toString()}::date - least(${today.toString()}::date, ${sponsors.add(sql`max(${lastDay})`)}))::bigint`;
}

/** From the account's first or last bucket, which its key finds without reading the others. */
function seenAt(which: "first" | "last"): RawBuilder<unknown> {
  const extreme = sql.raw(which === "first" ? "min" : "max");
  return sql`(
    select ${extreme}(e.${sql.id(`${which}_at`)}) from event_days e
     where e.account_id = a.id
       and e.day = (select ${extreme}(f.day) from event_days f where f.account_id = a.id))`;
}
