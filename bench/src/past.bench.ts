import { ensureEventMonths, monthOf } from "../../server/src/events/event-months.ts";
import { type BenchCompany, benchNow } from "./bench-company.ts";
import type { Size } from "./fill.ts";
import { asMs, type Figure, percentile, timed } from "./measure.ts";

/** The day that is read: so long ago that every record has changed since. */
const daysAgo = 30;
const changesPerAccount = 10;
const ticketsPerAccount = 3;

/** What a list is asked, live and of the past. */
const asked: readonly { what: string; sort: string; filter: object }[] = [
  {
    what: "filtered and sorted by fields",
    sort: "-employeeCount",
    filter: { subject: "plan", op: "is", value: "team" },
  },
  {
    what: "sorted by a metric",
    sort: "-metric:event_1_30d",
    filter: { subject: "employeeCount", op: "at-least", value: 100 },
  },
  {
    what: "filtered by tickets that were open",
    sort: "-employeeCount",
    filter: {
      related: "tickets",
      quantifier: { kind: "at-least", count: 1 },
      where: { subject: "status", op: "is", value: "open" },
    },
  },
  {
    what: "filtered by events of the 30 days before",
    sort: "-employeeCount",
    filter: { events: "Signed In", count: { op: "at-least", value: 2 }, withinDays: 30 },
  },
];

/** Pages of 100 accounts as they stood, through HTTP, beside the same pages of now. */
export async function benchPast(company: BenchCompany, size: Size, times: number): Promise<Figure[]> {
  await fillHistory(company, size);
  const day = benchNow.toZonedDateTimeISO("UTC").toPlainDate().subtract({ days: daysAgo }).toString();
  const figures: Figure[] = [];
  for (const { what, sort, filter } of asked) {
    const url = `${company.address}/api/v1/accounts?limit=100&sort=${sort}&filter=${encodeURIComponent(JSON.stringify(filter))}`;
    const past: number[] = [];
    const live: number[] = [];
    for (let n = -1; n < times; n += 1) {
      const [then, now] = [await page(`${url}&asOf=${day}`), await page(url)];
      if (n >= 0) past.push(then);
      if (n >= 0) live.push(now);
    }
    const both = (values: number[]) =>
      `p50 ${asMs(percentile(values, 0.5))}, p95 ${asMs(percentile(values, 0.95))}`;
    figures.push({
      work: `past list: 100 of ${size.accounts.toLocaleString("en")} accounts as of ${daysAgo} days ago, ${what}; ${changesPerAccount} changes an account since`,
      measured: both(past),
      limit: `${both(live)} (the same list, live)`,
      ratio: `${(percentile(past, 0.5) / percentile(live, 0.5)).toFixed(1)}×`,
      mustReach: "none",
    });
  }
  return figures;
}

async function page(url: string): Promise<number> {
  const { ms, result } = await timed(async () => {
    const answer = await fetch(url);
    return { status: answer.status, body: (await answer.json()) as { items?: unknown[] } };
  });
  if (result.status !== 200 || !result.body.items?.length) {
    throw new Error(
      `a list of the past answered ${result.status}: ${JSON.stringify(result.body).slice(0, 300)}`,
    );
  }
  return ms;
}

/** Accounts that were there for two years, changed month by month, and tickets, some of them solved since. */
async function fillHistory({ app, pool }: BenchCompany, { accounts }: Size): Promise<void> {
  const at = benchNow.toString();
  await ensureEventMonths(app, [monthOf(at)]);
  await pool.query("update accounts set created_at = $1::timestamptz - interval '2 years'", [at]);
  await pool.query(
    `insert into history (account_id, id, object, object_id, field, old, new, at, recorded_at, command, actor_kind, actor_id,
                          actor_name, request_id)
     select a.id, md5('history' || c || a.id)::uuid, 'account', a.id, f.field,
            case f.field when 'plan' then '"team"'::jsonb else to_jsonb(1 + (c * 37) % 2000) end,
            case f.field when 'plan' then to_jsonb(a.plan) else to_jsonb(a.employee_count) end, h.at, h.at,
            'accounts.update', 'system', 'bench', 'bench', 'bench'
       from accounts a
       cross join generate_series(1, $2) c
       cross join lateral (values (case when c % 2 = 0 then 'plan' else 'employeeCount' end)) f (field)
       cross join lateral (values ($1::timestamptz - make_interval(hours => c * 48))) h (at)`,
    [at, changesPerAccount],
  );
  await pool.query(
    `insert into tickets (account_id, id, subject, status, priority, opened_at, solved_at, reopened_count, is_escalated,
                          created_at, updated_at)
     select md5('account' || (1 + n / $2))::uuid, md5('ticket' || n)::uuid, 'Ticket ' || n,
            case when n % 3 = 0 then 'open' else 'solved' end, 'normal', $3::timestamptz - make_interval(days => 20 + n % 60),
            case when n % 3 > 0 then $3::timestamptz - make_interval(days => n % 20) end, 0, false, $3, $3
       from generate_series(0, $1::int * $2 - 1) n`,
    [accounts, ticketsPerAccount, at],
  );
  await pool.query("vacuum analyze");
}
