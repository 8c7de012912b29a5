import { getMetricSeries, type Metric } from "@perennial/contract";
import { sql } from "kysely";
import { z } from "zod";
import type { App } from "../kernel/app.ts";
import { daysBetween } from "../kernel/calendar.ts";
import type { Db } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { query } from "../kernel/query.ts";
import { ruleEnv } from "../objects/index.ts";
import { eventValueSeries } from "./event-value-series.ts";
import { readMetric } from "./read-metrics.ts";
import { ofAccount, seatsOf } from "./series.sql.ts";
import { type Asked, eachDay, type Point, rollingContacts, rollingSum, withWindow } from "./series.ts";

const longestDays = 3_700;

/** A metric day by day, from the buckets: what happened on each day, and the metric as it stood at the day's end. */
export const metricSeries = query({
  name: "metrics.series",
  permission: "metrics.read",
  input: getMetricSeries.query.extend({ slug: z.string() }),
  async run({ app, db, ctx, input }) {
    const metric = await readMetric(db, { slug: input.slug });
    const to = input.to ? Temporal.PlainDate.from(input.to) : ctx.today;
    const from = input.from
      ? Temporal.PlainDate.from(input.from)
      : to.subtract({ months: 12 }).add({ days: 1 });
    const days = daysBetween(from, to);
    if (days < 0 || days > longestDays) {
      throw problem("invalid-input", "A series begins before it ends and spans at most ten years.", {
        fields: [{ path: "from", message: "not after `to`, and at most ten years before it" }],
      });
    }
    const items = await pointsOf(app, db, {
      metric,
      from,
      to,
      accountId: input.accountId,
      timeZone: ctx.timeZone,
      env: await ruleEnv(app, ctx),
    });
    return { slug: metric.slug, windowDays: metric.windowDays, from: String(from), to: String(to), items };
  },
});

async function pointsOf(app: App, db: Db, asked: Asked): Promise<Point[]> {
  const { source } = asked.metric;
  switch (source.kind) {
    case "events":
      return eventSeries(db, asked, source);
    case "event-values":
      return eventValueSeries(app, db, asked, source);
    case "contacts":
    case "seat-utilisation":
      return contactSeries(db, asked);
    case "last-seen":
      return lastSeenSeries(
        asked,
        await (source.of === "sponsor" ? sponsorDays(db, asked) : activeDays(db, asked)),
      );
    case "tickets":
      return ticketSeries(db, asked, source);
    case "given":
      return givenSeries(db, asked, source);
  }
}

async function eventSeries(
  db: Db,
  asked: Asked,
  source: Extract<Metric["source"], { kind: "events" }>,
): Promise<Point[]> {
  const { first, last } = withWindow(asked);
  const named =
    source.names.length === 0
      ? sql``
      : sql` and event_id in (select id from event_names where lower(name) = any(${source.names.map((name) => name.toLowerCase())}::text[]))`;
  const { rows } = await sql<{ day: string; count: string }>`
    select day, sum(count)::text as count from event_days
     where day between ${first}::date and ${last}::date${ofAccount(asked.accountId)}${named} group by day
  `.execute(db);
  const isDays = source.aggregate === "days";
  return rollingSum(asked, new Map(rows.map((row) => [row.day, isDays ? 1 : Number(row.count)])));
}

/** Distinct contacts active on each day, and in each window. */
async function contactSeries(db: Db, asked: Asked): Promise<Point[]> {
  const { first, last } = withWindow(asked);
  const { rows } = await sql<{ contact_id: string; day: string }>`
    select distinct contact_id, day from (
      select contact_id, month + n as day from contact_days, generate_series(0, 30) n
       where days & (1 << n) <> 0 and month between date_trunc('month', ${first}::date) and ${last}::date${ofAccount(asked.accountId)}
    ) d where day between ${first}::date and ${last}::date order by contact_id, day
  `.execute(db);
  const seats =
    asked.metric.source.kind === "seat-utilisation" ? await seatsOf(db, asked.accountId) : undefined;
  const shown = (contacts: number) =>
    seats === undefined ? contacts : seats ? Math.round((1000 * contacts) / seats) / 10 : null;
  return rollingContacts(asked, rows).map(({ on, value, rolling }) => ({
    on,
    value: shown(value),
    rolling: shown(rolling),
  }));
}

/** The days on which anybody was active. */
async function activeDays(db: Db, asked: Asked): Promise<string[]> {
  const { rows } = await sql<{ day: string }>`
    select distinct day from event_days where day <= ${asked.to.toString()}::date${ofAccount(asked.accountId)} order by day
  `.execute(db);
  return rows.map((row) => row.day);
}

/** The days on which one who is a sponsor today was active. */
async function sponsorDays(db: Db, asked: Asked): Promise<string[]> {
  const { rows } = await sql<{ day: string }>`
    select distinct day from (
      select c.month + n as day from contact_days c
        join account_contacts l on l.account_id = c.account_id and l.contact_id = c.contact_id, generate_series(0, 30) n
       where l.stakeholder_role = 'sponsor' and l.until is null and c.days & (1 << n) <> 0
         ${asked.accountId === undefined ? sql`` : sql`and c.account_id = ${asked.accountId}::uuid`}
    ) active where day <= ${asked.to.toString()}::date order by day
  `.execute(db);
  return rows.map((row) => row.day);
}

