import { type Assignee, type ProjectContent, projectFromTemplate } from "@perennial/contract";
import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import { command, executeIn } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { isId, newId } from "../kernel/ids.ts";
import { contributions } from "../kernel/slice.ts";
import { recordCommands } from "../objects/index.ts";
import { findTemplate, renderOrRefuse } from "../templates/index.ts";
import { completeByRule } from "./complete-by-rule.ts";
import { type Anchors, dueDate } from "./due-date.ts";
import { projectType } from "./project-type.ts";
import { taskType } from "./task-type.ts";
import { updateMilestone } from "./update-milestone.ts";

export const projectCommands = recordCommands(projectType);
export const taskCommands = recordCommands(taskType);

/**
 * Makes a project with its milestones and tasks from a template, with due dates counted from the project's start or the
 * renewal's due date and titles rendered for the account.
 * @throws Problem `invalid-input` when dates are counted from a renewal and the account has none, or a variable has no value
 */
export const createProjectFromTemplate = command({
  name: "projects.create-from-template",
  permission: "projects.write",
  input: projectFromTemplate.body,
  async run({ app, tx, ctx, input }) {
    const { accountId, renewalId } = input;
    const template = await findTemplate(tx, "project", input.template);
    const { content } = template;
    const renewal = await renewalOf(app, tx, accountId, renewalId);
    if (countsFromRenewal(content) && !renewal) {
      throw problem(
        "invalid-input",
        "This template counts its dates from a renewal, and the account has no open one.",
        {
          fields: [{ path: "renewalId", message: "there is no open renewal" }],
        },
      );
    }
    const texts = await renderOrRefuse(app, tx, ctx, sourcesOf(content), {
      accountId,
      renewalId: renewal?.id,
    });
    const startsOn = input.startsOn ? Temporal.PlainDate.from(input.startsOn) : ctx.today;
    const anchors: Anchors = { startsOn, renewalDueOn: renewal?.dueOn ?? null, milestones: new Map() };
    const ownerId =
      input.ownerId ?? (ctx.actor.kind === "teammate" && isId(ctx.actor.id) ? ctx.actor.id : null);
    const { id } = await executeIn(app, tx, ctx, projectCommands.create, {
      accountId,
      body: {
        name: texts.name,
        description: texts.description,
        category: template.category,
        status: "not-started",
        ownerId,
        startsOn: startsOn.toString(),
        targetOn: dueDate(content.target, anchors)?.toString() ?? null,
        stuckAfterDays: content.stuckAfterDays,
      },
    });
    await sql`
      update projects set template_id = ${template.id}, template_version = ${template.version}, renewal_id = ${renewal?.id ?? null}
       where account_id = ${accountId} and id = ${id}
    `.execute(tx);
    const project = { id, accountId, ownerId, renewalId: renewal?.id ?? null };
    const milestones = await insertMilestones(tx, ctx, project, content, anchors);
    await insertTasks(app, tx, ctx, project, content, texts, milestones, anchors);
    await completeByRule(app, tx, ctx, [accountId], { updateTask: taskCommands.update, updateMilestone });
    return { result: { id } };
  },
});

type NewProject = { id: string; accountId: string; ownerId: string | null; renewalId: string | null };
type Milestones = Map<string, { id: string; dueOn: Temporal.PlainDate | null }>;

async function insertMilestones(
  tx: Tx,
  ctx: Context,
  project: NewProject,
  content: ProjectContent,
  anchors: Anchors,
): Promise<Milestones> {
  const milestones: Milestones = new Map();
  for (const { key, due } of content.milestones) {
    milestones.set(key, { id: newId(ctx.now), dueOn: dueDate(due, anchors) });
  }
  if (milestones.size === 0) return milestones;
  await tx
    .insertInto("milestones")
    .values(
      content.milestones.map(({ key, name, completesWhen }, position) => ({
        account_id: project.accountId,
        id: milestones.get(key)?.id ?? newId(ctx.now),
        project_id: project.id,
        name,
        position,
        due_on: milestones.get(key)?.dueOn?.toString() ?? null,
        completes_when: completesWhen === undefined ? null : JSON.stringify(completesWhen),
      })),
    )
    .execute();
  return milestones;
}

