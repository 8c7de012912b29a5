import { sql } from "kysely";
import { dateIn } from "../kernel/calendar.ts";
import type { Db } from "../kernel/db.ts";
import {
  catalogOf,
  type PastContext,
  type RestatedFigure,
  type RestatedSource,
  ruleCatalogOf,
  ruleEnv,
} from "../objects/index.ts";
import { ticketType } from "../tickets/index.ts";
import { asOfDay } from "./as-of-day.sql.ts";
import { metricColumn } from "./metric-column.ts";
import { readLiveMetrics } from "./read-metrics.ts";
import { kindOf, planned } from "./sources/source-kinds.ts";

type Late = {
  subject: string | null;
  opened_at: string;
  solved_at: string | null;
  is_new: boolean;
  had_others: boolean;
  recorded_at: string;
  actor_name: string | null;
};

/**
 * Metrics over tickets, of an earlier day, by the tickets as they were recorded when the day was over, against all that were
 * opened and solved by then. A ticket counts at its own times, whenever it is entered.
 */
export const restatedTickets: RestatedSource = async ({ app, ctx, accountId }) => {
  const metrics = (await readLiveMetrics(app.db)).filter(({ source }) => source.kind === "tickets");
  const [first] = metrics;
  if (!first) return { figures: [], notes: [] };
  const { rows: late } = await readLate(app.db, ctx, accountId);
  const [latest] = late;
  if (!latest) return { figures: [], notes: [] };
  if (!latest.had_others) {
    const on = dateIn(Temporal.Instant.from(latest.recorded_at), ctx.timeZone).toString();
    return { figures: [], notes: [{ what: "Its tickets of then were entered later", on }] };
  }
  const catalog = await catalogOf(app);
  const environment = {
    ctx,
    catalog,
    rules: await ruleCatalogOf(app),
    env: await ruleEnv(app, ctx),
    tx: app.db,
    scope: sql`${accountId}::uuid`,
  };
  const { select } = kindOf(first).statement(first.source);
  const known = await select(metrics.map(planned), environment);
  // As the history has them alone, without the dates that tickets carry.
  const { ownDates: _dates, ...recorded } = ticketType;
  type Values = Record<string, string | number | null>;
  const [now] = (await sql<Values>`${asOfDay(known, environment)}`.execute(app.db)).rows;
  const [then] = (await sql<Values>`${asOfDay(known, environment, [recorded])}`.execute(app.db)).rows;
  const figures = metrics.flatMap((metric): RestatedFigure[] => {
    const column = metricColumn(metric.slug);
    const [knownThen, knownNow] = [numberOf(then?.[column]), numberOf(now?.[column])];
    if (knownThen === knownNow) return [];
    const causes = late.map((each) => causeOf(each, ctx));
    return [
      { field: `metric:${metric.slug}`, label: metric.name, type: "number", knownThen, knownNow, causes },
    ];
  });
  return { figures, notes: [] };
};

function numberOf(value: string | number | null | undefined): number | null {
  return value === null || value === undefined ? null : Number(value);
}

/** Tickets of that time which were entered, or whose solution was, after it; those entered last first. */
function readLate(db: Db, { asOf }: PastContext, accountId: string) {
  const at = sql`${asOf.toString()}::timestamptz`;
  return sql<Late>`
    select t.subject, t.opened_at, t.solved_at, t.created_at > ${at} as is_new, h.recorded_at, h.actor_name,
           exists (select from tickets o where o.account_id = t.account_id and o.created_at <= ${at}) as had_others
      from tickets t
      join lateral (
        select h.recorded_at, h.actor_name from history h
         where h.account_id = t.account_id and h.object = 'ticket' and h.object_id = t.id
           and h.field in ('openedAt', 'solvedAt') and h.recorded_at > ${at}
         order by h.recorded_at, h.id limit 1) h on true
     where t.account_id = ${accountId}::uuid and t.archived_at is null and t.opened_at <= ${at}
       and (t.created_at > ${at} or t.solved_at <= ${at})
     order by h.recorded_at desc, t.id limit 20
  `.execute(db);
}

function causeOf(late: Late, { timeZone }: PastContext): RestatedFigure["causes"][number] {
  const at = late.is_new ? late.opened_at : (late.solved_at ?? late.opened_at);
  return {
    what: `“${late.subject ?? "Ticket"}” was ${late.is_new ? "opened" : "solved"} then, entered later`,
    effectiveOn: dateIn(Temporal.Instant.from(at), timeZone).toString(),
    recordedAt: late.recorded_at,
    by: late.actor_name,
  };
}
