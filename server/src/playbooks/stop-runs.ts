import { type RawBuilder, sql } from "kysely";
import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { publish } from "../kernel/publish.ts";

/** Stops the runs under way of a playbook that fit `which`, a condition over `playbook_runs`. @returns how many */
export async function stopRunsOf(
  app: App,
  tx: Tx,
  ctx: Context,
  playbook: { id: string },
  which: RawBuilder<boolean>,
  why: string,
): Promise<number> {
  const at = ctx.now.toString();
  const { rows } = await sql<{ account_id: string; id: string }>`
    update playbook_runs
       set state = 'stopped', finished_at = ${at}::timestamptz, ended_because = ${why}, wake_at = null, wake = null,
           waits_for_conversation = null, leased_until = null, fence = fence + 1, updated_at = ${at}::timestamptz
     where playbook_id = ${playbook.id} and finished_at is null and ${which}
    returning account_id, id
  `.execute(tx);
  const events = rows.map((row) => ({
    name: "playbook.run-finished",
    object: "playbook-run",
    objectId: row.id,
    accountId: row.account_id,
    payload: { playbookId: playbook.id, state: "stopped", why },
  }));
  await publish(app, tx, ctx, "playbooks.stop-runs", { changes: [], events, isDerived: true });
  return rows.length;
}