async function insertTasks(
  app: App,
  tx: Tx,
  ctx: Context,
  project: NewProject,
  content: ProjectContent,
  texts: Record<string, string>,
  milestones: Milestones,
  anchors: Anchors,
): Promise<void> {
  const withMilestones = {
    ...anchors,
    milestones: new Map([...milestones].map(([key, one]) => [key, one.dueOn])),
  };
  const made = new Map<string, string>();
  for (const [position, task] of inOrder(content.tasks).entries()) {
    const { id } = await executeIn(app, tx, ctx, taskCommands.create, {
      accountId: project.accountId,
      body: {
        title: texts[`${task.key}.title`],
        description: texts[`${task.key}.description`],
        priority: task.priority,
        dueOn: dueDate(task.due, withMilestones)?.toString() ?? null,
        isCustomerVisible: task.isCustomerVisible ?? false,
        projectId: project.id,
        milestoneId: task.milestone ? (milestones.get(task.milestone)?.id ?? null) : undefined,
        renewalId: project.renewalId ?? undefined,
        checklist: task.checklist?.map((text) => ({ text, isDone: false })),
        dependsOn: task.dependsOn?.flatMap((key) => made.get(key) ?? []),
        recurrence: task.recurrence,
        completesWhen: task.completesWhen,
        ...(await assignment(tx, project, task.assignee)),
      },
    });
    made.set(task.key, id);
    await sql`
      update tasks set position = ${position} where account_id = ${project.accountId} and id = ${id}
    `.execute(tx);
  }
}

/** Tasks after those they depend on; a circle is broken where it is met first. */
function inOrder(tasks: ProjectContent["tasks"]): ProjectContent["tasks"] {
  const byKey = new Map(tasks.map((task) => [task.key, task]));
  const ordered = new Set<(typeof tasks)[number]>();
  const visiting = new Set<string>();
  const visit = (task: (typeof tasks)[number]) => {
    if (visiting.has(task.key)) return;
    visiting.add(task.key);
    for (const key of task.dependsOn ?? []) {
      const earlier = byKey.get(key);
      if (earlier) visit(earlier);
    }
    ordered.add(task);
  };
  tasks.forEach(visit);
  return [...ordered];
}

async function assignment(
  tx: Tx,
  { accountId, ownerId }: NewProject,
  assignee: Assignee | undefined,
): Promise<Record<string, unknown>> {
  switch (assignee?.kind) {
    case "key-role":
      return { assigneeRole: assignee.role };
    case "teammate":
      return { assigneeId: assignee.id };
    case "project-owner":
      return { assigneeId: ownerId };
    case "stakeholder": {
      const { rows } = await sql<{ contact_id: string }>`
        select l.contact_id from account_contacts l join contacts c on c.id = l.contact_id
         where l.account_id = ${accountId} and l.stakeholder_role = ${assignee.role} and l.until is null
           and c.archived_at is null
         order by c.created_at, c.id limit 1
      `.execute(tx);
      return { assigneeContactId: rows[0]?.contact_id ?? null };
    }
    default:
      return {};
  }
}

/** The renewal that templates know as `renewal`: the one named, or the account's next open one. */
async function renewalOf(
  app: App,
  tx: Tx,
  accountId: string,
  renewalId: string | undefined,
): Promise<{ id: string; dueOn: Temporal.PlainDate } | null> {
  const scope = contributions(app, "templateScopes").find((one) => one.name === "renewal");
  const values = await scope?.load(tx, { accountId, renewalId });
  if (typeof values?.id !== "string" || typeof values.due_on !== "string") return null;
  return { id: values.id, dueOn: Temporal.PlainDate.from(values.due_on) };
}

function countsFromRenewal({ target, milestones, tasks }: ProjectContent): boolean {
  return [target, ...milestones.map((one) => one.due), ...tasks.map((one) => one.due)].some(
    (due) => due?.from === "renewal-due",
  );
}

function sourcesOf({ name, description, tasks }: ProjectContent): Record<string, string> {
  const sources: Record<string, string> = { name };
  if (description) sources.description = description;
  for (const task of tasks) {
    sources[`${task.key}.title`] = task.title;
    if (task.description) sources[`${task.key}.description`] = task.description;
  }
  return sources;
}
