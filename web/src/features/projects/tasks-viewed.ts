import { type Task, tasks } from "@perennial/contract";
import { useMemo } from "react";
import { useTeammateOptions } from "../../api/teammate-options.ts";
import type { ViewChoice, ViewedObject } from "../../api/viewed-object.ts";
import type { ListedRow } from "../../ui/grid/described-column.tsx";
import { taskColumns, withStatus } from "./task-columns.tsx";

export type ListedTask = Task & ListedRow;

/** Tasks as the page of their views shows them: one's own open ones, by due date. */
export const tasksViewed: ViewedObject<ListedTask> = {
  object: "task",
  plural: "tasks",
  title: "Tasks",
  noun: "task",
  list: tasks.list,
  update: tasks.update,
  live: ["task"],
  searched: "title",
  hrefOf: (task) =>
    task.projectId
      ? `/projects/${task.projectId}`
      : task.accountId
        ? `/accounts/${task.accountId}`
        : "/tasks",
  titleOf: (task) => task.title ?? "Task",
  usualName: "Tasks to do",
  laidOutBy: { board: "status", calendar: "dueOn" },
  usual: {
    filter: null,
    columns: ["title", "isDone", "dueOn", "standing", "accountId", "assigneeId", "priority", "status"],
    sort: "dueOn",
    group: null,
    layout: "table",
    layoutField: null,
    widths: {},
    pinned: null,
    footers: {},
  },
  useColumns: (canEdit) => {
    const people = useTeammateOptions();
    return useMemo(() => taskColumns<ListedTask>(people, canEdit), [people, canEdit]);
  },
  useChoices: () => choices,
  wrapCommit: withStatus,
  empty: { title: "Nothing waits here", text: "Show everybody's tasks, another time, or add one above." },
};

const overdue = { subject: "dueOn", op: "more-than-ago", value: { count: 0, unit: "days" } };
const within = (days: number) => ({
  any: [overdue, { subject: "dueOn", op: "in-the-next", value: { count: days, unit: "days" } }],
});

const choices: readonly ViewChoice[] = [
  {
    id: "whose",
    label: "Whose",
    usual: "mine",
    options: [
      { value: "all", label: "Everybody's tasks", rule: null },
      { value: "mine", label: "My tasks", rule: { subject: "assigneeId", op: "is-me" } },
      { value: "nobody", label: "Nobody's tasks", rule: { subject: "assigneeId", op: "is-empty" } },
    ],
  },
  {
    id: "due",
    label: "Due",
    usual: "any",
    options: [
      { value: "any", label: "Due at any time", rule: null },
      { value: "overdue", label: "Overdue", rule: overdue },
      { value: "7", label: "Overdue or due in 7 days", rule: within(7) },
      { value: "30", label: "Overdue or due in 30 days", rule: within(30) },
    ],
  },
  {
    id: "status",
    label: "Status",
    usual: "open",
    options: [
      { value: "all", label: "Any status", rule: null },
      { value: "open", label: "Open", rule: { subject: "status", op: "is", value: "open" } },
      { value: "done", label: "Done", rule: { subject: "status", op: "is", value: "done" } },
    ],
  },
];
