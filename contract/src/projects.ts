import { z } from "zod";
import { accountReference } from "./contacts.ts";
import { dateText, endpoint, idParams } from "./endpoint.ts";
import type { FieldSpec } from "./fields.ts";
import { recordEndpoints } from "./records.ts";
import { recurrenceSchema } from "./templates.ts";

export const projectStatuses = [
  { value: "not-started", label: "Not started", tone: "neutral" },
  { value: "active", label: "Active", tone: "accent" },
  { value: "complete", label: "Complete", tone: "good" },
  { value: "cancelled", label: "Cancelled", tone: "neutral" },
] as const;

/** Built-in fields of a project. */
export const projectFields = [
  { slug: "name", label: "Name", type: "text", isRequired: true },
  { slug: "accountId", label: "Account", type: "account", isReadOnly: true },
  { slug: "category", label: "Category", type: "text" },
  { slug: "description", label: "Description", type: "long-text" },
  { slug: "status", label: "Status", type: "select", options: projectStatuses, isRequired: true },
  { slug: "ownerId", label: "Owner", type: "teammate" },
  { slug: "startsOn", label: "Starts", type: "date" },
  { slug: "targetOn", label: "Target", type: "date" },
  { slug: "completedOn", label: "Completed", type: "date" },
  {
    slug: "stuckAfterDays",
    label: "Stuck after days",
    type: "integer",
    description: "Days without a finished task",
  },
] as const satisfies readonly FieldSpec[];

export const milestoneSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  dueOn: dateText.nullable(),
  completedOn: dateText.nullable(),
});

const pace = z
  .enum(["not-started", "on-track", "behind", "stuck", "done"])
  .describe("behind: something is overdue; stuck: nothing finished for `stuckAfterDays`");

export const projects = recordEndpoints({
  plural: "projects",
  keepsPast: true,
  label: "project",
  fields: projectFields,
  more: {
    templateId: z.uuid().nullable(),
    renewalId: z.uuid().nullable(),
    taskCount: z.number().int(),
    doneCount: z.number().int(),
    donePct: z.number().describe("Finished tasks of those not cancelled, 0–100"),
    pace,
    milestones: z.array(milestoneSchema),
  },
  moreInput: { account: accountReference.optional().describe("Left out: an internal project") },
});
export type Project = z.infer<typeof projects.record>;

export const projectFromTemplate = endpoint({
  method: "POST",
  path: "/projects/from-template",
  summary: "Create a project with its milestones and tasks from a template",
  description: "Due dates are counted from the project's start or the renewal's due date.",
  body: z.object({
    accountId: z.uuid(),
    template: z.object({ id: z.uuid().optional(), slug: z.string().max(100).optional() }),
    startsOn: dateText.optional().describe("Default: today"),
    renewalId: z.uuid().optional(),
    ownerId: z.uuid().optional(),
  }),
  response: projects.record,
  status: 201,
});

export const milestoneUpdate = endpoint({
  method: "PATCH",
  path: "/milestones/:id",
  summary: "Rename, move or complete a milestone",
  params: idParams,
  body: z.object({
    name: z.string().trim().min(1).max(500).optional(),
    dueOn: dateText.nullish(),
    completedOn: dateText.nullish(),
  }),
  response: milestoneSchema,
});

export const taskStatuses = [
  { value: "open", label: "Open", tone: "accent" },
  { value: "done", label: "Done", tone: "good" },
  { value: "cancelled", label: "Cancelled", tone: "neutral" },
] as const;
export const taskPriorities = [
  { value: "low", label: "Low", tone: "neutral" },
  { value: "normal", label: "Normal", tone: "neutral" },
  { value: "high", label: "High", tone: "warn" },
] as const;

/** Built-in fields of a task. */
export const taskFields = [
  { slug: "title", label: "Title", type: "text", isRequired: true },
  { slug: "accountId", label: "Account", type: "account", isReadOnly: true },
  { slug: "description", label: "Description", type: "long-text" },
  { slug: "status", label: "Status", type: "select", options: taskStatuses, isRequired: true },
  { slug: "priority", label: "Priority", type: "select", options: taskPriorities },
  { slug: "category", label: "Category", type: "text" },
  { slug: "assigneeId", label: "Assignee", type: "teammate" },
  { slug: "assigneeContactId", label: "Assigned contact", type: "contact" },
  { slug: "dueOn", label: "Due", type: "date" },
  { slug: "completedAt", label: "Completed", type: "instant", isReadOnly: true },
  { slug: "isCustomerVisible", label: "Shown to the customer", type: "boolean" },
] as const satisfies readonly FieldSpec[];

const checklistItem = z.object({ text: z.string().min(1).max(500), isDone: z.boolean().default(false) });

export const tasks = recordEndpoints({
  plural: "tasks",
  keepsPast: true,
  label: "task",
  fields: taskFields,
  more: {
    projectId: z.uuid().nullable(),
    milestoneId: z.uuid().nullable(),
    renewalId: z.uuid().nullable(),
    assigneeRole: z.string().nullable().describe("Key role whose holder it was given to"),
    checklist: z.array(z.object({ text: z.string(), isDone: z.boolean() })),
    dependsOn: z.array(z.uuid()),
    recurrence: recurrenceSchema.nullable(),
    completesWhen: z.unknown().describe("The rule over the account by which it completes itself"),
    isOverdue: z.boolean(),
    isBlocked: z.boolean().describe("A task it depends on is still open"),
  },
  moreInput: {
    account: accountReference.optional().describe("Left out: an internal task"),
    projectId: z.uuid().nullish(),
    milestoneId: z.uuid().nullish(),
    renewalId: z.uuid().nullish(),
    assigneeRole: z.string().max(40).nullish().describe("Gives it to the account's holder of this key role"),
    checklist: z.array(checklistItem).max(50).optional(),
    dependsOn: z.array(z.uuid()).max(20).optional(),
    completesWhen: z.unknown().optional().describe("A rule over the account: when true, the task is done"),
    recurrence: recurrenceSchema.nullish().describe("When it is done, the next one is made"),
  },
});
export type Task = z.infer<typeof tasks.record>;
