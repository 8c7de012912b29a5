import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { type Point, readFeatures } from "./features/read-features.ts";
import type { Sample } from "./model/sample.ts";

/** Days before expiry at which closed renewals are looked at. */
export const lookDays = [180, 90, 30] as const;
/** A loss or order recorded later than this after expiry came in with an import: it was known at expiry. */
const lateRecordDays = 90;

type Look = Point & { daysBefore: number; knownOn: string; isRenewed: boolean; human: number | null };

/**
 * Every closed renewal whose term is over, as it stood 180, 90 and 30 days before expiry. A look is left out where the
 * outcome was known by then already, and where the account had no contract line yet.
 */
export async function readSamples(app: App, db: Db | Tx, ctx: Context): Promise<Sample[]> {
  const { rows } = await sql<Look>`
    with closed as (
      select r.*, coalesce(r.ordered_on,
               case when (r.closed_at at time zone ${ctx.timeZone})::date - r.due_on > ${lateRecordDays} then r.due_on
                    else (r.closed_at at time zone ${ctx.timeZone})::date end, r.due_on) as decided_on
        from renewals r join accounts a on a.id = r.account_id and a.archived_at is null
       where r.outcome is not null and r.archived_at is null and r.due_on < ${ctx.today.toString()}::date
    ),
    looks as (
      select c.*, n as days_before, c.due_on - n as at, (c.due_on - n + 1)::timestamp at time zone ${ctx.timeZone} as before
        from closed c, unnest(${[...lookDays]}::integer[]) n
       where c.due_on - n < c.decided_on
    )
    select l.account_id as "accountId", l.id as "renewalId", l.due_on as "dueOn", l.at, l.days_before as "daysBefore",
           greatest(l.decided_on, l.due_on)::text as "knownOn", l.outcome = 'renewed' as "isRenewed",
           ${humanThen} as human
      from looks l
     where exists (select from subscriptions s
                    where s.account_id = l.account_id and s.starts_on <= l.at and s.archived_at is null)
     order by l.at, l.id
  `.execute(db);
  const looks = rows.map((row) => ({ ...row, at: String(row.at), dueOn: String(row.dueOn) }));
  const features = await readFeatures(app, db, ctx, looks);
  return looks.map(({ accountId, dueOn, human, ...look }, at) => ({
    ...look,
    human: human === null ? null : Number(human),
    features: features[at] ?? {},
  }));
}

/**
 * What people thought then: the likelihood they had typed, else the default of the rating they had given. What a field was
 * is the old value of its first change since; of a renewal that was not there yet nothing was thought.
 */
const humanThen = sql`
  case when l.created_at < l.before then (
    select coalesce(case when h.old ? 'likelihoodHuman' then (h.old ->> 'likelihoodHuman')::numeric else l.human_likelihood end,
                    (select f.default_likelihood from forecast_ratings f
                      where f.slug = case when h.old ? 'rating' then h.old ->> 'rating' else l.rating end))
      from (select jsonb_object_agg(y.field, y.old) as old
              from (select distinct on (z.field) z.field, z.old from history z
                     where z.account_id = l.account_id and z.object = 'renewal' and z.object_id = l.id
                       and z.field in ('likelihoodHuman', 'rating') and z.at >= l.before
                     order by z.field, z.at, z.id) y) h
  ) end`;
