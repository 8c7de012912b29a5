import {
  type Metric,
  type MetricDenominator,
  type MetricObject,
  type MetricRole,
  metricSource,
  metricWindow,
} from "@perennial/contract";
import type { Selectable } from "kysely";
import type { Metrics } from "../../db/types.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";

/** All metrics, archived ones too, in the order of their names. */
export async function readMetrics(db: Db | Tx): Promise<Metric[]> {
  const rows = await db.selectFrom("metrics").selectAll().orderBy("name").orderBy("id").execute();
  return rows.map(presentMetric);
}

/** The metrics that are kept true: of accounts, unless said. */
export async function readLiveMetrics(db: Db | Tx, object: MetricObject = "account"): Promise<Metric[]> {
  return (await readMetrics(db)).filter((metric) => metric.archivedAt === null && metric.object === object);
}

/** @throws Problem `not-found` */
export async function readMetric(db: Db | Tx, by: { id: string } | { slug: string }): Promise<Metric> {
  const [column, value] = "id" in by ? (["id", by.id] as const) : (["slug", by.slug] as const);
  const row = await db.selectFrom("metrics").selectAll().where(column, "=", value).executeTakeFirst();
  if (!row) throw problem("not-found", `There is no metric with the ${column} ${value}.`);
  return presentMetric(row);
}

function presentMetric(row: Selectable<Metrics>): Metric {
  const window = row.time_window
    ? metricWindow.parse(row.time_window)
    : ({ kind: "last", count: row.window_days, unit: "days" } as const);
  return {
    id: row.id,
    object: row.object as MetricObject,
    slug: row.slug,
    name: row.name,
    description: row.description,
    source: metricSource.parse(row.source),
    window,
    windowDays: window.kind === "last" && window.unit === "days" ? window.count : null,
    per: row.per as MetricDenominator | null,
    role: row.role as MetricRole | null,
    isShipped: row.is_shipped,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    archivedAt: row.archived_at,
  };
}
