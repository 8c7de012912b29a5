import type { PlaybookDefinition } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import type { App } from "../kernel/app.ts";
import type { Json } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { newId } from "../kernel/ids.ts";
import { publish } from "../kernel/publish.ts";
import type { PlaybookRow } from "./definition.sql.ts";
import { leftOutCondition } from "./left-out.ts";
import { playbookActor } from "./playbook-actor.ts";

/** Wakes the workers of every process when the transaction commits. */
export const playbooksChannel = "perennial_playbooks";

export type Enrolled = { accountId: string; runId: string };

/**
 * Begins a run for each of these accounts that may have one, set-wise, in the transaction that causes it. However
 * many events and workers: one enrolment is kept for each account and playbook, and one run is under way.
 */
export async function enrol(
  app: App,
  tx: Tx,
  ctx: Context,
  playbook: PlaybookRow,
  definition: PlaybookDefinition,
  accountIds: readonly string[],
  because: { [key: string]: Json },
): Promise<Enrolled[]> {
  const ids = [...new Set(accountIds)].sort();
  if (ids.length === 0) return [];
  const at = ctx.now.toString();
  const leftOut = await leftOutCondition(app, tx, definition);
  const { rows } = await sql<{ account_id: string }>`
    insert into playbook_enrolments (account_id, playbook_id, last_enrolled_at)
    select r.id, ${playbook.id}::uuid, ${at}::timestamptz
      from accounts r join account_derived r_d on r_d.account_id = r.id
     where r.id = any(${ids}::uuid[]) and r.archived_at is null and not ${leftOut}
       and not exists (select from playbook_runs u
                        where u.account_id = r.id and u.playbook_id = ${playbook.id} and u.finished_at is null)
     order by r.id
    on conflict (account_id, playbook_id) ${onceMore(definition, ctx)}
    returning account_id
  `.execute(tx);
  if (rows.length === 0) return [];
  const enrolled = await insertRuns(
    tx,
    ctx,
    playbook,
    definition,
    rows.map((row) => row.account_id),
    because,
  );
  await wakeWorkers(tx);
  const actor = playbookActor(playbook);
  const events = enrolled.map(({ accountId, runId }) => ({
    name: "playbook.run-started",
    object: "playbook-run",
    objectId: runId,
    accountId,
    payload: { playbookId: playbook.id, ...because },
  }));
  await publish(app, tx, { ...ctx, actor }, "playbooks.enrol", { changes: [], events, isDerived: true });
  return enrolled;
}

/** What happens to an account that has been enrolled before. */
function onceMore({ enrolment }: PlaybookDefinition, ctx: Context): RawBuilder<unknown> {
  if (enrolment.policy === "once") return sql`do nothing`;
  const again = sql`do update set last_enrolled_at = excluded.last_enrolled_at`;
  if (enrolment.notWithinDays === undefined) return again;
  return sql`${again} where playbook_enrolments.last_enrolled_at <= ${earliest(ctx, enrolment.notWithinDays)}::timestamptz`;
}

/** Who was enrolled after this instant may not be enrolled yet. */
export function earliest(ctx: Context, days: number): string {
  return ctx.now.toZonedDateTimeISO(ctx.timeZone).subtract({ days }).toInstant().toString();
}

/** A run that another transaction has begun meanwhile is not begun again. */
async function insertRuns(
  tx: Tx,
  ctx: Context,
  playbook: PlaybookRow,
  definition: PlaybookDefinition,
  accountIds: readonly string[],
  because: { [key: string]: Json },
): Promise<Enrolled[]> {
  const at = ctx.now.toString();
  const runs = accountIds.map((accountId) => ({ account_id: accountId, id: newId(ctx.now) }));
  const { rows } = await sql<Enrolled>`
    insert into playbook_runs (account_id, id, playbook_id, version, state, current_step, wake_at, memory, step_count,
                               attempts, fence, started_because, enrolled_at, updated_at)
    select n.account_id, n.id, ${playbook.id}::uuid, ${playbook.version}, 'ready', ${definition.first},
           ${at}::timestamptz, '{}'::jsonb, 0, 0, 0, ${JSON.stringify(because)}::jsonb, ${at}::timestamptz, ${at}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(runs)}::jsonb) as n (account_id uuid, id uuid)
    on conflict (account_id, playbook_id) where finished_at is null do nothing
    returning account_id as "accountId", id as "runId"
  `.execute(tx);
  return rows;
}

/** Tells workers that runs are due, once this transaction commits. */
export async function wakeWorkers(tx: Tx): Promise<void> {
  await sql`select pg_notify(${playbooksChannel}, '')`.execute(tx);
}
