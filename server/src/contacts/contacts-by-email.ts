import { sql } from "kysely";
import type { Tx } from "../kernel/db.ts";

/** The contact of each address, in lower case; of several with one address the one that was there first. */
export async function contactsByEmail(tx: Tx, emails: readonly string[]): Promise<Map<string, string>> {
  const wanted = [...new Set(emails)].filter((email) => email !== "");
  if (wanted.length === 0) return new Map();
  const { rows } = await sql<{ email: string; id: string }>`
    select lower(email) as email, min(id::text) as id from contacts
     where lower(email) = any(${wanted}::text[]) group by lower(email)
  `.execute(tx);
  return new Map(rows.map((row) => [row.email, row.id]));
}
