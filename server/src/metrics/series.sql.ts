import { type RawBuilder, sql } from "kysely";
import type { Db } from "../kernel/db.ts";

/** ` and account_id = …` where a series is of one account. */
export function ofAccount(accountId: string | undefined): RawBuilder<unknown> {
  return accountId === undefined ? sql`` : sql` and account_id = ${accountId}::uuid`;
}

/** The licensed seats of the account, or of all accounts. */
export async function seatsOf(db: Db, accountId: string | undefined): Promise<number> {
  const { rows } = await sql<{ seats: number | null }>`
    select sum(seats_licensed)::bigint as seats from accounts
     where archived_at is null and ${accountId === undefined ? sql`true` : sql`id = ${accountId}::uuid`}
  `.execute(db);
  return rows[0]?.seats ?? 0;
}

/** The contacts of the account, or of all accounts. */
export async function contactsOf(db: Db, accountId: string | undefined): Promise<number> {
  const { rows } = await sql<{ contacts: number }>`
    select count(distinct contact_id) as contacts from account_contacts where until is null${ofAccount(accountId)}
  `.execute(db);
  return Number(rows[0]?.contacts ?? 0);
}
