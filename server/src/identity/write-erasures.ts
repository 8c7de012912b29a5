import { sql } from "kysely";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import type { Mergeable } from "./hanging-of.ts";

/** Keeps that these records were erased, so that nothing brings them back. */
export async function writeErasures(
  tx: Tx,
  ctx: Context,
  object: Mergeable,
  ids: readonly string[],
): Promise<void> {
  await sql`
    insert into erasures (object, id, erased_at, erased_by)
    select ${object}, unnest(${[...ids]}::uuid[]), ${ctx.now.toString()}::timestamptz, ${ctx.actor.name}
    on conflict do nothing
  `.execute(tx);
}
