import { type RawBuilder, sql } from "kysely";
import { ratesOf } from "../contracts/index.ts";
import { arrIfRenewed, likelihoodByPolicy, renewalsAsOf } from "../renewals/index.ts";
import type { SupposedRenewal } from "../scenarios/index.ts";
import type { Period } from "./fiscal-period.ts";

/** What a forecast is made of: the renewals due in a period, at an instant (null: now), in the company's currency. */
export type ForecastBase = {
  readonly period: Period;
  readonly asOf: Temporal.Instant | null;
  readonly currency: string;
  /** The date whose exchange rates hold. */
  readonly ratesOn: string;
  /** What a scenario supposes; left out for what is. */
  readonly supposed?: readonly SupposedRenewal[] | undefined;
};

/** Common table expression `rates`, the company's own currency among them. */
export const forecastRates = (currency: string, ratesOn: string): RawBuilder<unknown> => sql`
  rates as (select ${currency}::text as currency, 1::numeric as rate
            union all select currency, rate from (${ratesOf(ratesOn)}) x where currency <> ${currency})`;

/** The likelihood of an open renewal, `s` being its state and `f` its rating: as the company's policy has it. */
export const forecastLikelihood: RawBuilder<unknown> = likelihoodByPolicy(
  sql`coalesce(s.human_likelihood, f.default_likelihood)`,
  sql`s.likelihood_model`,
);

const forecast = sql`round(s.forecast_arr * x.rate, 2)`;

/**
 * A renewal's amounts, `s` being its state, `f` its rating and `x` its rate. What is not counted has no call.
 * @param supposed `o`, the columns `amount` and `likelihood` of what is supposed of it, where something is
 */
export const amountsOf = (supposed?: "o"): RawBuilder<unknown> => {
  const amount = supposed ? sql`coalesce(o.amount, ${forecast})` : forecast;
  const byItself = arrIfRenewed(forecast, sql`s.target_arr * x.rate`);
  const worth = supposed ? sql`coalesce(o.amount, ${byItself})` : byItself;
  const likelihood = supposed ? sql`coalesce(o.likelihood, ${forecastLikelihood})` : forecastLikelihood;
  return sql`
  case when s.outcome = 'renewed' then 'closed-won' when s.outcome = 'churned' then 'closed-lost'
       when not f.is_forecast then 'omitted' when f.default_likelihood is null then 'unrated' else s.rating end as category,
  round(s.target_arr * x.rate, 2) as target,
  ${amount} as forecast,
  round(s.final_arr * x.rate, 2) as final,
  case when s.outcome = 'renewed' then round(s.final_arr * x.rate, 2) when s.outcome = 'churned' then 0
       when not f.is_forecast then null else ${amount} end as call,
  case when s.outcome = 'renewed' then round(s.final_arr * x.rate, 2)
       when s.outcome = 'churned' or not f.is_forecast then 0
       else round(${likelihood} * ${worth}, 2)
  end as expected`;
};

/**
 * Common table expressions `rates` and `due`: every renewal due in the period with its category (a rating, or closed-won,
 * closed-lost, unrated, omitted) and its target, forecast, final, call (what it adds to the forecast; null without one) and
 * expected value, with the likelihood it is weighed by and whose that is. A scenario may bring renewals into the period, take
 * them out of it, and say what they come to.
 */
export function forecastRows({
  period,
  asOf,
  currency,
  ratesOn,
  supposed,
}: ForecastBase): RawBuilder<unknown> {
  const span = sql`between ${period.from.toString()}::date and ${period.to.toString()}::date`;
  const moved = (supposed ?? []).flatMap(({ id, dueOn }) => (dueOn === null ? [] : [id]));
  const people = sql`coalesce(s.human_likelihood, f.default_likelihood)`;
  return sql`
    ${forecastRates(currency, ratesOn)},
    ${supposed ? supposedRows(supposed) : sql``}
    due as (
      select s.account_id, s.id, s.contract_id, ${supposed ? sql`coalesce(o.due_on, s.due_on) as due_on` : sql`s.due_on`},
             s.owner_id, s.stage, s.rating, s.outcome, s.booking_type, s.timing, s.root_cause, x.rate is null as is_unconverted,
             case when s.outcome = 'renewed' then 1 when s.outcome = 'churned' then 0
                  else ${supposed ? sql`coalesce(o.likelihood, ${forecastLikelihood})` : forecastLikelihood} end as likelihood,
             case when s.outcome is not null then 'outcome' ${supposed ? sql`when o.likelihood is not null then 'scenario'` : sql``}
                  when ${people} is null and s.likelihood_model is null then 'nobody'
                  when s.likelihood_model is not null and (${people} is null or (select likelihood_first from forecast_policy where id = 1) = 'model')
                  then 'model' when s.human_likelihood is not null then 'person' else 'rating' end as likelihood_by,
             ${amountsOf(supposed ? "o" : undefined)}
        from (${renewalsAsOf(asOf?.toString() ?? null)}) s
        left join forecast_ratings f on f.slug = s.rating
        left join rates x on x.currency = s.currency
        ${supposed ? sql`left join supposed o on o.id = s.id` : sql``}
       where ${moved.length > 0 ? sql`(s.due_on ${span} or s.id = any(${moved}::uuid[])) and coalesce(o.due_on, s.due_on) ${span}` : sql`s.due_on ${span}`}
    )`;
}

const supposedRows = (supposed: readonly SupposedRenewal[]): RawBuilder<unknown> => sql`
    supposed as (
      select id, likelihood, amount, "dueOn" as due_on from jsonb_to_recordset(${JSON.stringify(supposed)}::jsonb)
        as o (id uuid, likelihood numeric, amount numeric, "dueOn" date)
    ),`;
