import { sql } from "kysely";
import type { App } from "../../kernel/app.ts";
import type { Context } from "../../kernel/context.ts";
import type { Db, Tx } from "../../kernel/db.ts";
import { contributions } from "../../kernel/slice.ts";
import type { FeatureSpec, FeatureValues } from "../model/sample.ts";
import type { FeatureScope, FeatureSource } from "./feature-source.ts";
import { healthFeatures } from "./health.sql.ts";
import { accountFeatures, sponsorFeatures } from "./relationship.sql.ts";
import { revenueFeatures } from "./revenue.sql.ts";
import { ticketFeatures } from "./tickets.sql.ts";
import { usageFeatures } from "./usage.sql.ts";

/** A renewal and the day at which it is looked at. */
export type Point = { accountId: string; renewalId: string; dueOn: string; at: string };

const own: readonly FeatureSource[] = [
  healthFeatures,
  usageFeatures,
  ticketFeatures,
  sponsorFeatures,
  revenueFeatures,
  accountFeatures,
];
const batchSize = 2_000;

function sourcesOf(app: App): readonly FeatureSource[] {
  return [...own, ...contributions(app, "likelihoodFeatures")];
}

/** All features there are, in the order of their sources. */
export function featureSpecs(app: App): FeatureSpec[] {
  return sourcesOf(app).flatMap((source) => [...source.features]);
}

/** What was known of each renewal at the end of its day, in the order of the points. One statement a source and batch. */
export async function readFeatures(
  app: App,
  db: Db | Tx,
  ctx: Context,
  points: readonly Point[],
): Promise<FeatureValues[]> {
  const scope = await scopeOf(app, db, ctx);
  const found: Record<string, number | string | null>[] = points.map(() => ({}));
  for (let from = 0; from < points.length; from += batchSize) {
    const batch = points.slice(from, from + batchSize);
    const places = new Map(batch.map((point, at) => [keyOf(point.renewalId, point.at), from + at]));
    for (const source of sourcesOf(app)) {
      const { rows } = await sql<Record<string, unknown>>`
        with points as (
          select p.account_id, p.renewal_id, p.due_on, p.at,
                 (p.at + 1)::timestamp at time zone ${ctx.timeZone} as before
            from unnest(${batch.map((point) => point.accountId)}::uuid[], ${batch.map((point) => point.renewalId)}::uuid[],
                        ${batch.map((point) => point.dueOn)}::date[], ${batch.map((point) => point.at)}::date[])
              as p (account_id, renewal_id, due_on, at)
        )
        ${source.select(scope)}
      `.execute(db);
      for (const row of rows) {
        const values = found[places.get(keyOf(String(row.renewal_id), String(row.at))) ?? -1];
        if (values) for (const spec of source.features) values[spec.slug] = readValue(spec, row[spec.slug]);
      }
    }
  }
  return found;
}

const keyOf = (renewalId: string, at: string) => `${renewalId} ${at}`;

function readValue(spec: FeatureSpec, raw: unknown): number | string | null {
  if (raw === null || raw === undefined) return null;
  if (spec.kind === "category") return String(raw);
  // Six digits say all that a likelihood can tell apart, and keep what is stored short.
  return Number(Number(raw).toPrecision(6));
}

async function scopeOf(app: App, db: Db | Tx, ctx: Context): Promise<FeatureScope> {
  const { currency } = await app.company();
  const { rows } = await sql<{ score: string | null; since: string | null }>`
    select (select slug from health_scores where is_primary and archived_at is null) as score,
           (select (min(at) at time zone ${ctx.timeZone})::date from events) as since
  `.execute(db);
  const score = rows[0]?.score ?? null;
  return {
    points: sql`points`,
    timeZone: ctx.timeZone,
    currency,
    ratesOn: ctx.today.toString(),
    healthField: score === null ? null : `score:${score}`,
    usageSince: rows[0]?.since ?? null,
  };
}
