import { type RawBuilder, sql } from "kysely";
import { ratesOf } from "../contracts/index.ts";
import { renewalsAsOf } from "../renewals/index.ts";
import type { Period } from "./fiscal-period.ts";

/** What a forecast is made of: the renewals due in a period, at an instant (null: now), in the company's currency. */
export type ForecastBase = {
  readonly period: Period;
  readonly asOf: Temporal.Instant | null;
  readonly currency: string;
  /** The date whose exchange rates hold. */
  readonly ratesOn: string;
};

/** Common table expression `rates`, the company's own currency among them. */
export const forecastRates = (currency: string, ratesOn: string): RawBuilder<unknown> => sql`
  rates as (select ${currency}::text as currency, 1::numeric as rate
            union all select currency, rate from (${ratesOf(ratesOn)}) x where currency <> ${currency})`;

/** A renewal's amounts, `s` being its state, `f` its rating and `x` its rate. What is not counted has no call. */
export const forecastAmounts: RawBuilder<unknown> = sql`
  case when s.outcome = 'renewed' then 'closed-won' when s.outcome = 'churned' then 'closed-lost'
       when not f.is_forecast then 'omitted' when f.default_likelihood is null then 'unrated' else s.rating end as category,
  round(s.target_arr * x.rate, 2) as target,
  round(s.forecast_arr * x.rate, 2) as forecast,
  round(s.final_arr * x.rate, 2) as final,
  case when s.outcome = 'renewed' then round(s.final_arr * x.rate, 2) when s.outcome = 'churned' then 0
       when not f.is_forecast then null else round(s.forecast_arr * x.rate, 2) end as call,
  case when s.outcome = 'renewed' then round(s.final_arr * x.rate, 2)
       when s.outcome = 'churned' or not f.is_forecast then 0
       else round(coalesce(s.human_likelihood, f.default_likelihood, 1) * coalesce(s.forecast_arr, s.target_arr) * x.rate, 2)
  end as expected`;

/**
 * Common table expressions `rates` and `due`: every renewal due in the period with its category (a rating, or closed-won,
 * closed-lost, unrated, omitted) and its target, forecast, final, call (what it adds to the forecast; null without one) and
 * expected value.
 */
export function forecastRows({ period, asOf, currency, ratesOn }: ForecastBase): RawBuilder<unknown> {
  return sql`
    ${forecastRates(currency, ratesOn)},
    due as (
      select s.account_id, s.id, s.contract_id, s.due_on, s.owner_id, s.stage, s.rating, s.outcome, s.booking_type,
             s.timing, s.root_cause, x.rate is null as is_unconverted, ${forecastAmounts}
        from (${renewalsAsOf(asOf?.toString() ?? null)}) s
        left join forecast_ratings f on f.slug = s.rating
        left join rates x on x.currency = s.currency
       where s.due_on between ${period.from.toString()}::date and ${period.to.toString()}::date
    )`;
}
