import type { Metric } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import { rebuildBuckets } from "../events/index.ts";
import { daysBetween } from "../kernel/calendar.ts";
import type { Context } from "../kernel/context.ts";
import { eventIdsOfMetrics } from "./event-ids.ts";
import { type MetricExpressions, missing, selectMetrics } from "./metric-parts.sql.ts";
import { type DaySpan, isActiveIn, type Spans, spanOver, spansOf } from "./metric-windows.ts";
import type { MetricStatement } from "./source-kind.ts";

/** What metrics read from the daily buckets, each part worked out once however many ask for it. */
export type BucketParts = {
  today: Temporal.PlainDate;
  timeZone: string;
  spans: Spans;
  /** How often the metric's events happened in a span. */
  count(metric: Metric, span: DaySpan): RawBuilder<unknown>;
  /** On how many days of a span any of the metric's events happened. */
  days(metric: Metric, span: DaySpan): RawBuilder<unknown>;
  /** Distinct contacts active in a span. */
  contacts(span: DaySpan): RawBuilder<unknown>;
  /** The last day on which a contact who is sponsor was active. */
  lastSponsorDay(): RawBuilder<unknown>;
  /** When anything was last done. */
  lastSeenAt: RawBuilder<unknown>;
};

/** An expression for the window and one for that before, which all time has not. */
export function overBoth(spans: Spans, of: (span: DaySpan) => RawBuilder<unknown>): MetricExpressions {
  return { value: of(spans.now), previous: spans.before ? of(spans.before) : missing };
}

/**
 * Every metric over daily buckets, for the accounts in scope, in one pass over the buckets and one over the contacts'
 * days, whatever their number; and when each account was first and last seen.
 */
export const eventBuckets: MetricStatement = {
  key: "metrics:events",
  columns: [
    {
      name: "first_seen_at",
      field: { slug: "firstSeenAt", label: "First seen", group: "Usage", type: "instant" },
      isDated: true,
    },
    {
      name: "last_seen_at",
      field: { slug: "lastSeenAt", label: "Last seen", group: "Usage", type: "instant" },
      isDated: true,
    },
  ],
  rebuild: ({ tx, accountIds }) => rebuildBuckets(tx, accountIds),
  async select(metrics, { tx, ctx, scope, env }) {
    const { today, timeZone } = ctx;
    const eventIds = await eventIdsOfMetrics(
      tx,
      metrics.map(({ metric }) => metric),
    );
    const namedBy = ({ id, source }: Metric) =>
      "names" in source && source.names.length > 0 ? (eventIds.get(id) ?? []) : undefined;
    const windows = windowsOfEvents(today);
    const buckets = aggregates("b");
    const contacts = aggregates("c");
    const sponsors = aggregates("s");
    const all = new Map(
      metrics.map(({ metric }) => [metric.id, spansOf(metric.window, today, env.fiscalYearStartsInMonth)]),
    );
    const expressions = metrics.map(({ metric, kind }) => {
      const spans = all.get(metric.id) ?? spansOf(metric.window, today);
      const parts: BucketParts = {
        today,
        timeZone,
        spans,
        count: (of, span) => buckets.zero(sql`sum(${windows.count(span)})${ofEvents(namedBy(of))}`, "bigint"),
        days: (of, span) => {
          const both = spanOver([spans.now, spans.before]);
          const bits = buckets.once(
            `days ${metric.id}`,
            () => sql`bit_or(${windows.days(both)})${ofEvents(namedBy(of))}`,
          );
          const [start, length] = [daysBetween(span.to, today) + 1, daysBetween(span.from, span.to) + 1];
          return sql`coalesce(bit_count(substring(${bits} from ${sql.lit(start)} for ${sql.lit(length)})), 0)`;
        },
        contacts: (span) => contacts.zero(isActiveIn(span), "bigint"),
        // The highest bit of the latest month is the last day.
        lastSponsorDay: () =>
          sponsors.add(sql`max(d.month + (length(ltrim(d.days::bit(32)::text, '0')) - 1))`),
        lastSeenAt: sql`seen.last_at`,
      };
      const given = kind.fromBuckets?.(metric, metric.source, parts);
      if (!given) throw new Error(`Metrics of the kind ${kind.kind} are not read from buckets.`);
      return { metric, expressions: given };
    });
    const earliest = spanOver([
      { from: today, to: today },
      ...all.values().flatMap(({ now, before }) => [now, before]),
    ]).from;
    const from = sql`
      from accounts a
      ${buckets.join(sql`
        select account_id, ${buckets.columns()} from (
          select account_id, event_id, ${windows.columns()} from event_days
           where account_id = ${scope} and day between ${earliest.toString()}::date and ${today.toString()}::date
           group by account_id, event_id) each_event
         group by account_id`)}
      ${contacts.join(sql`
        select account_id, ${contacts.columns("count(*) filter (where", ")")} from (
          select account_id, contact_id, ${contacts.columns("bool_or(", ")")} from contact_days
           where account_id = ${scope} and month >= ${earliest.with({ day: 1 }).toString()}::date
           group by account_id, contact_id) each_contact
         group by account_id`)}
      ${sponsors.join(sql`
        select l.account_id, ${sponsors.columns()}
          from account_contacts l
          join contact_days d on d.account_id = l.account_id and d.contact_id = l.contact_id
         where l.account_id = ${scope} and l.stakeholder_role = 'sponsor' and l.until is null
         group by l.account_id`)}
      cross join lateral (select ${seenAt("first")} as first_at, ${seenAt("last")} as last_at) seen
      where a.id = ${scope}`;
    return selectMetrics(
      expressions,
      [sql`seen.first_at as first_seen_at`, sql`seen.last_at as last_seen_at`],
      from,
    );
  },
};

/** The aggregates one part of the statement works out, each once however many metrics ask for it. */
function aggregates(alias: string) {
  const wanted: RawBuilder<unknown>[] = [];
  const add = (aggregate: RawBuilder<unknown>) => {
    wanted.push(aggregate);
    return sql`${sql.id(alias, `v${wanted.length}`)}`;
  };
  const known = new Map<string, RawBuilder<unknown>>();
  return {
    add,
    /** One that a metric asks for more than once. */
    once(key: string, aggregate: () => RawBuilder<unknown>) {
      const found = known.get(key) ?? add(aggregate());
      known.set(key, found);
      return found;
    },
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
    /** A bit for each day back from today on which it happened, from the span's first day on. */
    days: ({ from }: DaySpan) =>
      add(`days ${from}`, () => {
        const length = daysBetween(from, today) + 1;
        const first = sql.lit(`1${"0".repeat(length - 1)}`);
        return sql`bit_or(${first}::bit(${sql.lit(length)}) >> (${today.toString()}::date - day)) ${within({ from, to: today })}`;
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

/** The day on which anything was last done, of account `r_d`: what usage was last known of. */
export function lastUsed(_metric: Metric, { timeZone }: Context): RawBuilder<unknown> {
  return sql`(r_d.last_seen_at at time zone ${sql.lit(timeZone)})::date`;
}

/** From the account's first or last bucket, which its key finds without reading the others. */
function seenAt(which: "first" | "last"): RawBuilder<unknown> {
  const extreme = sql.raw(which === "first" ? "min" : "max");
  return sql`(
    select ${extreme}(e.${sql.id(`${which}_at`)}) from event_days e
     where e.account_id = a.id
       and e.day = (select ${extreme}(f.day) from event_days f where f.account_id = a.id))`;
}
