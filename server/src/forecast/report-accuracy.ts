import { getForecastAccuracy } from "@perennial/contract";
import { formatDate } from "@perennial/contract/format";
import { type RawBuilder, sql } from "kysely";
import type { App } from "../kernel/app.ts";
import { addMonths } from "../kernel/calendar.ts";
import { parseAmount } from "../kernel/money.ts";
import { query } from "../kernel/query.ts";
import { share } from "./forecast-figures.ts";
import { forecastRates } from "./forecast-rows.sql.ts";
import { ratesDate } from "./forecast-scope.ts";
import { amountText } from "./ledger.ts";

const lookBacks = [90, 60, 30] as const;
type Row = {
  owner_id: string | null;
  owner: string | null;
  is_total: boolean;
  days: number;
  closed_count: number;
  final: string;
  count: number;
  forecast: string;
  final_of_forecast: string;
};

const units = (amount: string): bigint => parseAmount(amount) ?? 0n;

/** How near the forecasts of closed renewals were, 90, 60 and 30 days before expiry, by who owned them at the end. */
export const reportAccuracy = query({
  name: "forecast.accuracy",
  permission: "forecast.read",
  input: getForecastAccuracy.query,
  async run({ app, ctx, input }) {
    const { currency } = await app.company();
    const dueTo = input.dueTo ?? ctx.today.toString();
    const dueFrom = input.dueFrom ?? addMonths(Temporal.PlainDate.from(dueTo), -12).toString();
    const ratesOn = ratesDate(ctx, null);
    const looked = forecastsLookedAt({ dueFrom, dueTo, currency, ratesOn, timeZone: ctx.timeZone });
    const { rows } = await sql<Row>`
      with ${looked}
      select owner_id, owner, grouping(owner_id) = 1 as is_total, days, count(*) as closed_count,
             coalesce(sum(final), 0) as final, count(forecast) as count, coalesce(sum(forecast), 0) as forecast,
             coalesce(sum(final) filter (where forecast is not null), 0) as final_of_forecast
        from looked group by grouping sets ((days), (owner_id, owner, days))
       order by is_total desc, owner nulls last, owner_id, days desc
    `.execute(app.db);
    const renewals = input.renewalsOf && (await renewalsOf(app, looked, input.renewalsOf));
    const byOwner = Map.groupBy(rows, (row) => (row.is_total ? "total" : `${row.owner_id}`));
    return {
      dueFrom,
      dueTo,
      currency,
      definition:
        `Renewals due from ${formatDate(dueFrom)} to ${formatDate(dueTo)} that have an outcome, in ${currency} at the rates of ${formatDate(ratesOn)}. What was forecast ` +
        "of the open ones at the end of the day 90, 60 and 30 days before expiry, against the final ARR of the same ones (nothing for " +
        "a churned one). Error is (forecast − final) ÷ final.",
      ...(renewals ? { renewals } : {}),
      rows: [...byOwner.values()].map((all) => ({
        ownerId: all[0]?.owner_id ?? null,
        owner: all[0]?.is_total ? "Everybody" : (all[0]?.owner ?? "Nobody"),
        isTotal: all[0]?.is_total ?? false,
        closedCount: all[0]?.closed_count ?? 0,
        finalArr: amountText(all[0]?.final ?? "0"),
        at: all.map((row) => ({
          daysBefore: row.days,
          count: row.count,
          forecastArr: amountText(row.forecast),
          finalArr: amountText(row.final_of_forecast),
          error: share(units(row.forecast) - units(row.final_of_forecast), units(row.final_of_forecast)),
        })),
      })),
    };
  },
});

/** `looked`: each closed renewal once for every look back, with what was forecast of it then. */
function forecastsLookedAt({
  dueFrom,
  dueTo,
  currency,
  ratesOn,
  timeZone,
}: Record<"dueFrom" | "dueTo" | "currency" | "ratesOn" | "timeZone", string>): RawBuilder<unknown> {
  return sql`
  ${forecastRates(currency, ratesOn)},
  closed as (
    select r.account_id, r.id, r.due_on, r.owner_id, t.name as owner,
           case when r.outcome = 'renewed' then round(r.final_arr * x.rate, 2) else 0 end as final
      from renewals r
      join accounts a on a.id = r.account_id and a.archived_at is null
      join rates x on x.currency = r.currency
      left join teammates t on t.id = r.owner_id
     where r.archived_at is null and r.outcome is not null and r.due_on between ${dueFrom}::date and ${dueTo}::date
  ),
  looked as (
    select c.*, d.days, round(s.forecast_arr * x.rate, 2) as forecast
      from closed c
     cross join unnest(${[...lookBacks]}::integer[]) d (days)
      left join renewal_states s on s.account_id = c.account_id and s.renewal_id = c.id and s.outcome is null
           and s.from_at < ((c.due_on - d.days + 1)::timestamp at time zone ${timeZone})
           and s.to_at >= ((c.due_on - d.days + 1)::timestamp at time zone ${timeZone})
      left join rates x on x.currency = s.currency
  )`;
}

type LookedRow = {
  id: string;
  accountId: string;
  accountName: string;
  ownerId: string | null;
  dueOn: string;
  final: string;
  forecasts: (string | null)[];
};

/** The closed renewals of an owner, of everybody or of nobody, the largest first. */
async function renewalsOf(app: App, looked: RawBuilder<unknown>, owner: string) {
  const isTheirs =
    owner === "everybody"
      ? sql`true`
      : owner === "nobody"
        ? sql`l.owner_id is null`
        : sql`l.owner_id = ${owner}::uuid`;
  const { rows } = await sql<LookedRow>`
    with ${looked}
    select l.id, l.account_id as "accountId", a.name as "accountName", l.owner_id as "ownerId", l.due_on as "dueOn", l.final,
           array_agg(l.forecast::text order by l.days desc) as forecasts
      from looked l join accounts a on a.id = l.account_id
     where ${isTheirs}
     group by l.id, l.account_id, a.name, l.owner_id, l.due_on, l.final
     order by l.final desc, l.due_on, l.id
  `.execute(app.db);
  return rows.map(({ final, forecasts, ...row }) => ({
    ...row,
    finalArr: amountText(final),
    at: lookBacks.map((daysBefore, n) => {
      const forecast = forecasts[n];
      return { daysBefore, forecastArr: forecast == null ? null : amountText(forecast) };
    }),
  }));
}
