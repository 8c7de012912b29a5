import type { Metric } from "@perennial/contract";
import { sql } from "kysely";
import type { DerivedColumn, DerivedNode, NodeSource } from "../engine/index.ts";
import { rebuildBuckets } from "../events/index.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { eventKinds, selectEventMetrics } from "./event-metrics.sql.ts";
import { selectEventValues } from "./event-values.sql.ts";
import { selectGivenMetrics } from "./given-metrics.sql.ts";
import { derivedColumns } from "./metric-columns.ts";
import { readLiveMetrics } from "./read-metrics.ts";
import { selectTicketMetrics } from "./ticket-metrics.sql.ts";

/** The keys of the nodes that keep metrics true. */
const metricNodeKeys = [
  "metrics:events",
  "metrics:event-values",
  "metrics:tickets",
  "metrics:given",
] as const;
export type MetricNodeKey = (typeof metricNodeKeys)[number];

/** The node that works a metric out. */
export function nodeKeyOf({ source }: Pick<Metric, "source">): MetricNodeKey {
  if (eventKinds.has(source.kind)) return "metrics:events";
  if (source.kind === "event-values") return "metrics:event-values";
  return source.kind === "tickets" ? "metrics:tickets" : "metrics:given";
}

const seenColumns: readonly DerivedColumn[] = [
  {
    name: "first_seen_at",
    field: { slug: "firstSeenAt", label: "First seen", group: "Usage", type: "instant" },
  },
  {
    name: "last_seen_at",
    field: { slug: "lastSeenAt", label: "Last seen", group: "Usage", type: "instant" },
  },
];

/** One node for each place that metrics come from, however many metrics there are. */
export const metricNodes: NodeSource = async (db) => {
  const metrics = await readLiveMetrics(db);
  const of = (key: MetricNodeKey) => metrics.filter((metric) => nodeKeyOf(metric) === key);
  const [ofEvents, ofTickets, ofGiven] = [of("metrics:events"), of("metrics:tickets"), of("metrics:given")];
  const ofEventValues = of("metrics:event-values");
  const nodes: DerivedNode[] = [
    {
      kind: "source",
      key: "metrics:events",
      columns: [...seenColumns, ...ofEvents.flatMap(derivedColumns)],
      reads: [],
      rebuild: ({ tx, accountIds }) => rebuildBuckets(tx, accountIds),
      select: async ({ tx, ctx, scope }) =>
        selectEventMetrics(ofEvents, {
          today: ctx.today,
          timeZone: ctx.timeZone,
          scope,
          eventIds: await eventIdsOfMetrics(tx, ofEvents),
        }),
    },
  ];
  if (ofEventValues.length > 0) {
    nodes.push({
      kind: "source",
      key: "metrics:event-values",
      columns: ofEventValues.flatMap(derivedColumns),
      reads: [],
      select: async ({ tx, ctx, scope, rules, env }) =>
        selectEventValues(ofEventValues, {
          today: ctx.today,
          timeZone: ctx.timeZone,
          scope,
          rules,
          env,
          eventIds: await eventIdsOfMetrics(tx, ofEventValues),
        }),
    });
  }
  if (ofTickets.length > 0) {
    nodes.push({
      kind: "source",
      key: "metrics:tickets",
      columns: ofTickets.flatMap(derivedColumns),
      reads: [],
      select: ({ ctx, scope }) =>
        selectTicketMetrics(ofTickets, { today: ctx.today, timeZone: ctx.timeZone, scope }),
    });
  }
  if (ofGiven.length > 0) {
    nodes.push({
      kind: "source",
      key: "metrics:given",
      columns: ofGiven.flatMap(derivedColumns),
      reads: [],
      select: async ({ tx, ctx, scope }) =>
        selectGivenMetrics(ofGiven, {
          today: ctx.today,
          scope,
          lastMonths: await lastMonthsEnded(tx, ofGiven, ctx.today),
        }),
    });
  }
  return nodes;
};

/** The dictionary's numbers of each metric's event names, in any case; a name that has not come yet has none. */
export async function eventIdsOfMetrics(
  tx: Db | Tx,
  metrics: readonly Metric[],
): Promise<Map<string, readonly number[]>> {
  const namesOf = (metric: Metric) =>
    "names" in metric.source ? metric.source.names.map((name) => name.toLowerCase()) : [];
  const wanted = [...new Set(metrics.flatMap(namesOf))];
  if (wanted.length === 0) return new Map();
  const { rows } = await sql<{ id: number; name: string }>`
    select id, lower(name) as name from event_names where lower(name) = any(${wanted}::text[])
  `.execute(tx);
  return new Map(
    metrics.map((metric) => {
      const names = new Set(namesOf(metric));
      return [metric.id, rows.filter((row) => names.has(row.name)).map((row) => row.id)];
    }),
  );
}

/** Of each metric given by the month, the last month that has ended and for which any account has a value. */
async function lastMonthsEnded(
  tx: Db | Tx,
  metrics: readonly Metric[],
  today: Temporal.PlainDate,
): Promise<Map<string, string>> {
  const running = today.with({ day: 1 }).toString();
  // A greatest value of each, which an index gives at once, also from every part of a table that is spread by account.
  const lasts = metrics.map(
    ({ id }) => sql`
      select ${id}::uuid as metric_id, max("on") as month from metric_values
       where metric_id = ${id} and "on" < ${running}::date and grain = 'month'`,
  );
  if (lasts.length === 0) return new Map();
  const { rows } = await sql<{ metric_id: string; month: string | null }>`
    ${sql.join(lasts, sql` union all `)}
  `.execute(tx);
  return new Map(rows.flatMap((row) => (row.month === null ? [] : [[row.metric_id, row.month]])));
}
