import { sql } from "kysely";
import type { Tx } from "../kernel/db.ts";

type Blank = {
  /** What stands in place of the name. */
  name: string;
  at: Temporal.Instant;
  /** Columns that say nothing of anybody, and are needed to read what stays. */
  keeps?: readonly string[];
};

/** Leaves records with nothing but a name in their place: every column that may be empty is, traits included. */
export async function blankRecords(
  tx: Tx,
  table: "accounts" | "contacts",
  ids: readonly string[],
  { name, at, keeps = [] }: Blank,
): Promise<void> {
  const { rows } = await sql<{ name: string; is_list: boolean }>`
    select a.attname::text as name, a.attnotnull as is_list from pg_attribute a join pg_type t on t.oid = a.atttypid
     where a.attrelid = ${table}::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
       and (not a.attnotnull or t.typcategory = 'A') and not (a.attname = any(${["name", "archived_at", ...keeps]}::text[]))
  `.execute(tx);
  const blanks = rows.map((row) => sql`${sql.ref(row.name)} = ${row.is_list ? sql`'{}'` : sql`null`}`);
  await sql`
    update ${sql.table(table)} set name = ${name}, updated_at = ${at.toString()}::timestamptz, ${sql.join(blanks)}
     where id = any(${[...ids]}::uuid[])
  `.execute(tx);
}