function lastSeenSeries(asked: Asked, days: readonly string[]): Point[] {
  let next = 0;
  let last: string | undefined;
  return eachDay(asked, (on) => {
    for (let day = days[next]; day !== undefined && day <= on; day = days[next]) {
      last = day;
      next += 1;
    }
    const since =
      last === undefined ? null : daysBetween(Temporal.PlainDate.from(last), Temporal.PlainDate.from(on));
    return { value: since, rolling: since };
  });
}

type Ticket = { opened: string; solved: string | null; hours: number | null; csat: number | null };

async function ticketSeries(
  db: Db,
  asked: Asked,
  { aggregate, priority }: Extract<Metric["source"], { kind: "tickets" }>,
): Promise<Point[]> {
  const { first, last } = withWindow(asked);
  const { rows } = await sql<Ticket>`
    select (opened_at at time zone ${asked.timeZone})::date as opened,
           (solved_at at time zone ${asked.timeZone})::date as solved,
           (extract(epoch from solved_at - opened_at) / 3600)::float8 as hours, csat::float8 as csat
      from tickets
     where archived_at is null and (opened_at at time zone ${asked.timeZone})::date <= ${last}::date
       and (solved_at is not null or status <> 'solved')
       and (solved_at is null or (solved_at at time zone ${asked.timeZone})::date >= ${first}::date)
       ${ofAccount(asked.accountId)}${priority ? sql` and priority = ${priority}` : sql``}
  `.execute(db);
  if (aggregate === "opened") {
    const { rows: opened } = await sql<{ day: string; count: number }>`
      select (opened_at at time zone ${asked.timeZone})::date as day, count(*) as count from tickets
       where archived_at is null and (opened_at at time zone ${asked.timeZone})::date between ${first}::date and ${last}::date
         ${ofAccount(asked.accountId)}${priority ? sql` and priority = ${priority}` : sql``}
       group by 1
    `.execute(db);
    return rollingSum(asked, new Map(opened.map((row) => [row.day, row.count])));
  }
  return eachDay(asked, (on) => {
    const open = rows.filter((row) => row.opened <= on && (row.solved === null || row.solved > on));
    if (aggregate === "open") return both(open.length);
    if (aggregate === "oldest-open-days") {
      const oldest = open.map((row) => row.opened).sort()[0];
      return both(
        oldest === undefined
          ? null
          : daysBetween(Temporal.PlainDate.from(oldest), Temporal.PlainDate.from(on)),
      );
    }
    const start = Temporal.PlainDate.from(on)
      .subtract({ days: asked.metric.windowDays - 1 })
      .toString();
    const solved = rows.filter((row) => row.solved !== null && row.solved >= start && row.solved <= on);
    return both(
      aggregate === "mean-csat"
        ? mean(solved.flatMap((row) => (row.csat === null ? [] : [row.csat])))
        : median(solved.flatMap((row) => (row.hours === null ? [] : [row.hours]))),
    );
  });
}

function both(value: number | null): { value: number | null; rolling: number | null } {
  return { value, rolling: value };
}

function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return Math.round((100 * values.reduce((sum, value) => sum + value, 0)) / values.length) / 100;
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const [low = 0, high = 0] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  return Math.round(5 * (low + high)) / 10;
}

async function givenSeries(
  db: Db,
  asked: Asked,
  { aggregate }: Extract<Metric["source"], { kind: "given" }>,
): Promise<Point[]> {
  const { first, last } = withWindow(asked);
  const { rows } = await sql<{ on: string; grain: string; value: number }>`
    select "on", grain, sum(value)::float8 as value from metric_values
     where metric_id = ${asked.metric.id}::uuid and "on" between ${first}::date and ${last}::date${ofAccount(asked.accountId)}
     group by "on", grain order by "on"
  `.execute(db);
  if (rows.every((row) => row.grain === "month") && rows.length > 0) {
    return rows
      .filter((row) => row.on >= asked.from.with({ day: 1 }).toString())
      .map((row) => ({ on: row.on, ...both(row.value) }));
  }
  const byDay = new Map(rows.map((row) => [row.on, row.value]));
  if (aggregate === "sum") return rollingSum(asked, byDay);
  return eachDay(asked, (on) => {
    const start = Temporal.PlainDate.from(on)
      .subtract({ days: asked.metric.windowDays - 1 })
      .toString();
    const values = rows.filter((row) => row.on >= start && row.on <= on).map((row) => row.value);
    const rolling = {
      mean: () => mean(values),
      max: () => (values.length === 0 ? null : Math.max(...values)),
      latest: () => values.at(-1) ?? null,
    }[aggregate]();
    return { value: byDay.get(on) ?? null, rolling };
  });
}
