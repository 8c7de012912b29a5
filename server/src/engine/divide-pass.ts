import { sql } from "kysely";
import type { Tx } from "../kernel/db.ts";
import { noAccount } from "../kernel/ids.ts";

/** So many accounts lie together in a chunk, which one worker at a time has; it goes through it part by part. */
const chunkSize = 2_000;
/** Fewer, since what is made anew may keep facts from being stored meanwhile. */
const rebuildChunkSize = 200;

/** Divides the oldest pass that is not begun into chunks of as many accounts. */
export async function dividePass(tx: Tx, now: Temporal.Instant): Promise<boolean> {
  const { rows } = await sql<{ id: string; rebuilds: boolean }>`
    select id, rebuilds from engine_passes where finished_at is null and started_at is null
     order by requested_at, id limit 1 for update skip locked
  `.execute(tx);
  const pass = rows[0];
  if (!pass) return false;
  // One statement, so that chunks and total are of the same accounts whoever makes one meanwhile.
  await sql`
    with each as (
      select account_id, row_number() over (order by account_id) as place from account_derived
    ), chunks as (
      insert into engine_pass_chunks (pass_id, from_id, until_id)
      select ${pass.id}, case when place > 1 then account_id else ${noAccount} end, lead(account_id) over (order by account_id)
        from each where place % ${pass.rebuilds ? rebuildChunkSize : chunkSize} = 1
    )
    update engine_passes p
       set started_at = ${now.toString()}::timestamptz, accounts_total = n.total,
           finished_at = case when n.total = 0 then ${now.toString()}::timestamptz end
      from (select count(*)::integer as total from each) n
     where p.id = ${pass.id}
  `.execute(tx);
  return true;
}
