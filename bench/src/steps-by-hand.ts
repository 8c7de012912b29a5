import type pg from "pg";
import { benchNow } from "./bench-company.ts";
import { eachOf } from "./measure.ts";

/** Runs advanced by one statement and one commit. */
const batchSize = 50;
const connections = 2;

/**
 * One step of each run: what the step writes, its trace, the run's place and the entries of history, audit and feed, as
 * one statement knows them that decides nothing.
 */
const statement = `
  with taken as (
    select account_id, id from playbook_runs where (account_id, id) in (select * from unnest($1::uuid[], $2::uuid[])) for update
  ), linked as (
    insert into segment_links (account_id, segment_id, source, is_member, actor_kind, actor_id, actor_name, reason, at)
    select account_id, $3::uuid, 'playbook', true, 'playbook', $4::text, 'By hand', 'By hand', $5::timestamptz from taken where $6::text = 'link'
    on conflict (account_id, segment_id, source) do update set is_member = true
  ), touched as (
    update accounts a set t_bench_touched = 'yes', updated_at = $5::timestamptz from taken t where $6::text = 'trait' and a.id = t.account_id
  ), kept as (
    insert into history (account_id, id, object, object_id, field, new, at, recorded_at, command, actor_kind, actor_id, actor_name, request_id)
    select account_id, gen_random_uuid(), 'account', account_id, $6::text, 'true', $5::timestamptz, $5::timestamptz, 'by hand', 'playbook', $4::text, 'By hand', 'by hand'
      from taken where $6::text in ('link', 'trait')
  ), audited as (
    insert into audit (id, at, command, actor_kind, actor_id, actor_name, request_id, object, object_id, account_id, changes, events)
    select gen_random_uuid(), $5::timestamptz, 'by hand', 'playbook', $4::text, 'By hand', 'by hand', 'account', account_id, account_id, '{}', '[]'
      from taken where $6::text in ('link', 'trait')
  ), marked as (
    insert into dirty_accounts (account_id, marked_at) select account_id, $5::timestamptz from taken where $6::text in ('link', 'trait')
  ), traced as (
    insert into playbook_run_steps (account_id, run_id, number, step_id, kind, outcome, outlet, why, input, output, at)
    select account_id, id, $7::int, $6::text, $6::text, 'done', 'next', 'By hand.', '{}', '{}', $5::timestamptz from taken
  ), told as (
    insert into feed (name, object, object_id, account_id, payload, at, actor_kind, actor_id, actor_name)
    select 'playbook.step-done', 'playbook-run', id, account_id, '{}'::jsonb, $5::timestamptz, 'playbook', $4::text, 'By hand' from taken
    union all
    select 'account.updated', 'account', account_id, account_id, '{}'::jsonb, $5::timestamptz, 'playbook', $4::text, 'By hand' from taken where $6::text in ('link', 'trait')
  )
  update playbook_runs u set step_count = $7::int, current_step = $6::text, updated_at = $5::timestamptz, wake_at = $5::timestamptz, fence = fence + 1,
         state = case when $8::boolean then 'completed' else 'ready' end, finished_at = case when $8::boolean then $5::timestamptz end
    from taken t where u.account_id = t.account_id and u.id = t.id`;

/** Advances runs that were put there for it, step by step. */
export async function stepsByHand(
  pool: pg.Pool,
  { playbookId, segmentId, steps }: { playbookId: string; segmentId: string; steps: readonly string[] },
): Promise<void> {
  const { rows } = await pool.query<{ account_id: string; id: string }>(
    "select account_id, id from playbook_runs where playbook_id = $1 order by account_id",
    [playbookId],
  );
  const batches = Array.from({ length: Math.ceil(rows.length / batchSize) }, (_, n) =>
    rows.slice(n * batchSize, (n + 1) * batchSize),
  );
  await eachOf(batches, connections, async (batch) => {
    for (const [index, step] of steps.entries()) {
      await pool.query(statement, [
        batch.map((run) => run.account_id),
        batch.map((run) => run.id),
        segmentId,
        playbookId,
        benchNow.toString(),
        step,
        index + 1,
        index === steps.length - 1,
      ]);
    }
  });
}
