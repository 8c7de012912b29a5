import type { Pulse } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import type { Db, Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";

const shown = sql`id, sentiment, note, given_at as "givenAt", given_by_name as "givenBy", expires_on as "expiresOn",
  taken_back_at as "takenBackAt"`;

/** The pulses of an account, newest first. */
export async function readPulses(db: Db | Tx, accountId: string): Promise<Pulse[]> {
  const { rows } = await sql<Pulse>`
    select ${shown} from account_pulses where account_id = ${accountId} order by given_at desc, id desc limit 200
  `.execute(db);
  return rows;
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
