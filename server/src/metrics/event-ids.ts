import type { Metric } from "@perennial/contract";
import { sql } from "kysely";
import type { Db, Tx } from "../kernel/db.ts";

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
