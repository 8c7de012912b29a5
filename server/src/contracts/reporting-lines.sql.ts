import { type RawBuilder, sql } from "kysely";

export type Reporting = {
  /** The company's currency, in which ARR is reported. */
  readonly currency: string;
  /** Rates as they stood on this date are used for the whole report: constant rates. */
  readonly ratesOn: string;
  /** Only these accounts, as what stands right of `account_id =`, such as `any(…)`; all where absent. */
  readonly scope?: RawBuilder<unknown>;
  /** Of accounts archived since, too: of a day on which they were there. */
  readonly withArchived?: boolean;
};

/**
 * Common table expressions `rates` and `lines (account_id, id, root_id, quantity, starts_on, ends_before, arr)`: every line
 * that carries ARR, in the reporting currency, each converted line rounded to cents so that any sum of lines is a sum of
 * cents. Lines of a currency without a rate are left out; {@link unconvertedLines} tells of them. Lines without length
 * are never active and left out. With a prefix the expressions are named by it, so that one statement can hold the same
 * lines at the rates of two dates.
 */
export function reportingLines(
  { currency, ratesOn, scope, withArchived = false }: Reporting,
  prefix = "",
): RawBuilder<unknown> {
  const scoped = scope ? sql`and s.account_id = ${scope} and a.id = ${scope}` : sql``;
  return sql`
    ${sql.id(`${prefix}rates`)} as (${ratesOf(ratesOn)}),
    ${sql.id(`${prefix}lines`)} as (
      select s.account_id, s.id, coalesce(s.root_id, s.id) as root_id, s.quantity, s.starts_on, s.ends_before,
             case when s.currency = ${currency} then s.arr else round(s.arr * r.rate, 2) end as arr
        from subscriptions s
        join accounts a on a.id = s.account_id${withArchived ? sql`` : sql` and a.archived_at is null`}
        left join ${sql.id(`${prefix}rates`)} r on r.currency = s.currency
       where s.arr <> 0 and s.archived_at is null ${scoped}
         and (s.ends_before is null or s.ends_before > s.starts_on)
         and (s.currency = ${currency} or r.rate is not null)
    )`;
}

/** The rate of each currency as of a date: the last one that began by then. */
export const ratesOf = (on: string): RawBuilder<unknown> => sql`
  select distinct on (currency) currency, rate from exchange_rates
   where starts_on <= ${on}::date order by currency, starts_on desc`;

/** ARR on a date that no report can hold for want of a rate, by currency, in that currency. */
export const unconvertedLines = (
  { currency, ratesOn }: Reporting,
  at: string,
): RawBuilder<{ currency: string; arr: string }> =>
  sql`
    with rates as (${ratesOf(ratesOn)})
    select s.currency, sum(s.arr) as arr
      from subscriptions s
      join accounts a on a.id = s.account_id and a.archived_at is null
      left join rates r on r.currency = s.currency
     where s.arr <> 0 and s.archived_at is null and s.currency <> ${currency} and r.rate is null
       and s.starts_on <= ${at}::date and (s.ends_before is null or s.ends_before > ${at}::date)
     group by s.currency order by s.currency`;
