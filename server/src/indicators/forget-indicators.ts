import { sql } from "kysely";
import { markDirty } from "../engine/index.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { readDefinitions } from "./definitions.sql.ts";
import { conditionColumn } from "./indicator-columns.ts";

/**
 * Forgets every indicator of these accounts; the live engine then raises anew what is so. For data that came in an order
 * in which it never happened, such as months of usage loaded at once.
 */
export async function forgetIndicators(tx: Tx, ctx: Context, accountIds: readonly string[]): Promise<void> {
  const ids = [...accountIds];
  // The live engine locks these rows in this order before it raises: whoever comes second waits.
  await sql`
    select account_id from account_derived where account_id = any(${ids}::uuid[]) order by account_id for update
  `.execute(tx);
  await sql`delete from indicators where account_id = any(${ids}::uuid[])`.execute(tx);
  const definitions = await readDefinitions(tx);
  if (definitions.length > 0) {
    const columns = definitions.map(({ slug }) => sql`${sql.id(conditionColumn(slug))} = false`);
    await sql`
      update account_derived set ${sql.join(columns)} where account_id = any(${ids}::uuid[])
    `.execute(tx);
  }
  await markDirty(tx, ids, ctx.now);
}
