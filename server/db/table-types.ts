import { Kysely, PostgresDialect as KyselyDialect } from "kysely";
import { generate, PostgresDialect } from "kysely-codegen";
import type { Pool } from "pg";

/** Kysely's types of every table in `public`, as values come out of `types-from-text.ts`. */
export async function tableTypes(pool: Pool): Promise<string> {
  return await generate({
    db: new Kysely({ dialect: new KyselyDialect({ pool }) }),
    dialect: new PostgresDialect(),
    includePattern: "public.*",
    excludePattern: "public.schema_migration",
    outFile: null,
    typeMapping: {
      date: "string",
      timestamp: "string",
      timestamptz: "string",
      interval: "string",
      numeric: "string",
      int8: "number",
    },
  });
}
