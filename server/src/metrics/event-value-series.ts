import { type RawBuilder, sql } from "kysely";
import type { App } from "../kernel/app.ts";
import type { Db } from "../kernel/db.ts";
import { ruleCatalogOf } from "../objects/index.ts";
import { isWanted, propertyNumber } from "./event-values.sql.ts";
import type { EventValuesSource } from "./event-values-source.ts";
import { eventIdsOfMetrics } from "./metric-nodes.ts";
import { ofAccount, seatsOf } from "./series.sql.ts";
import { type Asked, eachDay, type Point, rollingContacts, rollingSum, withWindow } from "./series.ts";

type Day = {
  day: string;
  occurrences: number;
  /** Occurrences that have the property. */
  measured: number;
  sum: number | null;
  min: number | null;
  max: number | null;
  latest: number | null;
};

/** A metric over the events themselves, day by day. */
export async function eventValueSeries(
  app: App,
  db: Db,
  asked: Asked,
  source: EventValuesSource,
): Promise<Point[]> {
  const rules = await ruleCatalogOf(app);
  const eventIds = await eventIdsOfMetrics(db, [asked.metric]);
  const fits = sql`${isInSpan(asked)}${ofAccount(asked.accountId)}${isWanted(asked.metric, source, { eventIds, rules, env: asked.env })}`;
  const points = await pointsOf(db, asked, source, fits);
  if (!source.perSeat) return points;
  const seats = await seatsOf(db, asked.accountId);
  const each = (value: number | null) =>
    value === null || seats === 0 ? null : Math.round((10_000 * value) / seats) / 10_000;
  return points.map(({ on, value, rolling }) => ({ on, value: each(value), rolling: each(rolling) }));
}

function isInSpan(asked: Asked): RawBuilder<unknown> {
  const { first } = withWindow(asked);
  const instant = (day: Temporal.PlainDate) => day.toZonedDateTime(asked.timeZone).toInstant().toString();
  const [from, until] = [instant(Temporal.PlainDate.from(first)), instant(asked.to.add({ days: 1 }))];
  return sql`e.at >= ${from}::timestamptz and e.at < ${until}::timestamptz`;
}

async function pointsOf(
  db: Db,
  asked: Asked,
  source: EventValuesSource,
  fits: RawBuilder<unknown>,
): Promise<Point[]> {
  if (source.aggregate === "contacts" || source.aggregate === "contacts-pct") {
    const { rows } = await sql<{ contact_id: string; day: string }>`
      select distinct e.contact_id, (e.at at time zone ${asked.timeZone})::date as day from events e
       where ${fits} and e.contact_id is not null order by 1, 2
    `.execute(db);
    const points = rollingContacts(asked, rows);
    if (source.aggregate === "contacts") return points;
    const all = await contactsOf(db, asked.accountId);
    const share = (contacts: number) => (all === 0 ? null : Math.round((1000 * contacts) / all) / 10);
    return points.map(({ on, value, rolling }) => ({ on, value: share(value), rolling: share(rolling) }));
  }
  return measured(asked, source, await daysOf(db, asked, source, fits));
}

async function contactsOf(db: Db, accountId: string | undefined): Promise<number> {
  const { rows } = await sql<{ contacts: number }>`
    select count(distinct contact_id) as contacts from account_contacts where until is null${ofAccount(accountId)}
  `.execute(db);
  return Number(rows[0]?.contacts ?? 0);
}

async function daysOf(
  db: Db,
  asked: Asked,
  source: EventValuesSource,
  fits: RawBuilder<unknown>,
): Promise<Day[]> {
  const { rows } = await sql<Day>`
    select (x.at at time zone ${asked.timeZone})::date as day, sum(x.count)::float8 as occurrences,
           coalesce(sum(x.count) filter (where x.v is not null), 0)::float8 as measured, sum(x.v * x.count)::float8 as sum,
           min(x.v)::float8 as min, max(x.v)::float8 as max,
           ((array_agg(x.v order by x.at desc, x.id desc) filter (where x.v is not null))[1])::float8 as latest
      from (select e.at, e.id, e.count, ${propertyNumber(source)} as v from events e where ${fits}) x
     group by 1 order by 1
  `.execute(db);
  return rows;
}

function measured(asked: Asked, { aggregate }: EventValuesSource, days: readonly Day[]): Point[] {
  const byDay = (numberOf: (day: Day) => number) => new Map(days.map((day) => [day.day, numberOf(day)]));
  if (aggregate === "count")
    return rollingSum(
      asked,
      byDay((day) => day.occurrences),
    );
  if (aggregate === "days")
    return rollingSum(
      asked,
      byDay(() => 1),
    );
  if (aggregate === "sum")
    return rollingSum(
      asked,
      byDay((day) => day.sum ?? 0),
    );
  return eachDay(asked, (on) => {
    const start = Temporal.PlainDate.from(on)
      .subtract({ days: asked.metric.windowDays - 1 })
      .toString();
    const within = days.filter((day) => day.day >= start && day.day <= on && day.measured > 0);
    return {
      value: combined(
        aggregate,
        within.filter((day) => day.day === on),
      ),
      rolling: combined(aggregate, within),
    };
  });
}

function combined(aggregate: EventValuesSource["aggregate"], days: readonly Day[]): number | null {
  if (days.length === 0) return null;
  switch (aggregate) {
    case "min":
      return Math.min(...days.map((day) => day.min ?? Number.POSITIVE_INFINITY));
    case "max":
      return Math.max(...days.map((day) => day.max ?? Number.NEGATIVE_INFINITY));
    case "latest":
      return days.at(-1)?.latest ?? null;
    default: {
      const sum = days.reduce((all, day) => all + (day.sum ?? 0), 0);
      const count = days.reduce((all, day) => all + day.measured, 0);
      return Math.round((10_000 * sum) / count) / 10_000;
    }
  }
}
