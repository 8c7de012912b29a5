import type { RiskReport } from "@perennial/contract";
import { sql } from "kysely";
import type { Context } from "../../kernel/context.ts";
import type { Db } from "../../kernel/db.ts";
import { isUnderWay } from "./groups.sql.ts";

/** Nobody reads further; what the hours add up is still of all. */
const mostAsks = 1_000;

/** What other departments are asked for and have not answered: hours by the month they are due in, and the next of them. */
export async function readAsks(
  db: Db,
  { today }: Context,
): Promise<Pick<RiskReport, "serviceHours" | "hoursAsked" | "openAsks">> {
  const open = sql`
    from risk_asks k join risks r on r.account_id = k.account_id and r.id = k.risk_id
    join accounts a on a.id = k.account_id
   where k.status = 'open' and ${isUnderWay}`;
  const [hours, asks] = await Promise.all([
    sql<RiskReport["hoursAsked"][number]>`
      select to_char(k.due_on, 'YYYY-MM') as month, k.department, sum(k.effort_hours)::float as hours
        ${open} and k.effort_hours > 0 group by 1, 2 order by 1 nulls last, 2
    `.execute(db),
    sql<RiskReport["openAsks"][number]>`
      select k.id, k.risk_id as "riskId", k.department, k.request, k.owner_id as "ownerId", k.due_on::text as "dueOn",
             k.effort_hours::float as "effortHours", k.status, k.answer, k.asked_by as "askedBy", k.created_at as "createdAt",
             k.account_id as "accountId", a.name as "accountName", r.summary as "riskSummary",
             coalesce(k.due_on < ${today.toString()}::date, false) as "isOverdue"
        ${open} order by k.due_on nulls last, k.id limit ${mostAsks}
    `.execute(db),
  ]);
  const serviceHours = hours.rows.reduce((sum, each) => sum + each.hours, 0);
  return { serviceHours, hoursAsked: hours.rows, openAsks: asks.rows };
}
