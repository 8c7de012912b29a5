import { type RawBuilder, sql } from "kysely";
import type { FeatureSource } from "./feature-source.ts";

/** Longer ago than this says no more. */
const window = 120;

type Recency = {
  /** A table below accounts whose rows `r` happened at their `at`. */
  table: string;
  /** The rows that count. */
  counts: RawBuilder<unknown>;
  /** Those among them of which the last one is meant; all, unless said. */
  meant?: RawBuilder<unknown>;
  /** The rows by which it is known since when the company has kept any; all, unless said. */
  kept?: RawBuilder<unknown>;
  days: { slug: string; label: string };
  recent: { slug: string; label: string };
};

/**
 * How long ago something last happened at the account, and how often it did in 90 days. Until it has been kept for the whole
 * window nothing is known: silence would be the habit's, not the account's.
 */
export function recencyFeatures({ table, counts, meant, kept, days, recent }: Recency): FeatureSource {
  const rows = sql.table(table);
  return {
    features: [
      { ...days, kind: "number", shown: "days" },
      { ...recent, kind: "number", shown: "log-count" },
    ],
    select: ({ points }) => sql`
      select p.account_id, p.renewal_id, p.at, ln(1 + n.recent) as ${sql.id(recent.slug)},
             least(${window}::integer, coalesce(extract(epoch from p.before - n.last_at) / 86400, ${window}::integer)) as ${sql.id(days.slug)}
        from ${points} p
       cross join lateral (
         select max(r.at) filter (where ${meant ?? sql`true`}) as last_at,
                count(*) filter (where r.at >= p.before - interval '90 days') as recent
           from ${rows} r where r.account_id = p.account_id and ${counts} and r.at < p.before
       ) n
       where p.before - make_interval(days => ${window}::integer) >= (select min(r.at) from ${rows} r where ${kept ?? sql`true`})`,
  };
}
