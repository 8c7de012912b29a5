import { type ForecastRow, getForecast } from "@perennial/contract";
import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { query } from "../kernel/query.ts";
import { readLikelihoodFirst } from "../renewals/index.ts";
import { forecastDefinition } from "./definitions.ts";
import { addSums, type CategorySums, figuresOf, noTotals, type Totals } from "./forecast-figures.ts";
import { type Grouping, groupingOf } from "./forecast-groups.ts";
import { type ForecastBase, forecastRows } from "./forecast-rows.sql.ts";
import { asOfInstant, forecastScope, ratesDate, scenarioOf, spanOf } from "./forecast-scope.ts";
import { type PeriodLedger, readLedger } from "./ledger.ts";
import { type Level, ownerLevel, readHierarchy } from "./levels.ts";

type Sums = CategorySums & { in_group: string | null; is_whole: boolean; unconverted: number };

/** The forecast of a period, each level or group with its figures and the definition they follow. */
export const reportForecast = query({
  name: "forecast.read",
  permission: "forecast.read",
  input: getForecast.query,
  async run({ app, db, ctx, input }) {
    const { period, currency } = await forecastScope(app, ctx, input.period);
    const asOf = asOfInstant(ctx, input.asOf);
    const grouping = await groupingOf(app, input.groupBy, {
      ...period,
      asOf,
      timeZone: ctx.timeZone,
    });
    const what = await scenarioOf(app, db, ctx, input, period);
    const base = { period, asOf, currency, ratesOn: ratesDate(ctx, asOf), supposed: what?.supposed };
    const likelihoodFirst = await readLikelihoodFirst(db);
    const sums = await readSums(app, base, grouping);
    const ledger = await readLedger(db, period.name, asOf ?? ctx.now);
    const { ratings, otherRatings } = await readRatings(db);
    const show: Show = (totals, level, below) =>
      figuresOf(
        totals,
        ledgerOf(ledger, level, below),
        ratings.map(({ slug }) => slug),
        input.rollUp === "cumulative",
      );
    const rows =
      input.groupBy === "hierarchy"
        ? await hierarchyRows(app, sums, ledger, show)
        : groupRows(sums, grouping, show);
    return {
      ...spanOf(period),
      asOf: asOf?.toString() ?? null,
      currency,
      definition: forecastDefinition(base, {
        rollUp: input.rollUp,
        overlaps: grouping.overlaps,
        likelihoodFirst,
        scenario: what?.scenario.name,
        timeZone: ctx.timeZone,
      }),
      scenario: what
        ? { id: what.scenario.id, name: what.scenario.name, renewals: what.supposed.length }
        : null,
      likelihoodFirst,
      ratings,
      otherRatings,
      unconverted: sums.reduce((sum, row) => sum + (row.is_whole ? row.unconverted : 0), 0),
      rows,
    };
  },
});

/** Ratings that have a sum of their own, in their order, and the others. */
async function readRatings(db: Db | Tx) {
  const { rows } = await sql<{ slug: string; label: string; isForecast: boolean; isColumn: boolean }>`
    select slug, label, is_forecast as "isForecast", is_forecast and default_likelihood is not null as "isColumn"
      from forecast_ratings where archived_at is null order by position
  `.execute(db);
  const ratings = rows.filter(({ isColumn }) => isColumn).map(({ slug, label }) => ({ slug, label }));
  const otherRatings = rows
    .filter(({ isColumn }) => !isColumn)
    .map(({ slug, label, isForecast }) => ({ slug, label, isForecast }));
  return { ratings, otherRatings };
}

type Show = (totals: Totals, level: string, below: readonly string[]) => ReturnType<typeof figuresOf>;

/** Adjustments of a level and of all below it; the company's hold every entry of the period, wherever it stands. */
function ledgerOf({ adjustments, targets }: PeriodLedger, level: string, below: readonly string[]) {
  const sum = (levels: Iterable<string>) =>
    [...levels].reduce((total, key) => total + (adjustments.get(key) ?? 0n), 0n);
  return {
    own: adjustments.get(level) ?? 0n,
    withBelow: level === "company" ? sum(adjustments.keys()) : sum([level, ...below]),
    target: targets.get(level) ?? null,
  };
}

