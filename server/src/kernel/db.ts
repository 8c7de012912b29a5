import { Kysely, PostgresDialect, type Transaction } from "kysely";
import type { Pool } from "pg";
import type { DB } from "../../db/types.ts";

export type Db = Kysely<DB>;
export type Tx = Transaction<DB>;

/** Kysely over a pool; the types are generated from the migrated database. */
export function createDb(pool: Pool): Db {
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
}
