import type { milestoneSchema } from "@perennial/contract";
import { sql } from "kysely";
import type { z } from "zod";
import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import { noAccount } from "../kernel/ids.ts";
import { type Present, presentCommon, readBesideColumns } from "../objects/index.ts";
import { donePct, paceOf } from "./pace.ts";
import { planned } from "./planned-then.ts";
import { projectType } from "./project-type.ts";
import { taskBeside, taskType } from "./task-type.ts";

type Progress = {
  id: string;
  template_id: string | null;
  renewal_id: string | null;
  done: number;
  open: number;
  next_due_on: string | null;
  last_progress_at: string | null;
  milestones: z.output<typeof milestoneSchema>[];
};

/** Projects as the API shows them: with progress, pace and milestones; one statement whatever their number. */
export const presentProjects: Present = async (app, ctx, records) => {
  const progress = await progressOf(
    app,
    ctx,
    records.map((record) => record.id),
  );
  return records.map((record) => {
    const { accountId, ...shown } = presentCommon(projectType, record);
    const facts = progress.get(record.id);
    const day = (value: unknown) => (typeof value === "string" ? Temporal.PlainDate.from(value) : null);
    const dayAt = (value: string | null | undefined) =>
      value ? Temporal.Instant.from(value).toZonedDateTimeISO(ctx.timeZone).toPlainDate() : null;
    const [done, open] = [facts?.done ?? 0, facts?.open ?? 0];
    return {
      ...shown,
      accountId: accountId === noAccount ? null : accountId,
      templateId: facts?.template_id ?? null,
      renewalId: facts?.renewal_id ?? null,
      taskCount: done + open,
      doneCount: done,
      donePct: donePct(done, done + open),
      pace: paceOf(
        {
          status: String(record.values.status),
          startsOn: day(record.values.startsOn) ?? dayAt(record.createdAt) ?? ctx.today,
          targetOn: day(record.values.targetOn),
          stuckAfterDays: Number(record.values.stuckAfterDays),
          openTasks: open,
          nextDueOn: day(facts?.next_due_on),
          lastProgressOn: dayAt(facts?.last_progress_at),
        },
        ctx.today,
      ),
      milestones: facts?.milestones ?? [],
    };
  });
};

async function progressOf(app: App, ctx: Context, ids: readonly string[]): Promise<Map<string, Progress>> {
  if (ids.length === 0) return new Map();
  const select = sql<Progress>`
    select p.id, p.template_id, p.renewal_id,
           count(t.id) filter (where t.status = 'done')::integer as done,
           count(t.id) filter (where t.status = 'open')::integer as open,
           least(min(t.due_on) filter (where t.status = 'open'),
                 (select min(m.due_on) from milestones m
                   where m.account_id = p.account_id and m.project_id = p.id and m.completed_on is null)) as next_due_on,
           max(t.completed_at) as last_progress_at,
           (select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'name', m.name, 'dueOn', m.due_on,
                                                         'completedOn', m.completed_on) order by m.position), '[]')
              from milestones m where m.account_id = p.account_id and m.project_id = p.id) as milestones
      from projects p
      left join tasks t on t.account_id = p.account_id and t.project_id = p.id and t.archived_at is null
     where p.id = any(${[...ids]}::uuid[])
     group by p.account_id, p.id`;
  const { rows } = await planned(ctx, select).execute(app.db);
  return new Map(rows.map((row) => [row.id, row]));
}

/** Those of these tasks that are open. */
function openOf(ctx: Context, ids: readonly string[]) {
  const select = sql<{
    id: string;
  }>`select id from tasks where id = any(${[...ids]}::uuid[]) and status = 'open'`;
  return planned(ctx, select);
}

/** Tasks as the API shows them. */
export const presentTasks: Present = async (app, ctx, records) => {
  const beside = await readBesideColumns(
    app.db,
    taskType,
    taskBeside,
    records.map((record) => record.id),
    ctx,
  );
  const dependsOn = [...beside.values()].flatMap((one) => (one.dependsOn ?? []) as string[]);
  const open = dependsOn.length === 0 ? [] : (await openOf(ctx, dependsOn).execute(app.db)).rows;
  const openIds = new Set(open.map((row) => row.id));
  return records.map((record) => {
    const { accountId, ...shown } = presentCommon(taskType, record);
    const { id: _id, ...more } = beside.get(record.id) ?? {};
    const { status, dueOn } = record.values;
    return {
      ...shown,
      ...more,
      accountId: accountId === noAccount ? null : accountId,
      isOverdue: status === "open" && typeof dueOn === "string" && dueOn < ctx.today.toString(),
      isBlocked: ((more.dependsOn ?? []) as string[]).some((one) => openIds.has(one)),
    };
  });
};