async function readSums(app: App, base: ForecastBase, grouping: Grouping): Promise<Sums[]> {
  const figures = sql`
    category, count(*) as count, coalesce(sum(target), 0) as target, coalesce(sum(call), 0) as call,
    coalesce(sum(target) filter (where call is not null), 0) as call_target, coalesce(sum(least(call, target)) filter (where call is not null), 0) as retained,
    coalesce(sum(expected), 0) as expected,
    count(*) filter (where is_missing) as missing_count, coalesce(sum(target) filter (where is_missing), 0) as missing_target,
    count(*) filter (where is_unconverted) as unconverted`;
  const { rows } = await sql<Sums>`
    with ${forecastRows(base)},
    known as (
      select due.*, call is null and category <> 'omitted' as is_missing
        from due join accounts a on a.id = due.account_id and a.archived_at is null
    ),
    grouped as (
      select r.*, ${grouping.group} as in_group
        from known r
        join accounts a on a.id = r.account_id
        left join account_derived d on d.account_id = r.account_id
        ${grouping.join}
    )
    select null::text as in_group, true as is_whole, ${figures} from known group by category
    union all
    select in_group, false, ${figures} from grouped group by in_group, category
  `.execute(app.db);
  return rows;
}

async function hierarchyRows(
  app: App,
  sums: readonly Sums[],
  ledger: PeriodLedger,
  show: Show,
): Promise<ForecastRow[]> {
  const hierarchy = await readHierarchy(app.db);
  const nodes = new Map<
    string,
    { level: Level; totals: Totals; owners: Set<string | null>; below: Set<string> }
  >();
  const reach = (key: string) => {
    const path = hierarchy.pathOf(key);
    return path.map((level, at) => {
      const node = nodes.get(level.key) ?? { level, totals: noTotals(), owners: new Set(), below: new Set() };
      for (const lower of path.slice(0, at)) node.below.add(lower.key);
      nodes.set(level.key, node);
      return node;
    });
  };
  reach("company");
  for (const key of [...ledger.adjustments.keys(), ...ledger.targets.keys()]) reach(key);
  for (const row of sums) {
    if (row.is_whole) continue;
    for (const node of reach(ownerLevel(row.in_group))) {
      addSums(node.totals, row);
      node.owners.add(row.in_group);
    }
  }
  const rows = [...nodes.values()].map(({ level, totals, owners, below }) => ({
    ...level,
    group: null,
    ownerIds: [...owners].filter((id) => id !== null),
    hasNobody: owners.has(null),
    ...show(totals, level.key, [...below]),
  }));
  return inTreeOrder(rows);
}

/** Each level before those below it, the largest first. */
function inTreeOrder(rows: readonly ForecastRow[]): ForecastRow[] {
  const below = Map.groupBy(rows, ({ parent }) => parent);
  const walk = (parent: string | null): ForecastRow[] =>
    [...(below.get(parent) ?? [])]
      .sort((a, b) => Number(b.dueArr) - Number(a.dueArr) || a.label.localeCompare(b.label))
      .flatMap((row) => [row, ...walk(row.key)]);
  return walk(null);
}

function groupRows(sums: readonly Sums[], { labels }: Grouping, show: Show): ForecastRow[] {
  const whole = noTotals();
  const groups = new Map<string | null, Totals>();
  for (const row of sums) {
    if (row.is_whole) {
      addSums(whole, row);
      continue;
    }
    const totals = groups.get(row.in_group) ?? noTotals();
    addSums(totals, row);
    groups.set(row.in_group, totals);
  }
  const row = (
    key: string,
    label: string,
    group: string | null,
    totals: Totals,
    isCompany: boolean,
  ): ForecastRow => ({
    key,
    parent: isCompany ? null : "company",
    level: isCompany ? "company" : "group",
    label,
    group,
    ownerIds: [],
    hasNobody: isCompany,
    ...show(totals, isCompany ? "company" : key, []),
  });
  const all = [...groups].map(([group, totals]) =>
    row(`group:${group ?? ""}`, group === null ? "None" : (labels.get(group) ?? group), group, totals, false),
  );
  return inTreeOrder([row("company", "Company", null, whole, true), ...all]);
}
