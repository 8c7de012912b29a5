import type { Recurrence } from "@perennial/contract";
import { sql } from "kysely";
import type { Change, DomainEvent } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { newId } from "../kernel/ids.ts";
import type { RecordWrite, WriteArguments } from "../objects/index.ts";
import { nextDueOn } from "./recurrence.ts";

type Followed = { changes: Change[]; events: DomainEvent[] };

/**
 * What follows when a task is finished or opened again: its own instant, the next task of a series, its milestone
 * (complete when all its tasks are) and its project (active with the first finished task).
 */
export async function followCompletion({ tx, ctx, writes }: WriteArguments): Promise<Followed> {
  const followed: Followed = { changes: [], events: [] };
  for (const write of writes) {
    const was = write.isNew ? "open" : write.before.status;
    const is = write.after.status;
    if (was === is) continue;
    const task = await stampCompletion(tx, ctx, write, is === "done", followed);
    if (is === "done") {
      followed.events.push({
        ...refOf(write),
        name: "task.completed",
        payload: { title: String(write.after.title) },
      });
      if (task.recurrence) await addNext(tx, ctx, write, task.recurrence, followed);
      if (task.project_id) await startProject(tx, ctx, write.accountId, task.project_id, followed);
    }
    if (task.milestone_id) await settleMilestone(tx, ctx, write.accountId, task.milestone_id, followed);
  }
  return followed;
}

type Links = { project_id: string | null; milestone_id: string | null; recurrence: Recurrence | null };

async function stampCompletion(
  tx: Tx,
  ctx: Context,
  write: RecordWrite,
  isDone: boolean,
  followed: Followed,
): Promise<Links> {
  const at = isDone ? ctx.now.toString() : null;
  const { rows } = await sql<Links>`
    update tasks set completed_at = ${at}::timestamptz where account_id = ${write.accountId} and id = ${write.id}
    returning project_id, milestone_id, recurrence
  `.execute(tx);
  const old = write.before.completedAt ?? null;
  if (old !== at) followed.changes.push({ ...refOf(write), field: "completedAt", old, new: at });
  return rows[0] ?? { project_id: null, milestone_id: null, recurrence: null };
}

async function addNext(
  tx: Tx,
  ctx: Context,
  write: RecordWrite,
  recurrence: Recurrence,
  followed: Followed,
): Promise<void> {
  const id = newId(ctx.now);
  const due = write.after.dueOn ? Temporal.PlainDate.from(String(write.after.dueOn)) : null;
  const dueOn = nextDueOn(recurrence, due, ctx.today).toString();
  await sql`
    insert into tasks (account_id, id, project_id, milestone_id, title, description, status, priority, category,
                       assignee_id, assignee_role, assignee_contact_id, due_on, is_customer_visible, renewal_id,
                       position, checklist, recurrence, template_id, created_at, updated_at)
    select account_id, ${id}, project_id, milestone_id, title, description, 'open', priority, category,
           assignee_id, assignee_role, assignee_contact_id, ${dueOn}::date, is_customer_visible, renewal_id,
           position, (select coalesce(jsonb_agg(item || '{"isDone": false}' order by at), '[]')
                        from jsonb_array_elements(checklist) with ordinality as items (item, at)),
           recurrence, template_id, ${ctx.now.toString()}::timestamptz, ${ctx.now.toString()}::timestamptz
      from tasks where account_id = ${write.accountId} and id = ${write.id}
  `.execute(tx);
  // The finished one no longer repeats: opening and finishing it again must not make another.
  await sql`update tasks set recurrence = null where account_id = ${write.accountId} and id = ${write.id}`.execute(
    tx,
  );
  const ref = { ...refOf(write), objectId: id };
  followed.changes.push({ ...ref, field: "dueOn", old: null, new: dueOn });
  followed.events.push({ ...ref, name: "task.created", payload: { recursFrom: write.id } });
}

async function startProject(
  tx: Tx,
  ctx: Context,
  accountId: string | null,
  id: string,
  followed: Followed,
): Promise<void> {
  const { numAffectedRows } = await sql`
    update projects set status = 'active', updated_at = ${ctx.now.toString()}::timestamptz
     where account_id = ${accountId} and id = ${id} and status = 'not-started'
  `.execute(tx);
  if (numAffectedRows !== 1n) return;
  const ref = { object: "project", objectId: id, accountId };
  followed.changes.push({ ...ref, field: "status", old: "not-started", new: "active" });
  followed.events.push({ ...ref, name: "project.updated", payload: { fields: ["status"] } });
}

async function settleMilestone(
  tx: Tx,
  ctx: Context,
  accountId: string | null,
  id: string,
  followed: Followed,
): Promise<void> {
  const { rows } = await sql<{ completed_on: string | null; is_open: boolean; name: string }>`
    select m.completed_on, m.name,
           exists (select from tasks t where t.account_id = m.account_id and t.milestone_id = m.id
                                         and t.status = 'open' and t.archived_at is null) as is_open
      from milestones m where m.account_id = ${accountId} and m.id = ${id} for update
  `.execute(tx);
  const [milestone] = rows;
  if (!milestone || milestone.is_open === (milestone.completed_on === null)) return;
  const completedOn = milestone.is_open ? null : ctx.today.toString();
  await sql`
    update milestones set completed_on = ${completedOn}::date where account_id = ${accountId} and id = ${id}
  `.execute(tx);
  const ref = { object: "milestone", objectId: id, accountId };
  followed.changes.push({ ...ref, field: "completedOn", old: milestone.completed_on, new: completedOn });
  if (completedOn)
    followed.events.push({ ...ref, name: "milestone.completed", payload: { name: milestone.name } });
}

function refOf(write: RecordWrite) {
  return { object: "task", objectId: write.id, accountId: write.accountId };
}
