import {
  milestoneUpdate,
  type Project,
  projectStatuses,
  projects,
  type Task,
  tasks,
} from "@perennial/contract";
import { useMemo } from "react";
import { useAccountNames } from "../../api/account-options.ts";
import { useCellCommit } from "../../api/cells.ts";
import { useMay } from "../../api/me.ts";
import { useCall, usePages, useWrite } from "../../api/query.ts";
import { useTeammateOptions } from "../../api/teammate-options.ts";
import { Card } from "../../ui/card.tsx";
import { Badge } from "../../ui/chip.tsx";
import { today } from "../../ui/clock.ts";
import { formatDate, formatDaysAway } from "../../ui/format.ts";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Select } from "../../ui/select.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { StatStrip } from "../../ui/stat-strip.tsx";
import { EmptyState, ErrorState, NoPermissionState } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { Missing } from "../../ui/values.tsx";
import { paces } from "./pace-words.ts";
import { taskColumns, withStatus } from "./task-columns.tsx";
import { TaskForm } from "./task-form.tsx";

const refreshes = [projects.get, projects.list, tasks.list];
/** How rules name "below no account". */
const noAccount = "00000000-0000-0000-0000-000000000000";
const toProjects = { label: "Projects", href: "/projects" };

/** One project: how far it is, its milestones and its tasks, all edited in place. */
export function ProjectPage({ params }: { params: { id: string } }) {
  const mayRead = useMay("projects.read");
  const project = useCall(projects.get, { params }, { live: ["task", "milestone"], enabled: mayRead });
  if (mayRead && project.data) return <ProjectContent project={project.data} />;
  return (
    <>
      <PageHeader title="Project" crumbs={[toProjects]} />
      {!mayRead && <NoPermissionState what="projects" />}
      {mayRead && project.error && <ErrorState error={project.error} onRetry={() => project.refetch()} />}
      {mayRead && !project.error && <Skeleton lines={8} />}
    </>
  );
}

function ProjectContent({ project }: { project: Project }) {
  const mayWrite = useMay("projects.write");
  const people = useTeammateOptions();
  const names = useAccountNames(useMemo(() => [project.accountId], [project.accountId]));
  const pace = paces.find((one) => one.value === project.pace);
  const account = project.accountId
    ? { label: names.get(project.accountId) ?? "Account", href: `/accounts/${project.accountId}` }
    : { label: "Internal" };
  const owner = people.find((one) => one.value === project.ownerId)?.label;
  return (
    <>
      <PageHeader
        title={project.name ?? "Project"}
        crumbs={[toProjects, account]}
        beside={pace && <Badge tone={pace.tone}>{pace.label}</Badge>}
        actions={mayWrite && <ProjectActions project={project} />}
      />
      <StatStrip
        stats={[
          {
            label: "Done",
            value: `${Math.round(project.donePct)} %`,
            note: `${project.doneCount} of ${project.taskCount} tasks`,
          },
          {
            label: "Target",
            value: project.targetOn ? formatDate(project.targetOn) : <Missing reason="No target date" />,
            ...(project.targetOn ? { note: formatDaysAway(project.targetOn, today()) } : {}),
          },
          {
            label: "Started",
            value: project.startsOn ? formatDate(project.startsOn) : <Missing reason="No start date" />,
          },
          { label: "Owner", value: owner ?? <Missing reason="Nobody owns it" /> },
        ]}
      />
      {project.description && (
        <p className="mb-3.5 max-w-[90ch] whitespace-pre-line text-ink-2">{project.description}</p>
      )}
      <div className="grid items-start gap-3.5 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <TasksCard project={project} />
        <MilestonesCard project={project} />
      </div>
    </>
  );
}

function ProjectActions({ project }: { project: Project }) {
  const people = useTeammateOptions();
  const update = useWrite(projects.update, { refreshes });
  const params = { id: project.id };
  const save = (body: { status: string } | { ownerId: string | null }) =>
    update.mutate({ params, body }, { onError: (error) => toast({ title: error.message, tone: "bad" }) });
  return (
    <>
      <Select
        aria-label="Owner"
        placeholder="Nobody owns it"
        options={people}
        value={project.ownerId ?? ""}
        onValueChange={(ownerId) => save({ ownerId: ownerId === "" ? null : ownerId })}
      />
      <Select
        aria-label="Status"
        options={projectStatuses.map(({ value, label }) => ({ value: value as string, label }))}
        value={project.status ?? ""}
        onValueChange={(status) => save({ status })}
      />
    </>
  );
}

function TasksCard({ project }: { project: Project }) {
  const mayWrite = useMay("tasks.write");
  const people = useTeammateOptions();
  const projectFilter = useMemo(
    () => ({
      ...(project.accountId
        ? { filter: JSON.stringify({ subject: "accountId", op: "is-any-of", value: [project.accountId] }) }
        : { filter: JSON.stringify({ subject: "accountId", op: "is-any-of", value: [noAccount] }) }),
    }),
    [project.accountId],
  );
  const list = usePages(tasks.list, { query: { ...projectFilter, sort: "dueOn", limit: 1000 } });
  const rows = useMemo(
    () => list.rows.filter((task) => task.projectId === project.id),
    [list.rows, project.id],
  );
  const columns = useMemo(() => taskColumns(people, mayWrite), [people, mayWrite]);
  const commit = withStatus(useCellCommit({ update: tasks.update, refreshes }));
  const nameOf = useMemo(() => new Map(project.milestones.map(({ id, name }) => [id, name])), [project]);
  const order = (task: Task) => {
    const at = project.milestones.findIndex(({ id }) => id === task.milestoneId);
    return at === -1 ? project.milestones.length : at;
  };
  return (
    <Card title="Tasks" subtitle={mayWrite ? "Edit in the table; Space finishes a task" : undefined}>
      {list.error ? (
        <ErrorState error={list.error} onRetry={() => list.refetch()} />
      ) : (
        <DataGrid<Task>
          label="Tasks"
          columns={columns}
          rows={[...rows].sort((a, b) => order(a) - order(b))}
          rowId={(task) => task.id}
          onCommit={commit}
          isLoading={list.isPending}
          height="content"
          {...(project.milestones.length > 0
            ? { group: { by: (task: Task) => nameOf.get(task.milestoneId ?? "") ?? "No milestone" } }
            : {})}
          empty={<EmptyState title="No task yet">Add the first one below.</EmptyState>}
        />
      )}
      {mayWrite && (
        <div className="mt-3">
          <TaskForm projectId={project.id} milestones={project.milestones} />
        </div>
      )}
    </Card>
  );
}

type Milestone = Project["milestones"][number];

function MilestonesCard({ project }: { project: Project }) {
  const editable = useMay("projects.write");
  const columns = useMemo<GridColumn<Milestone>[]>(
    () => [
      { id: "name", type: "text", title: "Milestone", width: 135, editable, required: true },
      { id: "dueOn", type: "date", title: "Due", width: 100, editable, missing: "No due date" },
      {
        id: "completedOn",
        type: "date",
        title: "Completed",
        width: 105,
        editable,
        missing: "Completed when all its tasks are done, or by a date written here",
      },
    ],
    [editable],
  );
  const commit = useCellCommit({ update: milestoneUpdate, refreshes });
  return (
    <Card title="Milestones">
      <DataGrid<Milestone>
        label="Milestones"
        columns={columns}
        rows={project.milestones}
        rowId={(milestone) => milestone.id}
        onCommit={commit}
        height="content"
        empty={<EmptyState title="No milestones">They come with a project made from a template.</EmptyState>}
      />
    </Card>
  );
}
