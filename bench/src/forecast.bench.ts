import type { BenchCompany } from "./bench-company.ts";
import type { Size } from "./fill.ts";
import { asMs, type Figure, percentile, timed } from "./measure.ts";

/** Open renewals, and closed ones a year over three years. Each has a state for every month of its last half-year. */
const open = 5_000;
const closedAYear = 20_000;
const owners = 40;

/**
 * Renewals with their past, the same ones at every run: the open ones due in the next half-year, the closed ones spread over
 * three years; forty owners below five managers in three regions.
 */
export async function fillRenewals({ pool }: BenchCompany, { accounts }: Size): Promise<void> {
  await pool.query(
    `insert into teammates (id, name, role, region, manager_id, status, created_at, updated_at)
     select md5('owner' || n)::uuid, 'Owner ' || n, 'csm', (array['EMEA','Americas','APAC'])[1 + n % 3],
            case when n >= 5 then md5('owner' || n % 5)::uuid end, 'not-invited', '2023-01-01', '2023-01-01'
       from generate_series(0, $1 - 1) n`,
    [owners],
  );
  const total = open + 3 * closedAYear;
  await pool.query(
    `insert into renewals (account_id, id, due_on, currency, target_arr, forecast_arr, final_arr, stage, rating, owner_id,
                           outcome, closed_at, ordered_on, created_at, updated_at)
     select md5('account' || (1 + n % $2))::uuid, md5('renewal' || n)::uuid, due_on, 'USD', target,
            case when n % 11 > 0 then round(target * (80 + n % 40) / 100, 2) end,
            case when not is_open then case when n % 9 = 0 then 0 else target end end,
            case when is_open then 'planning' when n % 9 = 0 then 'churned' else 'renewed' end,
            case when is_open then (array['commit','likely','at_risk','churn_expected'])[1 + n % 4] else 'closed' end,
            md5('owner' || n % $3)::uuid, case when not is_open then case when n % 9 = 0 then 'churned' else 'renewed' end end,
            case when not is_open then due_on::timestamptz end, case when not is_open then due_on end,
            due_on - 180, due_on - 1
       from (select n, n < $4 as is_open, 1000 + (hashint4(n) & 65535) as target,
                    case when n < $4 then date '2026-11-24' + n % 180 else date '2026-11-23' - n % 1095 end as due_on
               from generate_series(0, $1 - 1) n) made`,
    [total, accounts, owners, open],
  );
  await pool.query(
    `insert into renewal_states (account_id, renewal_id, from_at, to_at, due_on, currency, target_arr, forecast_arr, final_arr,
                                 stage, rating, owner_id, outcome, ordered_on, is_auto_renewed)
     select account_id, id, created_at + make_interval(days => k * 30),
            case when k = 6 then 'infinity' else created_at + make_interval(days => (k + 1) * 30) end,
            due_on, currency, target_arr, round(forecast_arr * (90 + k) / 100, 2), case when k = 6 then final_arr end,
            case when k = 6 then stage else 'planning' end, case when k = 6 then rating else 'likely' end, owner_id,
            case when k = 6 then outcome end, case when k = 6 then ordered_on end, false
       from renewals cross join generate_series(0, 6) k`,
  );
  await pool.query("vacuum analyze renewals");
  await pool.query("vacuum analyze renewal_states");
}

/** The sums of a quarter by owner and category, as one would write them for this alone. */
const byHand = `
  select owner_id, rating, outcome, count(*), sum(target_arr), sum(forecast_arr), sum(final_arr),
         sum(coalesce(forecast_arr, target_arr) * f.default_likelihood)
    from renewals r left join forecast_ratings f on f.slug = r.rating
   where due_on between '2027-01-01' and '2027-03-31' and r.archived_at is null group by owner_id, rating, outcome`;

/** The forecast page and its drill-downs through HTTP, beside the sums written by hand; and the past beside the present. */
export async function benchForecast({ address, pool }: BenchCompany, times: number): Promise<Figure[]> {
  const read = (path: string) => async () => {
    const answer = await fetch(`${address}/api/v1/${path}`);
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return answer.json();
  };
  const pages = {
    "forecast over the hierarchy": "forecast?period=2027-Q1",
    "forecast by industry": "forecast?period=2027-Q1&groupBy=industry",
    "renewals of a level": "forecast/renewals?period=2027-Q1&level=region:EMEA",
    "what changed in 30 days": "forecast/changes?period=2027-Q1&from=2026-10-24",
    "the quarter by weeks": "forecast/trend?period=2027-Q1",
  };
  const hand = await repeat(times, () => pool.query(byHand));
  const figures: Figure[] = [];
  for (const [work, path] of Object.entries(pages)) {
    const ours = await repeat(times, read(path));
    figures.push({
      work: `${work}, ${open.toLocaleString("en")} open renewals, through HTTP`,
      measured: both(ours),
      limit: `${both(hand)} (sums by hand)`,
      ratio: `${(percentile(ours, 0.5) / percentile(hand, 0.5)).toFixed(1)}×`,
      mustReach: "p95 ≤ 300 ms",
    });
  }
  // The quarter of eighteen months ago as it stood in its middle, and as it is; and this quarter a month ago.
  for (const [work, now, then] of [
    [
      "summary as of 18 months ago",
      "renewals/summary?dueFrom=2025-04-01&dueTo=2025-06-30",
      "&asOf=2025-05-15",
    ],
    ["forecast as of 30 days ago", "forecast?period=2027-Q1", "&asOf=2026-10-24"],
  ] as const) {
    const present = await repeat(times, read(now));
    const past = await repeat(times, read(`${now}${then}`));
    figures.push({
      work: `${work}, beside the same live`,
      measured: both(past),
      limit: `${both(present)} (live)`,
      ratio: `${(percentile(past, 0.5) / percentile(present, 0.5)).toFixed(2)}×`,
      mustReach: "≤ 2×",
    });
  }
  return figures;
}

async function repeat(times: number, work: () => Promise<unknown>): Promise<number[]> {
  const taken: number[] = [];
  for (let n = -3; n < times; n += 1) {
    const { ms } = await timed(work);
    if (n >= 0) taken.push(ms);
  }
  return taken;
}

const both = (values: number[]) =>
  `p50 ${asMs(percentile(values, 0.5))}, p95 ${asMs(percentile(values, 0.95))}`;
