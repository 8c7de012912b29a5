import type { Pulse } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import type { Context } from "../kernel/context.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { isPast } from "../objects/index.ts";

const given = sql`id, sentiment, note, given_at as "givenAt", given_by_name as "givenBy", expires_on as "expiresOn"`;
const shown = sql`${given}, taken_back_at as "takenBackAt"`;

/** The pulses of an account, newest first: those given by the context's time, as they stood then. */
export async function readPulses(db: Db | Tx, ctx: Context, accountId: string): Promise<Pulse[]> {
  const asShown = isPast(ctx) ? sql`${given}, ${takenBackBy(ctx.asOf)} as "takenBackAt"` : shown;
  const { rows } = await sql<Pulse>`
    select ${asShown} from account_pulses p
     where account_id = ${accountId} and given_at <= ${ctx.now.toString()}::timestamptz order by given_at desc, id desc limit 200
  `.execute(db);
  return rows;
}

/** When a pulse `p` had been taken back, as an instant saw it: it may have been restored since. */
function takenBackBy(asOf: Temporal.Instant): RawBuilder<unknown> {
  return sql`(
    select (h.new #>> '{}')::timestamptz from history h
     where h.account_id = p.account_id and h.object = 'pulse' and h.object_id = p.id and h.field = 'takenBackAt'
       and h.at <= ${asOf.toString()}::timestamptz
     order by h.at desc, h.id desc limit 1)`;
}

/** @throws Problem `not-found` */
export async function readPulse(db: Db | Tx, accountId: string, id: string): Promise<Pulse> {
  const { rows } = await sql<Pulse>`
    select ${shown} from account_pulses where account_id = ${accountId} and id = ${id}
  `.execute(db);
  const [pulse] = rows;
  if (!pulse) throw problem("not-found", `This account has no pulse ${id}.`);
  return pulse;
}

/**
 * The pulse that counts today for each account in scope: the newest that is not taken back, as long as it holds. A newer one
 * that has expired hides an older one.
 */
export function selectPulses(
  scope: RawBuilder<unknown>,
  today: Temporal.PlainDate,
  timeZone: string,
): RawBuilder<unknown> {
  return sql`
    select account_id, sentiment::integer as pulse, (given_at at time zone ${timeZone})::date as pulse_given_on,
           expires_on as pulse_expires_on
      from (select distinct on (account_id) * from account_pulses
             where account_id = ${scope} and taken_back_at is null order by account_id, given_at desc, id desc) newest
     where expires_on >= ${today.toString()}::date`;
}
