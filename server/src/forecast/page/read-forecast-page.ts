import { getForecastPage } from "@perennial/contract";
import { sql } from "kysely";
import {
  compare,
  type Decimal,
  decimal,
  decimalText,
  isZero,
  multiply,
  reportMovements,
  round,
} from "../../contracts/index.ts";
import { query } from "../../kernel/query.ts";
import { simulateForecast } from "../../scenarios/index.ts";
import { asOfInstant, forecastScope, ratesDate } from "../forecast-scope.ts";
import { listForecastRenewals } from "../list-forecast-renewals.ts";
import { reportChanges } from "../report-changes.ts";
import { reportForecast } from "../report-forecast.ts";

/** How many renewals at risk and how many levels below the company one page has room for. */
const mostAtRisk = 20;
const mostLevels = 7;
const daysBack = 30;

export type ForecastPage = Awaited<ReturnType<typeof readForecastPage.run>>;

/**
 * What a board is shown of the forecast of a period. The page has one permission of its own: its sums are the forecast's, and the
 * reports it takes them from are asked as part of it.
 */
export const readForecastPage = query({
  name: "forecast.page",
  permission: "forecast.read",
  input: getForecastPage.query,
  async run({ app, db, ctx, input }) {
    const { period } = await forecastScope(app, ctx, input.period);
    const asOf = asOfInstant(ctx, input.asOf);
    const of = { period: period.name, ...(asOf ? { asOf: asOf.toString() } : {}) };
    const at = asOf ?? ctx.now;
    const day = Temporal.PlainDate.from(ratesDate(ctx, asOf));
    const around = { app, db, ctx };
    const [from, to] = [period.from.toString(), period.to.toString()];
    const [forecast, changes, { items }, owners, lastYear, inPeriod, range] = await Promise.all([
      reportForecast.run({
        ...around,
        input: reportForecast.input.parse({ ...of, groupBy: "hierarchy", rollUp: "cumulative" }),
      }),
      reportChanges.run({
        ...around,
        input: reportChanges.input.parse({
          period: period.name,
          from: at.subtract({ hours: 24 * daysBack }).toString(),
          ...(asOf ? { to: asOf.toString() } : {}),
        }),
      }),
      listForecastRenewals.run({
        ...around,
        input: listForecastRenewals.input.parse({ ...of, limit: 5000 }),
      }),
      sql<{ id: string; name: string }>`select id, name from teammates`.execute(db),
      movements(day.subtract({ years: 1 }), day),
      Temporal.PlainDate.compare(period.from, day) > 0
        ? undefined
        : movements(period.from.subtract({ days: 1 }), earlier(period.to, day)),
      // How a simulation stood on a day of the past nobody kept.
      asOf
        ? undefined
        : simulateForecast.run({
            ...around,
            input: simulateForecast.input.parse({ dueFrom: from, dueTo: to }),
          }),
    ]);
    const [company, ...levels] = forecast.rows;
    if (!company) throw new Error("a forecast has a row of the company");
    const nameOf = new Map(owners.rows.map(({ id, name }) => [id, name]));
    const labelOf = new Map(forecast.ratings.map(({ slug, label }) => [slug, label]));
    const { name } = await app.company();
    return {
      company: name,
      period: { name: period.name, from: period.from, to: period.to },
      at,
      isPast: asOf !== null,
      timeZone: ctx.timeZone,
      preparedAt: ctx.now,
      currency: forecast.currency,
      unconverted: forecast.unconverted,
      ratings: forecast.ratings,
      definition: forecast.definition,
      whole: company,
      levels: topLevels(levels).slice(0, mostLevels),
      range: range && { p10: range.p10Arr, p50: range.p50Arr, p90: range.p90Arr, trials: range.trials },
      changes: { days: daysBack, start: changes.startArr, end: changes.endArr, steps: changes.steps },
      movements: { lastYear, inPeriod },
      atRisk: items
        .filter((one) => labelOf.has(one.category) || one.category === "unrated")
        .map((one) => ({ ...one, atRisk: atRiskOf(one.targetArr, one.likelihood) }))
        .filter(({ atRisk }) => !isZero(atRisk))
        .toSorted((a, b) => compare(b.atRisk, a.atRisk))
        .slice(0, mostAtRisk)
        .map(({ accountName, dueOn, targetArr, forecastArr, category, likelihood, ownerId, atRisk }) => ({
          account: accountName,
          dueOn,
          targetArr,
          forecastArr,
          rating: labelOf.get(category) ?? "Unrated",
          likelihood,
          atRiskArr: decimalText(atRisk),
          owner: ownerId === null ? null : (nameOf.get(ownerId) ?? null),
        })),
    };

    async function movements(since: Temporal.PlainDate, until: Temporal.PlainDate) {
      const report = await reportMovements.run({
        ...around,
        input: reportMovements.input.parse({
          from: since.toString(),
          to: until.toString(),
          interval: "total",
        }),
      });
      return report.intervals[0];
    }
  },
});

/** What is lost of a target if its doubt comes true. */
const atRiskOf = (target: string, likelihood: number): Decimal =>
  round(multiply(decimal(target), decimal((1 - likelihood).toFixed(6))), 2);

type Row = { key: string; parent: string | null; level: string };

/** The levels right below the company; where there is one region only, those below it: they say more. */
function topLevels<R extends Row>(rows: readonly R[]): R[] {
  const below = (parent: string) => rows.filter((row) => row.parent === parent);
  const first = below("company");
  const [only] = first;
  return only && first.length === 1 ? below(only.key) : first;
}

const earlier = (one: Temporal.PlainDate, other: Temporal.PlainDate) =>
  Temporal.PlainDate.compare(one, other) < 0 ? one : other;
