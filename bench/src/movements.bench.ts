import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { BenchCompany } from "./bench-company.ts";
import type { Size } from "./fill.ts";
import { asMs, type Figure, timed } from "./measure.ts";

const years = 3;
const span = { from: "2023-10-31", to: "2026-10-31" };

/**
 * Yearly terms of every account, one after the other at another price; some accounts leave after two years, some stay away
 * for the second, so that every kind of movement is there.
 */
async function fillTerms({ pool }: BenchCompany, { accounts }: Size): Promise<void> {
  await pool.query(
    `insert into subscriptions (account_id, id, kind, quantity, unit_price, billing_interval_months, currency, starts_on, ends_on,
                                arr, created_at, updated_at)
     select md5('account' || n)::uuid, md5('term' || n || ' ' || k)::uuid, 'recurring', 1, price, 12, 'USD', starts_on,
            (begins + make_interval(years => k + 1))::date - 1, price, starts_on, starts_on
       from (select n, k, begins, (begins + make_interval(years => k))::date as starts_on, 1000 + (hashint4(n * 3 + k) & 8191) as price
               from (select n, date '2023-12-01' + n % 360 as begins from generate_series(1, $1) n) account
               cross join generate_series(0, $2 - 1) k) term
      where not (n % 12 = 0 and k = 2) and not (n % 17 = 0 and k = 1)`,
    [accounts, years],
  );
  await pool.query("vacuum analyze subscriptions");
}

/** ARR at every month's end, and what became of it since the one before: accounts change at most once a month here. */
const byHand = `
  with ends as (
    select (date_trunc('month', $1::date) + make_interval(months => k + 1))::date - 1 as on_day from generate_series(0, $2) k
  ), standing as (
    select e.on_day, s.account_id, sum(s.arr) as arr from ends e
      join subscriptions s on s.starts_on <= e.on_day and (s.ends_before is null or s.ends_before > e.on_day)
     where s.archived_at is null and s.kind <> 'one-off' and not s.is_trial group by 1, 2
  ), change as (
    select e.on_day, a.account_id, coalesce(s.arr, 0) as now, coalesce(lag(s.arr) over of_account, 0) as before,
           coalesce(sum(s.arr) over (partition by a.account_id order by e.on_day rows between unbounded preceding and 1 preceding), 0) as ever
      from ends e cross join (select distinct account_id from subscriptions) a
      left join standing s on s.on_day = e.on_day and s.account_id = a.account_id
    window of_account as (partition by a.account_id order by e.on_day)
  )
  select on_day::text as "to", sum(now)::numeric(20,2)::text as "endArr",
         coalesce(sum(now) filter (where before = 0 and ever = 0), 0)::numeric(20,2)::text as "newArr",
         coalesce(sum(now) filter (where before = 0 and ever > 0), 0)::numeric(20,2)::text as "reactivationArr",
         coalesce(sum(now - before) filter (where before > 0 and now > before), 0)::numeric(20,2)::text as "expansionArr",
         coalesce(sum(now - before) filter (where before > 0 and now > 0 and now < before), 0)::numeric(20,2)::text as "contractionArr",
         coalesce(sum(now - before) filter (where before > 0 and now = 0), 0)::numeric(20,2)::text as "churnArr"
    from change where on_day > $1::date group by 1 order by 1`;

const month = z.object({
  to: z.string(),
  endArr: z.string(),
  newArr: z.string(),
  reactivationArr: z.string(),
  expansionArr: z.string(),
  contractionArr: z.string(),
  churnArr: z.string(),
});

/** The movements of ARR of three years by month through HTTP, beside the same sums written by hand; both must be equal. */
export async function benchMovements(company: BenchCompany, size: Size): Promise<Figure> {
  await fillTerms(company, size);
  const { address, pool } = company;
  const path = `arr/movements?from=${span.from}&to=${span.to}&interval=month`;
  const ours = await timed(async () => {
    const answer = await fetch(`${address}/api/v1/${path}`);
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return z.object({ intervals: z.array(month) }).parse(await answer.json()).intervals;
  });
  const hand = await timed(async () =>
    z.array(month).parse((await pool.query(byHand, [span.from, 12 * years])).rows),
  );
  for (const [at, sums] of hand.result.entries()) {
    if (isDeepStrictEqual(ours.result[at], sums)) continue;
    throw new Error(`movements differ:\n${JSON.stringify(ours.result[at])}\n${JSON.stringify(sums)}`);
  }
  return {
    work: `movements of ${size.accounts.toLocaleString("en")} accounts, ${hand.result.length} months, through HTTP`,
    measured: asMs(ours.ms),
    limit: `${asMs(hand.ms)} (ARR at every month's end by hand)`,
    ratio: `${(ours.ms / hand.ms).toFixed(1)}×`,
    mustReach: "≤ 10 s",
  };
}
