import { sql } from "kysely";
import type { App } from "../kernel/app.ts";

/** A run that a worker holds: its writes are accepted while `fence` is the run's own. */
export type ClaimedRun = { accountId: string; id: string; playbookId: string; fence: number };

/**
 * Takes due runs for this worker, oldest first, passing by those that another holds or whose playbook is paused. A
 * lease that ran out belongs to whoever takes it next.
 */
export async function claimRuns(app: App, limit: number, leaseMs: number): Promise<ClaimedRun[]> {
  const now = app.clock.now();
  const until = now.add({ milliseconds: leaseMs }).toString();
  const { rows } = await sql<ClaimedRun>`
    with due as (
      select u.account_id, u.id from playbook_runs u join playbooks p on p.id = u.playbook_id
       where u.state in ('ready', 'waiting') and u.wake_at <= ${now.toString()}::timestamptz
         and (u.leased_until is null or u.leased_until <= ${now.toString()}::timestamptz)
         and p.paused_at is null and not exists (select from playbook_settings where paused_at is not null)
       order by u.wake_at, u.id limit ${limit}
         for update of u skip locked)
    update playbook_runs u set leased_until = ${until}::timestamptz, fence = u.fence + 1
      from due where u.account_id = due.account_id and u.id = due.id
    returning u.account_id as "accountId", u.id, u.playbook_id as "playbookId", u.fence
  `.execute(app.db);
  return rows;
}
