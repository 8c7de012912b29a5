import type { BackTestBasis } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import { movementRows } from "../../contracts/index.ts";
import type { Db } from "../../kernel/db.ts";
import type { Ended } from "./back-test.ts";
import type { BackcastRow } from "./backcasts.sql.ts";
import { longestStepDays } from "./days-of-period.ts";

export type Asked = { by: BackTestBasis; event: string; currency: string; today: string };
export type Look = { cast: BackcastRow; daysBefore: number };

/** What is judged, each with what the model said of its account so many days before. */
export async function readCases(db: Db, look: Look, asked: Asked): Promise<Ended[]> {
  const statement = asked.by === "renewals" ? renewalCases(look) : quarterCases(look, asked);
  return (await statement.execute(db)).rows;
}

/** What was said on the last day looked at, so many days or more before `on` and no more than a step earlier. */
function saidBefore(
  { cast, daysBefore }: Look,
  account: string,
  on: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`
    (select jsonb_build_object('value', v.value, 'label', v.label, 'points', v.points)
       from health_backcast_values v
      where v.account_id = ${sql.ref(account)} and v.backcast_id = ${cast.id}::uuid and v.value is not null
        and v."on" <= ${on} - ${sql.lit(daysBefore)}
        and v."on" > ${on} - ${sql.lit(daysBefore + longestStepDays[cast.step])}
      order by v."on" desc limit 1)`;
}

/** The period has a day looked at, so many days before. */
function isLookedAt({ cast, daysBefore }: Look, from: RawBuilder<unknown>, to = from): RawBuilder<unknown> {
  return sql`${from} - ${sql.lit(daysBefore)} >= ${cast.from}::date
         and ${to} - ${sql.lit(daysBefore + longestStepDays[cast.step])} < ${cast.to}::date`;
}

/** Renewals that ended, by the day they were due. */
const renewalCases = (look: Look) => sql<Ended>`
  select r.account_id as "accountId", a.name, r.id as "renewalId", r.due_on as "on",
         round(r.target_arr, 2)::text as arr, r.currency, r.outcome = 'churned' as "isChurned",
         ${saidBefore(look, "r.account_id", sql`r.due_on`)} as said
    from renewals r join accounts a on a.id = r.account_id
   where r.outcome in ('renewed', 'churned') and r.archived_at is null and ${isLookedAt(look, sql`r.due_on`)}
   order by r.due_on, r.id`;

/**
 * Each account once in each quarter at whose beginning it had ARR and had not left: by the day on which it left in the
 * quarter, or by the last day of the quarter. Every account is judged as often as it could have left, so that neither the
 * young nor the old are told apart by when they are asked for.
 */
const quarterCases = (look: Look, { by, event, currency, today }: Asked) => sql<Ended>`
  with ${movementRows({ currency, ratesOn: today }, "0001-01-01", today)},
  spans as (
    select account_id, on_date as begins_on, after as arr,
           lead(on_date) over (partition by account_id order by on_date) as ends_before
      from movements
  ),
  quarters as (
    select q::date as begins_on, (q + interval '3 months')::date - 1 as ends_on
      from generate_series(date_trunc('quarter', ${look.cast.from}::date::timestamp), ${today}::date::timestamp, interval '3 months') q
     where (q + interval '3 months')::date <= ${today}::date
       and ${isLookedAt(look, sql`q::date`, sql`(q + interval '3 months')::date - 1`)}
  ),
  departures as (select account_id, left_on, back_on from (${by === "events" ? toldByEvent(event) : toldByRevenue}) told where kind = 'churn')
  select m.account_id as "accountId", a.name, null as "renewalId", m."on",
         round(m.arr, 2)::text as arr, ${currency}::text as currency, m.left_on is not null as "isChurned",
         ${saidBefore(look, "m.account_id", sql`m."on"`)} as said
    from (select s.account_id, s.arr, d.left_on, coalesce(d.left_on, q.ends_on) as "on"
            from quarters q
            join spans s on s.begins_on < q.begins_on and (s.ends_before is null or s.ends_before >= q.begins_on) and s.arr > 0
            left join lateral (select min(left_on) as left_on from departures d
                                where d.account_id = s.account_id and d.left_on between q.begins_on and q.ends_on) d on true
           where not exists (select from departures d where d.account_id = s.account_id and d.left_on < q.begins_on
                                                        and (d.back_on is null or d.back_on >= q.begins_on))) m
    join accounts a on a.id = m.account_id
   order by m."on", m.account_id`;

/** ARR down to zero, until it comes back; or set to churned by a person, until that is taken back. */
const toldByRevenue = sql`
    select account_id, on_date as left_on, lead(on_date) over (partition by account_id order by on_date) as back_on, kind
      from movements where kind in ('churn', 'reactivation')
    union all
    select account_id, at::date, lead(at::date) over (partition by account_id order by at, id),
           case when "new" = '"churned"' then 'churn' end
      from history where object = 'account' and field = 'lifecycleOverride'`;

/** The first time the event came: what comes later tells nothing new. */
const toldByEvent = (event: string) => sql`
    select d.account_id, min(d.day) as left_on, null::date as back_on, 'churn' as kind
      from event_days d join event_names n on n.id = d.event_id
     where lower(n.name) = lower(${event}) group by d.account_id`;
