import { getForecastTrend } from "@perennial/contract";
import { sql } from "kysely";
import { daysBetween, instantOfMoment } from "../kernel/calendar.ts";
import { query } from "../kernel/query.ts";
import { changesDefinition } from "./definitions.ts";
import { periodBefore } from "./fiscal-period.ts";
import { groupingOf } from "./forecast-groups.ts";
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
    const asked = periods.map(({ name, from, to }) => {
      const points = days
        .map((day) => instantOfMoment(from.add({ days: day }).toString(), ctx.timeZone))
        .filter((at) => Temporal.Instant.compare(at, ctx.now) <= 0)
        .map((at) => at.toString());
      return { name, from: from.toString(), to: to.toString(), points };
    });
    const ratesOn = ratesDate(ctx, null);
    const owner = await ownerCondition(app, input.level, sql`s.owner_id`);
    const span = { ...period, asOf: null, timeZone: ctx.timeZone };
    const grouping = input.groupBy ? await groupingOf(app, input.groupBy, span) : undefined;
    const amount = input.measure === "forecast" ? sql`call` : sql`expected`;
    // A state holds from one point to another: its amounts are worked out once, however many points lie between. Those that
    // begin and end together are summed before they are laid on the points.
    const { rows } = await sql<{ name: string; point: number; arr: string }>`
      with ${forecastRates(currency, ratesOn)},
      periods as (
        select * from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb)
          as p (name text, "from" date, "to" date, points timestamptz[])
      ),
      due as (
        select p.name, width_bucket(s.from_at - interval '1 microsecond', p.points) as since,
               width_bucket(s.to_at - interval '1 microsecond', p.points) as until,
               s.*, s.renewal_id as id
          from periods p
          join renewal_states s on s.due_on between p."from" and p."to"
               and s.to_at > p.points[1] and s.from_at <= p.points[cardinality(p.points)]
      ),
      worth as (
        select s.name, s.since, s.until, ${amountsOf()}
          from due r cross join lateral (select r.*) s
          join accounts a on a.id = s.account_id and a.archived_at is null
          join rates x on x.currency = s.currency
          left join forecast_ratings f on f.slug = s.rating
          ${grouping ? sql`left join account_derived d on d.account_id = s.account_id ${grouping.join}` : sql``}
         where s.since < s.until and ${owner} and ${grouping ? sql`${grouping.group} is not distinct from ${input.group ?? null}::text` : sql`true`}
      ),
      together as (select name, since, until, sum(${amount}) as arr from worth group by name, since, until)
      select name, point, coalesce(sum(arr), 0) as arr
        from together cross join lateral generate_series(since, until - 1) point
       group by name, point
    `.execute(app.db);
    const known = new Map(rows.map((row) => [`${row.name} ${row.point}`, amountText(row.arr)]));
    return {
      ...spanOf(period),
      currency,
      definition: changesDefinition(input.measure, currency, ratesOn),
      days,
      series: periods.map(({ name }) => ({
        period: name,
        values: days.map((_, point) => known.get(`${name} ${point}`) ?? null),
      })),
    };
  },
});
