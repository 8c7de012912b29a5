import { getRenewalSummary } from "@perennial/contract";
import { sql } from "kysely";
import { amountText, ratesOf } from "../contracts/index.ts";
import { instantOfMoment } from "../kernel/calendar.ts";
import { query } from "../kernel/query.ts";
import { arrIfRenewed, likelihoodByPolicy } from "./forecast-policy.ts";
import { renewalGroup } from "./renewal-groups.ts";
import { renewalsAsOf } from "./renewals-as-of.sql.ts";

type Sums = {
  count: number;
  targetArr: string;
  forecastArr: string;
  finalArr: string;
  openCount: number;
  openArr: string;
  renewedCount: number;
  renewedArr: string;
  churnedCount: number;
  churnedArr: string;
  missingForecastCount: number;
  overdueCount: number;
  autoRenewedCount: number;
  autoRenewedArr: string;
  medianDaysLate: number | null;
  expectedArr: string;
};

/**
 * Sums of the renewals due in a span, as they are or as they stood at an instant: what was typed then is read from the
 * history, and renewals made since are left out.
 */
export const summariseRenewals = query({
  name: "renewals.summarise",
  permission: "renewals.read",
  input: getRenewalSummary.query,
  async run({ app, db, ctx, input }) {
    const { currency } = await app.company();
    const asOf = input.asOf === undefined ? null : instantOfMoment(input.asOf, ctx.timeZone);
    const today = asOf
      ? asOf.toZonedDateTimeISO(ctx.timeZone).toPlainDate().toString()
      : ctx.today.toString();
    const group = input.groupBy === undefined ? sql`null::text` : await renewalGroup(app, input.groupBy);
    const likelihood = likelihoodByPolicy(
      sql`coalesce(r.human_likelihood, f.default_likelihood)`,
      sql`r.likelihood_model`,
    );
    const { rows } = await sql<
      Record<string, string | number | null> & { group: string | null; is_total: boolean }
    >`
      with renewals_then as (${renewalsAsOf(asOf?.toString() ?? null)}),
      rates as (${ratesOf(today)}),
      due as (
        select r.*, ${group} as grouped, ${likelihood} as likelihood,
               case when r.currency = ${currency} then 1 else x.rate end as rate
          from renewals_then r
          join accounts a on a.id = r.account_id and a.archived_at is null
          left join account_derived d on d.account_id = a.id
          left join forecast_ratings f on f.slug = r.rating
          left join rates x on x.currency = r.currency
         where (${input.dueFrom ?? null}::date is null or r.due_on >= ${input.dueFrom ?? null}::date)
           and (${input.dueTo ?? null}::date is null or r.due_on <= ${input.dueTo ?? null}::date)
      ),
      worth as (
        select *, round(target_arr * rate, 2) as target, round(forecast_arr * rate, 2) as forecast,
               round(final_arr * rate, 2) as final
          from due
      )
      select grouped as group, grouping(grouped) = 1 as is_total, count(*) as count,
             coalesce(sum(target), 0) as target_arr, coalesce(sum(forecast), 0) as forecast_arr,
             coalesce(sum(final), 0) as final_arr,
             count(*) filter (where outcome is null) as open_count,
             coalesce(sum(target) filter (where outcome is null), 0) as open_arr,
             count(*) filter (where outcome = 'renewed') as renewed_count,
             coalesce(sum(final) filter (where outcome = 'renewed'), 0) as renewed_arr,
             count(*) filter (where outcome = 'churned') as churned_count,
             coalesce(sum(target) filter (where outcome = 'churned'), 0) as churned_arr,
             count(*) filter (where outcome is null and forecast_arr is null) as missing_forecast_count,
             count(*) filter (where outcome is null and due_on < ${today}::date) as overdue_count,
             count(*) filter (where outcome = 'renewed' and is_auto_renewed) as auto_renewed_count,
             coalesce(sum(final) filter (where outcome = 'renewed' and is_auto_renewed), 0) as auto_renewed_arr,
             percentile_cont(0.5) within group (order by ordered_on - due_on)
               filter (where outcome = 'renewed' and not coalesce(is_auto_renewed, false)) as median_days_late,
             coalesce(sum(case when outcome is null
                               then round(likelihood * ${arrIfRenewed(sql`forecast`, sql`target`)}, 2)
                               when outcome = 'renewed' then final end), 0) as expected_arr
        from worth
       group by grouping sets ((), (grouped))
       order by is_total desc, grouped nulls last
    `.execute(db);
    const total = rows.find((row) => row.is_total);
    const groups = rows.filter((row) => !row.is_total).map((row) => ({ group: row.group, ...sumsOf(row) }));
    return {
      currency,
      ...sumsOf(total ?? {}),
      ...(input.groupBy === undefined ? {} : { groups }),
    };
  },
});

function sumsOf(row: Readonly<Record<string, unknown>>): Sums {
  const count = (name: string) => Number(row[name] ?? 0);
  const money = (name: string) => amountText(String(row[name] ?? "0"));
  return {
    count: count("count"),
    targetArr: money("target_arr"),
    forecastArr: money("forecast_arr"),
    finalArr: money("final_arr"),
    openCount: count("open_count"),
    openArr: money("open_arr"),
    renewedCount: count("renewed_count"),
    renewedArr: money("renewed_arr"),
    churnedCount: count("churned_count"),
    churnedArr: money("churned_arr"),
    missingForecastCount: count("missing_forecast_count"),
    overdueCount: count("overdue_count"),
    autoRenewedCount: count("auto_renewed_count"),
    autoRenewedArr: money("auto_renewed_arr"),
    medianDaysLate: row.median_days_late == null ? null : count("median_days_late"),
    expectedArr: money("expected_arr"),
  };
}
