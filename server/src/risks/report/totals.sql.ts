import type { RiskReport } from "@perennial/contract";
import { sql } from "kysely";
import { ratesOf } from "../../contracts/index.ts";
import { readCompany } from "../../kernel/company.ts";
import type { Context } from "../../kernel/context.ts";
import type { Db } from "../../kernel/db.ts";
import { ruleOfDue } from "./drill-rules.ts";
import { isUnderWay } from "./groups.sql.ts";

type Totals = Pick<RiskReport, "openCount" | "arrAtRisk" | "overdueReviews">;

export async function readTotals(db: Db, { today }: Context): Promise<Totals> {
  const { rows } = await sql<Totals>`
    select count(*)::integer as "openCount", coalesce(sum(r.arr_at_risk), 0)::text as "arrAtRisk",
           (count(*) filter (where r.next_review_on < ${today.toString()}::date))::integer as "overdueReviews"
      from risks r join accounts a on a.id = r.account_id where ${isUnderWay}
  `.execute(db);
  return rows[0] ?? { openCount: 0, arrAtRisk: "0", overdueReviews: 0 };
}

type Ledger = Pick<RiskReport, "savedCount" | "savedArr" | "lostCount" | "lostArr" | "medianDaysToSave">;

/** What was saved and lost since a day, and how long saving took. */
export async function readLedger(db: Db, { timeZone }: Context, from: string): Promise<Ledger> {
  const { rows } = await sql<Ledger>`
    select (count(*) filter (where status = 'saved'))::integer as "savedCount",
           coalesce(sum(arr_saved), 0)::text as "savedArr",
           (count(*) filter (where status = 'lost'))::integer as "lostCount",
           coalesce(sum(arr_lost), 0)::text as "lostArr",
           (percentile_cont(0.5) within group (order by extract(epoch from left_at - raised_at) / 86400)
             filter (where status = 'saved'))::float as "medianDaysToSave"
      from risks
     where left_at >= ${from}::date::timestamp at time zone ${timeZone} and archived_at is null
  `.execute(db);
  const row = rows[0];
  if (!row) throw new Error("An aggregate without groups gives one row.");
  return row;
}

/** How many risks were raised since a day, and how many of them came back. */
export async function readRecurrence(
  db: Db,
  { timeZone }: Context,
  from: string,
): Promise<Pick<RiskReport, "raisedCount" | "recurredCount">> {
  const { rows } = await sql<Pick<RiskReport, "raisedCount" | "recurredCount">>`
    select count(*)::integer as "raisedCount",
           (count(*) filter (where recurrence is not null))::integer as "recurredCount"
      from risks where raised_at >= ${from}::date::timestamp at time zone ${timeZone} and archived_at is null
  `.execute(db);
  return rows[0] ?? { raisedCount: 0, recurredCount: 0 };
}

type Due = Omit<RiskReport["arrDueByQuarter"][number], "dueRule" | "atRiskRule">;

/**
 * Open renewals due within twelve months by quarter, those past their day before them, and what of them belongs to
 * accounts at risk, at today's rates.
 */
export async function readDue(db: Db, { today }: Context): Promise<RiskReport["arrDueByQuarter"]> {
  const on = today.toString();
  const { currency } = await readCompany(db);
  const { rows } = await sql<Due>`
    with rates as (${ratesOf(on)}), due as (
      select w.account_id, w.due_on,
             case when w.due_on >= ${on}::date then date_trunc('quarter', w.due_on)::date end as quarter,
             round(w.target_arr * case when w.currency = ${currency} then 1 else x.rate end, 2) as arr
        from renewals w join accounts a on a.id = w.account_id and a.archived_at is null
        left join rates x on x.currency = w.currency
       where w.outcome is null and w.archived_at is null and w.due_on < ${on}::date + interval '12 months'
    )
    select to_char(quarter, 'YYYY-"Q"Q') as quarter, greatest(quarter, case when quarter is not null then ${on}::date end)::text as "from",
           least((quarter + interval '3 months - 1 day')::date,
                 case when quarter is null then ${on}::date - 1 else (${on}::date + interval '12 months - 1 day')::date end)::text as "to",
           coalesce(sum(arr), 0)::text as "dueArr",
           coalesce(sum(arr) filter (where exists (
             select from risks r where r.account_id = due.account_id and r.status in ('open', 'monitoring') and r.archived_at is null)), 0)::text as "atRiskArr"
      from due group by due.quarter order by due.quarter nulls first
  `.execute(db);
  return rows.map((row) => ({ ...row, dueRule: ruleOfDue(row, false), atRiskRule: ruleOfDue(row, true) }));
}
