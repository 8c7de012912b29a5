import type { Metric } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import type { App } from "../kernel/app.ts";
import { dateIn } from "../kernel/calendar.ts";
import type { PastContext, RestatedFigure, RestatedSource } from "../objects/index.ts";
import { eventIdsOfMetrics } from "./event-ids.ts";
import { type DaySpan, spanOver, spansOf } from "./metric-windows.ts";
import { readLiveMetrics } from "./read-metrics.ts";

type Late = { count: string; first: string; last: string; received: string };
type Sides = { then: string | null; now: string | null };

/**
 * Metrics over events, of an earlier day, by the events that had arrived when the day was over, against all that happened by
 * then. Events are counted on the day that they are of, whenever they come.
 */
export const restatedMetrics: RestatedSource = async ({ app, ctx, accountId }) => {
  const metrics = (await readLiveMetrics(app.db)).filter(isTold);
  const { fiscalYearStartMonth } = await app.company();
  const spans = new Map(
    metrics.map((metric) => [metric.id, spansOf(metric.window, ctx.today, fiscalYearStartMonth).now]),
  );
  if (spans.size === 0) return { figures: [], notes: [] };
  const late = await readLate(app, ctx, accountId, spanOver([...spans.values()]).from);
  if (!late) return { figures: [], notes: [] };
  if (!(await anyHadArrived(app, ctx, accountId))) {
    const on = dateIn(Temporal.Instant.from(late.received), ctx.timeZone);
    return {
      figures: [],
      notes: [{ what: "What was done in the product by then was brought in later", on: on.toString() }],
    };
  }
  const ids = await eventIdsOfMetrics(app.db, metrics);
  const cause = causeOf(late, ctx);
  const figures: RestatedFigure[] = [];
  for (const metric of metrics) {
    const { then, now } = await readSides(app, ctx, accountId, metric, {
      span: spans.get(metric.id) ?? { from: ctx.today, to: ctx.today },
      eventIds: ids.get(metric.id),
    });
    if (then === now) continue;
    figures.push({
      field: `metric:${metric.slug}`,
      label: metric.name,
      type: "number",
      knownThen: then === null ? null : Number(then),
      knownNow: now === null ? null : Number(now),
      causes: [cause],
    });
  }
  return { figures, notes: [] };
};

/** What hangs on seats, sponsors or the last day ever is not told of an earlier day. */
function isTold({ source, per }: Metric): boolean {
  return per === null && (source.kind === "contacts" || source.kind === "events");
}

/** Events of this account of the days from `from` on that came after the day asked of was over. */
async function readLate(
  app: App,
  { asOf }: PastContext,
  accountId: string,
  from: Temporal.PlainDate,
): Promise<Late | undefined> {
  const { rows } = await sql<Late>`
    select sum(count)::text as count, min(at) as first, max(at) as last, max(received_at) as received from events
     where account_id = ${accountId}::uuid and at >= ${from.toString()}::date and at <= ${asOf.toString()}::timestamptz
       and received_at > ${asOf.toString()}::timestamptz
    having count(*) > 0
  `.execute(app.db);
  return rows[0];
}

async function anyHadArrived(app: App, { asOf }: PastContext, accountId: string): Promise<boolean> {
  const { rows } = await sql`
    select from events
     where account_id = ${accountId}::uuid and at <= ${asOf.toString()}::timestamptz
       and received_at <= ${asOf.toString()}::timestamptz limit 1
  `.execute(app.db);
  return rows.length > 0;
}

function causeOf(late: Late, { timeZone }: PastContext): RestatedFigure["causes"][number] {
  const day = (instant: string) => dateIn(Temporal.Instant.from(instant), timeZone).toString();
  const [first, last] = [day(late.first), day(late.last)];
  const days = first === last ? `of ${first}` : `of ${first} to ${last}`;
  const events = late.count === "1" ? "1 event" : `${late.count} events`;
  return {
    what: `${events} ${days} arrived later`,
    effectiveOn: last,
    recordedAt: late.received,
    by: null,
  };
}

async function readSides(
  app: App,
  ctx: PastContext,
  accountId: string,
  metric: Metric,
  { span: { from, to }, eventIds }: { span: DaySpan; eventIds: readonly number[] | undefined },
): Promise<Sides> {
  const named = "names" in metric.source && metric.source.names.length > 0;
  const day = sql`(at at time zone ${ctx.timeZone})::date`;
  const arrived = sql`received_at <= ${ctx.asOf.toString()}::timestamptz`;
  const { rows } = await sql<Sides>`
    select (${expressionOf(metric, ctx, arrived)})::text as then, (${expressionOf(metric, ctx, sql`true`)})::text as now
      from events
     where account_id = ${accountId}::uuid and ${day} between ${from.toString()}::date and ${to.toString()}::date
       ${named ? sql`and event_id = any(${[...(eventIds ?? [])]}::integer[])` : sql``}
  `.execute(app.db);
  return rows[0] as Sides;
}

/** What a metric comes to over the events that fit. */
function expressionOf({ source }: Metric, ctx: PastContext, fits: RawBuilder<unknown>): RawBuilder<unknown> {
  const day = sql`(at at time zone ${ctx.timeZone})::date`;
  if (source.kind === "events" && source.aggregate !== "days")
    return sql`coalesce(sum(count) filter (where ${fits}), 0)`;
  if (source.kind === "events") return sql`count(distinct ${day}) filter (where ${fits})`;
  return sql`count(distinct contact_id) filter (where ${fits})`;
}
