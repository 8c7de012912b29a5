import { taskFields } from "@perennial/contract";
import { sql } from "kysely";
import { accountType } from "../accounts/index.ts";
import { resolveAccountOfRows } from "../contracts/index.ts";
import type { App } from "../kernel/app.ts";
import type { Change } from "../kernel/command.ts";
import type { Tx } from "../kernel/db.ts";
import { Problem } from "../kernel/errors.ts";
import { noAccount } from "../kernel/ids.ts";
import {
  type BesideColumns,
  builtIns,
  catalogOf,
  type ObjectType,
  parseRuleFor,
  type RecordInput,
  type RecordWrite,
  type RowProblem,
  readRecords,
  type WriteArguments,
  writeBesideColumns,
} from "../objects/index.ts";
import { followCompletion } from "./follow-completion.ts";
import { belowNothing } from "./project-type.ts";

/** What a task has beside its fields. */
export const taskBeside: BesideColumns = {
  projectId: { column: "project_id", type: "uuid" },
  milestoneId: { column: "milestone_id", type: "uuid" },
  renewalId: { column: "renewal_id", type: "uuid" },
  assigneeRole: { column: "assignee_role", type: "text" },
  checklist: { column: "checklist", type: "jsonb" },
  dependsOn: { column: "depends_on", type: "uuid[]" },
  recurrence: { column: "recurrence", type: "jsonb" },
  completesWhen: { column: "completes_when", type: "jsonb" },
};

/** Tasks: of a project, or standing alone; below an account, or internal. */
export const taskType: ObjectType = {
  slug: "task",
  plural: "tasks",
  label: "Task",
  labelPlural: "Tasks",
  table: "tasks",
  placement: "below-account",
  keepsPast: true,
  builtIns: builtIns("task", taskFields, {
    title: "title",
    accountId: "account_id",
    description: "description",
    status: "status",
    priority: "priority",
    category: "category",
    assigneeId: "assignee_id",
    assigneeContactId: "assignee_contact_id",
    dueOn: "due_on",
    completedAt: "completed_at",
    isCustomerVisible: "is_customer_visible",
  }),
  defaults: { status: "open", isCustomerVisible: false },
  shown: [
    { slug: "isOverdue", label: "Overdue", type: "boolean" },
    { slug: "isBlocked", label: "Blocked", type: "boolean" },
  ],
  async prepare({ tx, inputs }) {
    const placed = await placeInProject(tx, inputs);
    const resolved = await resolveAccountOfRows(tx, placed);
    return { inputs: resolved.inputs.map(belowNothing), problems: resolved.problems };
  },
  check: async ({ app, tx, writes }) => [
    ...(await foreignLinks(tx, writes)),
    ...(await unsoundRules(app, tx, writes)),
  ],
  async afterWrite(args) {
    const changes = await writeBesideColumns(args.tx, taskType, taskBeside, args.writes);
    changes.push(...(await assignToRoleHolders(args)));
    const followed = await followCompletion(args);
    return { changes: [...changes, ...followed.changes], events: followed.events };
  },
};

/** A new task of a project lies where the project lies. */
async function placeInProject(tx: Tx, inputs: readonly RecordInput[]): Promise<RecordInput[]> {
  const ids = inputs.flatMap(({ id, accountId, extras }) =>
    id === undefined &&
    accountId === undefined &&
    extras?.account === undefined &&
    typeof extras?.projectId === "string"
      ? [extras.projectId]
      : [],
  );
  if (ids.length === 0) return [...inputs];
  const rows = await tx.selectFrom("projects").select(["id", "account_id"]).where("id", "in", ids).execute();
  const accounts = new Map(rows.map((row) => [row.id, row.account_id]));
  return inputs.map((input) => {
    const accountId = accounts.get(String(input.extras?.projectId ?? ""));
    // A task of an internal project is internal itself: it names no account.
    return accountId &&
      accountId !== noAccount &&
      input.id === undefined &&
      input.extras?.account === undefined
      ? { ...input, accountId }
      : input;
  });
}

/** Project, milestone and tasks depended on must lie below the same account: an id alone proves nothing. */
async function foreignLinks(tx: Tx, writes: readonly RecordWrite[]): Promise<RowProblem[]> {
  const problems: RowProblem[] = [];
  for (const { row, id, accountId, extras } of writes) {
    const links = [
      { path: "projectId", table: "projects", ids: [extras.projectId] },
      { path: "milestoneId", table: "milestones", ids: [extras.milestoneId] },
      { path: "dependsOn", table: "tasks", ids: (extras.dependsOn ?? []) as unknown[] },
    ];
    for (const { path, table, ids } of links) {
      const wanted = [...new Set(ids.filter((one): one is string => typeof one === "string"))];
      if (wanted.length === 0) continue;
      if (wanted.includes(id)) problems.push({ row, path, message: "a task cannot depend on itself" });
      const { rows } = await sql<{ id: string }>`
        select id from ${sql.table(table)} where account_id = ${accountId} and id = any(${wanted}::uuid[])
      `.execute(tx);
      if (rows.length < wanted.length) problems.push({ row, path, message: "is not of the same account" });
    }
  }
  return problems;
}

/** A rule by which a task completes must be one about accounts. */
async function unsoundRules(app: App, tx: Tx, writes: readonly RecordWrite[]): Promise<RowProblem[]> {
  const problems: RowProblem[] = [];
  for (const { row, extras } of writes) {
    if (extras.completesWhen === undefined || extras.completesWhen === null) continue;
    try {
      await parseRuleFor(app, tx, "account", extras.completesWhen);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      problems.push({ row, path: "completesWhen", message: error.message });
    }
  }
  return problems;
}

/** Gives tasks sent with a key role to the account's holder of it; nobody when nobody holds it. */
async function assignToRoleHolders({ app, tx, writes }: WriteArguments): Promise<Change[]> {
  const wanted = writes.filter((write) => typeof write.extras.assigneeRole === "string" && write.accountId);
  if (wanted.length === 0) return [];
  const ids = [...new Set(wanted.flatMap((write) => write.accountId ?? []))];
  const accounts = new Map(
    (await readRecords(tx, await catalogOf(app, tx), accountType, ids)).map((one) => [one.id, one]),
  );
  const changes: Change[] = [];
  for (const write of wanted) {
    const holder =
      accounts.get(write.accountId ?? "")?.values[`keyRole:${write.extras.assigneeRole}`] ?? null;
    await sql`
      update tasks set assignee_id = ${holder}::uuid where account_id = ${write.accountId} and id = ${write.id}
    `.execute(tx);
    const old = write.after.assigneeId ?? null;
    if (holder !== old)
      changes.push({
        object: "task",
        objectId: write.id,
        accountId: write.accountId,
        field: "assigneeId",
        old,
        new: holder,
      });
  }
  return changes;
}
