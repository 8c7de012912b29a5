import { forecastSteps, getForecastChanges } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import type { z } from "zod";
import type { App } from "../kernel/app.ts";
import { instantOfMoment } from "../kernel/calendar.ts";
import { problem } from "../kernel/errors.ts";
import { formatAmount, parseAmount } from "../kernel/money.ts";
import { query } from "../kernel/query.ts";
import { arrIfRenewed, renewalsAsOf } from "../renewals/index.ts";
import { changesDefinition } from "./definitions.ts";
import type { Period } from "./fiscal-period.ts";
import { groupCondition } from "./forecast-groups.ts";
import { forecastLikelihood, forecastRates } from "./forecast-rows.sql.ts";
import { asOfInstant, forecastScope, ownerCondition, ratesDate, spanOf } from "./forecast-scope.ts";
import { type Side, type Step, stepsOf } from "./forecast-steps.ts";

type Answer = z.input<typeof getForecastChanges.response>;

/** What moved the forecast of a period between two instants; start and all steps sum to the end exactly. */
export const reportChanges = query({
  name: "forecast.changes",
  permission: "forecast.read",
  input: getForecastChanges.query,
  async run({ app, ctx, input }): Promise<Answer> {
    const { period, currency } = await forecastScope(app, ctx, input.period);
    const to = asOfInstant(ctx, input.to);
    const until = to ?? ctx.now;
    const since = input.from ? instantOfMoment(input.from, ctx.timeZone) : until.subtract({ hours: 7 * 24 });
    if (Temporal.Instant.compare(since, until) > 0) {
      throw problem("invalid-input", "`from` must lie before `to`.", {
        fields: [{ path: "from", message: "after `to`" }],
      });
    }
    const ratesOn = ratesDate(ctx, to);
    const pairs = await readPairs(app, {
      period,
      since,
      to,
      currency,
      ratesOn,
      measure: input.measure,
      level: input.level,
      inGroup: await groupCondition(app, input, {
        ...period,
        asOf: to,
        timeZone: ctx.timeZone,
      }),
    });
    const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);
    const moved = pairs.map((pair) => ({ pair, steps: stepsOf(pair) }));
    const of = (kind: string) => moved.flatMap(({ steps }) => steps.filter((step) => step.kind === kind));
    const steps = forecastSteps.flatMap(({ value: kind }) => {
      const all = of(kind);
      return all.length === 0
        ? []
        : [{ kind, arr: formatAmount(sum(all.map(({ amount }) => amount))), count: all.length }];
    });
    const total = (side: "before" | "after") =>
      formatAmount(sum(levelOf(pairs, side).map(({ amount }) => amount)));
    return {
      ...spanOf(period),
      since: since.toString(),
      until: until.toString(),
      currency,
      definition: changesDefinition(input.measure, currency, ratesOn),
      startArr: total("before"),
      endArr: total("after"),
      steps,
      ...(input.rows === undefined ? {} : { rows: rowsOf(barOf(moved, input.rows)) }),
    };
  },
});

type Asked = {
  readonly period: Period;
  readonly since: Temporal.Instant;
  /** Null for now. */
  readonly to: Temporal.Instant | null;
  readonly currency: string;
  readonly ratesOn: string;
  readonly measure: "forecast" | "expected";
  readonly level: string;
  readonly inGroup: RawBuilder<unknown>;
};
type SideRow = Side & { readonly dueOn: string };
type PairRow = {
  readonly renewalId: string;
  readonly accountId: string;
  readonly accountName: string;
  readonly ownerId: string | null;
  readonly before: SideRow | null;
  readonly after: SideRow | null;
  readonly between: bigint;
};

