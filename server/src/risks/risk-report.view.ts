import { getRiskReport as getEndpoint, type RiskReport } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import type { Db } from "../kernel/db.ts";
import { query } from "../kernel/query.ts";

const isUnderWay = sql`r.status in ('open', 'monitoring') and r.archived_at is null and a.archived_at is null`;
type Group = RiskReport["byTier"][number];

/** What is at risk now by cause, tier, region and age; what was saved and lost since a day. */
export const readRiskReport = query({
  name: "risks.report",
  permission: "risks.read",
  input: getEndpoint.query,
  async run({ db, ctx, input }): Promise<RiskReport> {
    const today = ctx.today.toString();
    const from = input.from ?? ctx.today.subtract({ years: 1 }).toString();
    const age = sql`(${today}::date - (r.raised_at at time zone ${ctx.timeZone})::date)`;
    const ageBand = sql`case when ${age} < 14 then '1' when ${age} < 30 then '2' when ${age} < 90 then '3' else '4' end`;
    const ageLabel = sql`case when ${age} < 14 then 'Under 14 days' when ${age} < 30 then '14–29 days' when ${age} < 90 then '30–89 days' else '90 days and more' end`;
    const [totals, ledger, byRootCause, byTier, byRegion, byAge, foundBy, arrDueByQuarter] =
      await Promise.all([
        readTotals(db, today),
        readLedger(db, from, ctx.timeZone),
        grouped(db, sql`r.root_cause`, sql`coalesce(c.name, r.root_cause)`),
        grouped(db, sql`r.tier`, sql`'Tier ' || r.tier`),
        grouped(db, sql`coalesce(a.region, '')`, sql`coalesce(a.region, 'No region')`),
        grouped(db, ageBand, ageLabel),
        grouped(
          db,
          sql`i.definition`,
          sql`coalesce(f.name, i.definition)`,
          sql`r.indicator_id is not null and r.archived_at is null`,
        ),
        readDue(db, today),
      ]);
    return { ...totals, ...ledger, byRootCause, byTier, byRegion, byAge, foundBy, arrDueByQuarter };
  },
});

async function grouped(
  db: Db,
  key: RawBuilder<unknown>,
  label: RawBuilder<unknown>,
  where: RawBuilder<unknown> = isUnderWay,
): Promise<Group[]> {
  const { rows } = await sql<Group>`
    select ${key} as key, min(${label}) as label, count(*)::integer as count, coalesce(sum(r.arr_at_risk), 0)::text as arr
      from risks r join accounts a on a.id = r.account_id
      left join risk_root_causes c on c.slug = r.root_cause
      left join indicators i on i.account_id = r.account_id and i.id = r.indicator_id
      left join indicator_definitions f on f.slug = i.definition
     where ${where} group by 1 order by sum(r.arr_at_risk) desc nulls last, 1
  `.execute(db);
  return rows;
}

async function readTotals(db: Db, today: string) {
  const { rows } = await sql<Pick<RiskReport, "openCount" | "arrAtRisk" | "overdueReviews" | "serviceHours">>`
    select count(*)::integer as "openCount", coalesce(sum(r.arr_at_risk), 0)::text as "arrAtRisk",
           (count(*) filter (where r.next_review_on < ${today}::date))::integer as "overdueReviews",
           (select coalesce(sum(effort_hours), 0)::float from risk_asks where status = 'open') as "serviceHours"
      from risks r join accounts a on a.id = r.account_id where ${isUnderWay}
  `.execute(db);
  return rows[0] ?? { openCount: 0, arrAtRisk: "0", overdueReviews: 0, serviceHours: 0 };
}

async function readLedger(db: Db, from: string, timeZone: string) {
  const { rows } = await sql<
    Pick<
      RiskReport,
      "savedCount" | "savedArr" | "lostCount" | "lostArr" | "medianDaysToSave" | "recurrencePct"
    >
  >`
    with left_risks as (
      select r.*, exists (select from risks l
                           where l.account_id = r.account_id and l.raised_at > r.left_at and l.archived_at is null) as came_back
        from risks r
       where r.left_at >= ${from}::date::timestamp at time zone ${timeZone} and r.archived_at is null
    )
    select (count(*) filter (where status = 'saved'))::integer as "savedCount",
           coalesce(sum(arr_saved), 0)::text as "savedArr",
           (count(*) filter (where status = 'lost'))::integer as "lostCount",
           coalesce(sum(arr_lost), 0)::text as "lostArr",
           (percentile_cont(0.5) within group (order by extract(epoch from left_at - raised_at) / 86400)
             filter (where status = 'saved'))::float as "medianDaysToSave",
           (100.0 * count(*) filter (where status = 'saved' and came_back)
             / nullif(count(*) filter (where status = 'saved'), 0))::float as "recurrencePct"
      from left_risks
  `.execute(db);
  const row = rows[0];
  if (!row) throw new Error("An aggregate without groups gives one row.");
  return row;
}

/** Renewals due in the next four quarters, and what of them belongs to accounts at risk; in the renewals' own amounts. */
async function readDue(db: Db, today: string): Promise<RiskReport["arrDueByQuarter"]> {
  const { rows } = await sql<RiskReport["arrDueByQuarter"][number]>`
    select to_char(w.due_on, 'YYYY-"Q"Q') as quarter, coalesce(sum(w.target_arr), 0)::text as "dueArr",
           coalesce(sum(w.target_arr) filter (where exists (
             select from risks r where r.account_id = w.account_id and r.status in ('open', 'monitoring') and r.archived_at is null)), 0)::text as "atRiskArr"
      from renewals w
     where w.outcome is null and w.archived_at is null and w.due_on >= ${today}::date
       and w.due_on < ${today}::date + interval '12 months'
     group by 1 order by 1
  `.execute(db);
  return rows;
}
