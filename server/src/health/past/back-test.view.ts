import type { HealthBackTest } from "@perennial/contract";
import { sql } from "kysely";
import type { Db } from "../../kernel/db.ts";
import { readScores } from "../health.sql.ts";
import { type Ended, judge } from "./back-test.ts";
import { readBackcast } from "./backcasts.sql.ts";
import { longestStepDays } from "./days-of-period.ts";
import { measuresTold } from "./measures-told.ts";

const looks = [90, 180];

/**
 * Judges a back-cast by the renewals that ended: by the last day looked at that lay so many days or more before each was due,
 * and no more than a step earlier. Renewals for which the period has no such day are left out.
 */
export async function readBackTest(db: Db, id: string): Promise<HealthBackTest> {
  const backcast = await readBackcast(db, id);
  const told = measuresTold(backcast.model, await readScores(db));
  const stepDays = longestStepDays[backcast.step];
  return {
    looks: await Promise.all(
      looks.map(async (daysBefore) => {
        const { rows } = await sql<Ended>`
          select r.account_id as "accountId", a.name, r.id as "renewalId", r.due_on as "dueOn",
                 round(r.target_arr, 2)::text as arr, r.currency, r.outcome = 'churned' as "isChurned",
                 (select jsonb_build_object('value', v.value, 'label', v.label, 'points', v.points)
                    from health_backcast_values v
                   where v.account_id = r.account_id and v.backcast_id = ${id}::uuid and v.value is not null
                     and v."on" <= r.due_on - ${sql.lit(daysBefore)} and v."on" > r.due_on - ${sql.lit(daysBefore + stepDays)}
                   order by v."on" desc limit 1) as said
            from renewals r join accounts a on a.id = r.account_id
           where r.outcome in ('renewed', 'churned') and r.archived_at is null
             and r.due_on - ${sql.lit(daysBefore)} >= ${backcast.from}::date
             and r.due_on - ${sql.lit(daysBefore + stepDays)} < ${backcast.to}::date
           order by r.due_on, r.id
        `.execute(db);
        return judge(backcast.model, daysBefore, rows, told);
      }),
    ),
  };
}