/** Every renewal that was in the period then or is in it now, as it stood at both instants. */
async function readPairs(app: App, asked: Asked): Promise<PairRow[]> {
  const { from, to } = asked.period;
  const isIn = sql`s.due_on between ${from.toString()}::date and ${to.toString()}::date`;
  const [then, now] = [renewalsAsOf(asked.since.toString()), renewalsAsOf(asked.to?.toString() ?? null)];
  const isForecast = asked.measure === "forecast";
  const amount = isForecast
    ? sql`case when s.outcome is null then coalesce(s.forecast_arr, 0) when s.outcome = 'renewed' then s.final_arr else 0 end`
    : sql`case when s.outcome is null then ${arrIfRenewed(sql`s.forecast_arr`, sql`s.target_arr`)} when s.outcome = 'renewed' then s.final_arr else 0 end`;
  const weight = isForecast
    ? sql`case when s.outcome is null and not f.is_forecast then 0 else 1 end`
    : sql`case when s.outcome is not null then 1 when not f.is_forecast then 0
               else ${forecastLikelihood} end`;
  const side = (states: typeof then, isNow: boolean) => sql`
    select s.account_id, s.id, ${sql.lit(isNow)} as is_now, s.due_on, s.outcome, s.rating, s.owner_id::text as owner_id,
           ${isIn} as is_in, case when f.is_forecast and f.default_likelihood is not null then f.position end as place,
           coalesce(${amount}, 0) * x.rate as amount, coalesce(${weight}, 1) as weight
      from ids join (${states}) s on s.account_id = ids.account_id and s.id = ids.id
      join rates x on x.currency = s.currency
      left join forecast_ratings f on f.slug = s.rating`;
  const owner = await ownerCondition(app, asked.level, sql`p.owner_id::uuid`);
  // Both sides of a renewal are brought together by grouping: how many there are is not known to the planner, which would
  // join them row by row.
  const thenAndNow = (name: string, prefix: "t" | "n") =>
    sql`max(${sql.id(name)}) filter (where ${prefix === "n" ? sql`is_now` : sql`not is_now`}) as ${sql.id(`${prefix}_${name}`)}`;
  const columns = ["due_on", "outcome", "rating", "place", "amount", "weight"].flatMap((name) => [
    thenAndNow(name, "t"),
    thenAndNow(name, "n"),
  ]);
  const { rows } = await sql<Record<string, string | number | boolean | null>>`
    with ${forecastRates(asked.currency, asked.ratesOn)},
    ids as (select account_id, id from (${then}) s where ${isIn}
            union select account_id, id from (${now}) s where ${isIn}),
    due as (select distinct on (s.account_id, s.id) s.*
              from (select true as is_now, n.* from (${now}) n union all select false, t.* from (${then}) t) s
              join ids on ids.account_id = s.account_id and ids.id = s.id
             order by s.account_id, s.id, is_now desc),
    paired as (
      select account_id, id, ${sql.join(columns)},
             bool_or(is_in) filter (where not is_now) as t_in, bool_or(is_in) filter (where is_now) as n_in,
             case when bool_or(is_now) then max(owner_id) filter (where is_now) else max(owner_id) end as owner_id
        from (${side(then, false)} union all ${side(now, true)}) sides
       group by account_id, id
    )
    select p.*, a.name, round(t_amount * t_weight, 2) as t_value, round(n_amount * n_weight, 2) as n_value,
           round(t_amount * n_weight, 2) as between
      from paired p join accounts a on a.id = p.account_id and a.archived_at is null
     where ${owner} and ${asked.inGroup}
  `.execute(app.db);
  return rows.map((row) => ({
    renewalId: String(row.id),
    accountId: String(row.account_id),
    accountName: String(row.name),
    ownerId: textOf(row.owner_id),
    before: sideOf(row, "t"),
    after: sideOf(row, "n"),
    between: parseAmount(String(row.between ?? "0")) ?? 0n,
  }));
}

type Values = Readonly<Record<string, string | number | boolean | null>>;
const textOf = (value: Values[string] | undefined): string | null => (value == null ? null : String(value));

function sideOf(row: Values, prefix: "t" | "n"): SideRow | null {
  const value = row[`${prefix}_value`];
  if (value == null) return null;
  const place = row[`${prefix}_place`];
  return {
    dueOn: String(row[`${prefix}_due_on`]),
    isInPeriod: row[`${prefix}_in`] === true,
    outcome: textOf(row[`${prefix}_outcome`]),
    rating: textOf(row[`${prefix}_rating`]),
    ratingPlace: place == null ? null : Number(place),
    value: parseAmount(String(value)) ?? 0n,
  };
}

type BarPart = { readonly pair: PairRow; readonly kind: Bar; readonly amount: bigint };
type Bar = NonNullable<Answer["rows"]>[number]["kind"];

/** What the renewals of the period add to its level at one end. */
function levelOf(pairs: readonly PairRow[], side: "before" | "after"): BarPart[] {
  const kind = side === "before" ? "start" : "end";
  return pairs.flatMap((pair) => (pair[side]?.isInPeriod ? [{ pair, kind, amount: pair[side].value }] : []));
}

/** What the renewals add to one bar, or to all steps. */
function barOf(moved: readonly { pair: PairRow; steps: Step[] }[], bar: Bar | "all"): BarPart[] {
  if (bar === "start" || bar === "end") {
    return levelOf(
      moved.map(({ pair }) => pair),
      bar === "start" ? "before" : "after",
    );
  }
  return moved.flatMap(({ pair, steps }) =>
    steps.filter(({ kind }) => bar === "all" || kind === bar).map((step) => ({ pair, ...step })),
  );
}

/** Parts of a bar as rows, the largest first. */
function rowsOf(parts: BarPart[]): Answer["rows"] {
  const shown = (side: SideRow | null) =>
    side && { dueOn: side.dueOn, rating: side.rating, outcome: side.outcome, arr: formatAmount(side.value) };
  const size = (amount: bigint) => (amount < 0n ? -amount : amount);
  return parts
    .sort((a, b) => Number(size(b.amount) - size(a.amount)))
    .map(({ pair: { renewalId, accountId, accountName, ownerId, before, after }, kind, amount }) => ({
      renewalId,
      accountId,
      accountName,
      ownerId,
      kind,
      arr: formatAmount(amount),
      before: shown(before),
      after: shown(after),
    }));
}
