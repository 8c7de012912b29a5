import { getForecastTrend } from "@perennial/contract";
import { sql } from "kysely";
import { daysBetween, instantOfMoment } from "../kernel/calendar.ts";
import { query } from "../kernel/query.ts";
import { changesDefinition } from "./definitions.ts";
import { periodBefore } from "./fiscal-period.ts";
import { amountsOf, forecastRates } from "./forecast-rows.sql.ts";
import { forecastScope, ownerCondition, ratesDate, spanOf } from "./forecast-scope.ts";
import { amountText } from "./ledger.ts";

const daysAhead = 60;
const step = 7;

/** The forecast of a period week by week, and of the one before and a year before at the same point. */
export const reportTrend = query({
  name: "forecast.trend",
  permission: "forecast.read",
  input: getForecastTrend.query,
  async run({ app, ctx, input }) {
    const { period, currency, startMonth } = await forecastScope(app, ctx, input.period);
    const periods = [
      period,
      periodBefore(period, "period", startMonth),
      ...(period.name.includes("-") ? [periodBefore(period, "year", startMonth)] : []),
    ];
    const length = daysBetween(period.from, period.to);
    const days = Array.from(
      { length: Math.floor((length + daysAhead) / step) + 1 },
      (_, at) => at * step - daysAhead,
    );
    const points = periods.flatMap(({ name, from, to }) =>
      days.flatMap((day) => {
        const at = instantOfMoment(from.add({ days: day }).toString(), ctx.timeZone);
        if (Temporal.Instant.compare(at, ctx.now) > 0) return [];
        return [{ name, day, at: at.toString(), from: from.toString(), to: to.toString() }];
      }),
    );
    const ratesOn = ratesDate(ctx, null);
    const owner = await ownerCondition(app, input.level, sql`s.owner_id`);
    const amount = input.measure === "forecast" ? sql`call` : sql`expected`;
    const { rows } = await sql<{ name: string; day: number; arr: string }>`
      with ${forecastRates(currency, ratesOn)},
      points as (
        select * from jsonb_to_recordset(${JSON.stringify(points)}::jsonb)
          as p (name text, day integer, at timestamptz, "from" date, "to" date)
      ),
      worth as (
        select p.name, p.day, ${amountsOf()}
          from points p
          join renewal_states s on s.due_on between p."from" and p."to" and s.from_at <= p.at and s.to_at > p.at
          join accounts a on a.id = s.account_id and a.archived_at is null
          join rates x on x.currency = s.currency
          left join forecast_ratings f on f.slug = s.rating
         where ${owner}
      )
      select name, day, coalesce(sum(${amount}), 0) as arr from worth group by name, day
    `.execute(app.db);
    const known = new Map(rows.map((row) => [`${row.name} ${row.day}`, amountText(row.arr)]));
    return {
      ...spanOf(period),
      currency,
      definition: changesDefinition(input.measure, currency, ratesOn),
      days,
      series: periods.map(({ name }) => ({
        period: name,
        values: days.map((day) => known.get(`${name} ${day}`) ?? null),
      })),
    };
  },
});
