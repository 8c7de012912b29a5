import { Kysely, PostgresDialect, type Transaction } from "kysely";
import type { Pool } from "pg";
import type { DB } from "../../db/types.ts";

export type Db = Kysely<DB>;
export type Tx = Transaction<DB>;

/** Kysely over a pool; the types are generated from the migrated database. */
export function createDb(pool: Pool): Db {
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
}

/**
 * An array parameter of ids, numbers, dates, instants or nulls, whose text has nothing that an array's text must quote.
 * The driver looks through every value of an array for what to quote, which is much of the work of a large statement.
 */
export function plainArray(values: readonly (string | number | null)[]): string {
  return `{${values.map((value) => value ?? "null").join(",")}}`;
}
