import { type RawBuilder, sql } from "kysely";
import { lastUsed, overBoth } from "../event-buckets.sql.ts";
import { featureColumn } from "../features/feature-columns.ts";
import { readLiveFeatures } from "../features/feature-rows.ts";
import { featureDays, isAdoptedOn, type KnownFeature, withEventIds } from "../features/feature-use.sql.ts";
import { columnsOf, missing, selectMetrics } from "../metric-parts.sql.ts";
import { spansOf } from "../metric-windows.ts";
import { type Asked, both, eachDay, type Point } from "../series.ts";
import { type MetricStatement, type SourceOf, sourceKind } from "../source-kind.ts";

type Source = SourceOf<"features">;

/** How many features an account has adopted, and of how many; beside it its state of each. */
export const featuresKind = sourceKind<"features">({
  kind: "features",
  lastKnown: lastUsed,
  isWhole: ({ aggregate }) => aggregate === "adopted",
  statement: () => featuresStatement,
  series: featureSeries,
  async facts({ db, ownerId, timeZone }) {
    const features = await withEventIds(db, await readLiveFeatures(db));
    if (features.length === 0) return nothing;
    return sql`
      select day::date as day, null::timestamptz as at, (${features.map(({ name }) => name)}::text[])[feature + 1] as label,
             to_jsonb(times) as seen, null as note, null::uuid as id
        from (${featureDays(features, sql`${ownerId}::uuid`, timeZone)}) d where used`;
  },
  hasStates: true,
});

const nothing = sql`
  select null::date as day, null::timestamptz as at, null::text as label, null::jsonb as seen, null as note, null::uuid as id where false`;

export const featuresStatement: MetricStatement = {
  key: "metrics:features",
  async select(metrics, { tx, ctx, env, scope }) {
    const features = await withEventIds(tx, await readLiveFeatures(tx));
    if (features.length === 0) {
      const none = { value: missing, previous: missing };
      return selectMetrics(
        metrics.map(({ metric }) => ({ metric, expressions: none })),
        [],
        sql`from accounts a where a.id = ${scope}`,
      );
    }
    const columns = columnsOf("f");
    const adoptedOn = (on: Temporal.PlainDate) =>
      columns.add(
        sql.join(
          features.map((each, index) => sql`(${isAdoptedOn(each, index, on)})::integer`),
          sql` + `,
        ),
      );
    const expressions = metrics.map(({ metric }) => ({
      metric,
      expressions: overBoth(spansOf(metric.window, ctx.today, env.fiscalYearStartsInMonth), ({ to }) =>
        shown(metric.source as Source, adoptedOn(to), features.length),
      ),
    }));
    const states = features.map(
      (each, index) =>
        sql`${columns.add(stateOf(each, index, ctx.today))} as ${sql.id(featureColumn(each.slug))}`,
    );
    const from = sql`
      from accounts a left join (
        select account_id, ${columns.list()} from (${featureDays(features, scope, ctx.timeZone)}) d
         where day <= ${ctx.today.toString()}::date group by account_id) f on f.account_id = a.id
      where a.id = ${scope}`;
    return selectMetrics(expressions, states, from);
  },
};

function shown({ aggregate }: Source, adopted: RawBuilder<unknown>, all: number): RawBuilder<unknown> {
  const count = sql`coalesce(${adopted}, 0)`;
  return aggregate === "breadth"
    ? sql`round(100.0 * ${count} / ${sql.lit(all)}, 1)`
    : sql`(${count})::bigint`;
}

/** Adopted now; once, and no more; used, but never so much; or never. */
function stateOf(feature: KnownFeature, index: number, today: Temporal.PlainDate): RawBuilder<unknown> {
  const of = sql`filter (where feature = ${sql.lit(index)})`;
  return sql`case when ${isAdoptedOn(feature, index, today)} then 'adopted'
                  when bool_or(is_met) ${of} then 'lapsed'
                  when bool_or(used) ${of} then 'tried' else 'never' end`;
}

/** As each day ended; over all accounts together, the mean of those that use anything. */
async function featureSeries(asked: Asked, source: Source): Promise<Point[]> {
  const { db, ownerId, timeZone, to } = asked;
  const features = await withEventIds(db, await readLiveFeatures(db));
  if (features.length === 0) return eachDay(asked, () => both(null));
  const scope =
    ownerId === undefined
      ? sql`any(array(select id from accounts where archived_at is null))`
      : sql`${ownerId}::uuid`;
  const { rows } = await sql<{
    account_id: string;
    feature: number;
    day: string;
    times: number;
    contacts: number;
  }>`
    select account_id, feature, day::date::text as day, times::float8 as times, contacts::float8 as contacts
      from (${featureDays(features, scope, timeZone)}) d where day <= ${to.toString()}::date order by day
  `.execute(db);
  const accounts = [...Map.groupBy(rows, (row) => row.account_id).values()];
  return eachDay(asked, (on) => {
    const counts = accounts.map(
      (own) =>
        features.filter((feature, index) =>
          isAdopted(
            feature,
            own.filter((row) => row.feature === index),
            on,
          ),
        ).length,
    );
    const each =
      ownerId === undefined
        ? counts.reduce((sum, count) => sum + count, 0) / Math.max(1, counts.length)
        : (counts[0] ?? 0);
    const share = source.aggregate === "breadth" ? (100 * each) / features.length : each;
    return both(Math.round(10 * share) / 10);
  });
}

function isAdopted(
  { min_times, min_contacts, window_days, removed_by }: KnownFeature,
  rows: readonly { day: string; times: number; contacts: number }[],
  on: string,
): boolean {
  const start = Temporal.PlainDate.from(on).subtract({ days: window_days }).toString();
  let [times, contacts] = [0, 0];
  for (const row of rows) {
    if (row.day > on) break;
    if (removed_by.length > 0 || row.day > start) times += row.times;
    contacts += row.contacts;
  }
  return times >= min_times && (removed_by.length > 0 || min_contacts === 1 || contacts >= min_contacts);
}
