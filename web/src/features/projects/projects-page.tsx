import { type Project, projectStatuses, projects } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { Plus } from "lucide-react";
import { useMemo, useState } from "react";
import { z } from "zod";
import { useAccountNames } from "../../api/account-options.ts";
import { useCellCommit } from "../../api/cells.ts";
import { useMay } from "../../api/me.ts";
import { usePages } from "../../api/query.ts";
import { useTeammateOptions } from "../../api/teammate-options.ts";
import { useAction } from "../../ui/actions.ts";
import { Button } from "../../ui/button.tsx";
import { formatCount } from "../../ui/format.ts";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import type { Option } from "../../ui/option-list.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Select } from "../../ui/select.tsx";
import { EmptyState, ErrorState, NoPermissionState } from "../../ui/states.tsx";
import { useUrlState } from "../../ui/url-state.ts";
import { DoneBar } from "./done-bar.tsx";
import { NewProjectDialog } from "./new-project-dialog.tsx";
import { paces } from "./pace-words.ts";

const projectsState = z.object({
  status: z
    .enum(["open", "not-started", "active", "complete", "cancelled", "all"])
    .default("open")
    .catch("open"),
  owner: z.enum(["all", "me", "none"]).default("all").catch("all"),
  pace: z.enum(["all", "on-track", "behind", "stuck"]).default("all").catch("all"),
});
type State = z.output<typeof projectsState>;

function ruleOf({ status, owner }: State): RuleJson {
  const conditions: RuleJson[] = [];
  if (status === "open")
    conditions.push({ subject: "status", op: "is-any-of", value: ["not-started", "active"] });
  else if (status !== "all") conditions.push({ subject: "status", op: "is", value: status });
  if (owner === "me") conditions.push({ subject: "ownerId", op: "is-me" });
  if (owner === "none") conditions.push({ subject: "ownerId", op: "is-empty" });
  return { all: conditions };
}

const refreshes = [projects.list];

/** Every project: how far it is, how it goes, who owns it and when it shall be done. */
export function ProjectsPage() {
  const mayRead = useMay("projects.read");
  if (mayRead) return <Projects />;
  return (
    <>
      <PageHeader title="Projects" />
      <NoPermissionState what="projects" />
    </>
  );
}

function Projects() {
  const [state, change] = useUrlState(projectsState);
  const [isCreating, setCreating] = useState(false);
  const mayWrite = useMay("projects.write");
  const filter = useMemo(() => JSON.stringify(ruleOf(state)), [state]);
  const list = usePages(
    projects.list,
    { query: { filter, sort: "targetOn", limit: 1000 } },
    { live: ["task", "milestone"] },
  );
  const rows = useMemo(
    () => list.rows.filter((project) => state.pace === "all" || project.pace === state.pace),
    [list.rows, state.pace],
  );
  const names = useAccountNames(useMemo(() => list.rows.map((project) => project.accountId), [list.rows]));
  const people = useTeammateOptions();
  const columns = useMemo(() => columnsOf(people, names, mayWrite), [people, names, mayWrite]);
  const commit = useCellCommit({ update: projects.update, refreshes });
  useAction({ label: "New project", group: "Projects", run: () => setCreating(true) });
  const late = list.rows.filter(({ pace }) => pace === "behind" || pace === "stuck").length;
  return (
    <>
      <PageHeader
        title="Projects"
        beside={
          !list.isPending && (
            <span className="text-m text-ink-2">
              {formatCount(list.rows.length, "project")} · {late} behind or stuck
            </span>
          )
        }
        actions={
          mayWrite && (
            <Button variant="primary" icon={Plus} onClick={() => setCreating(true)}>
              New project
            </Button>
          )
        }
      />
      <ProjectFilters state={state} change={change} />
      {list.error ? (
        <ErrorState error={list.error} onRetry={() => list.refetch()} />
      ) : (
        <DataGrid<Project>
          label="Projects"
          columns={columns}
          rows={rows}
          rowId={(project) => project.id}
          onCommit={commit}
          isLoading={list.isPending}
          isLoadingMore={list.isFetchingNextPage}
          onEndReached={() => list.hasNextPage && void list.fetchNextPage()}
          empty={
            <EmptyState title="No project here">
              Take a filter away, or start one from a template with New project.
            </EmptyState>
          }
        />
      )}
      {isCreating && <NewProjectDialog onClose={() => setCreating(false)} />}
    </>
  );
}

function columnsOf(
  people: readonly Option[],
  names: ReadonlyMap<string, string>,
  editable: boolean,
): GridColumn<Project>[] {
  return [
    {
      id: "name",
      type: "text",
      title: "Project",
      width: 225,
      editable,
      required: true,
      href: (project) => `/projects/${project.id}`,
    },
    {
      id: "account",
      type: "text",
      title: "Account",
      width: 160,
      value: (project) => (project.accountId ? (names.get(project.accountId) ?? "…") : null),
      href: (project) => (project.accountId ? `/accounts/${project.accountId}` : undefined),
      missing: "An internal project",
    },
    {
      id: "status",
      type: "select",
      title: "Status",
      width: 120,
      options: projectStatuses,
      editable,
      required: true,
    },
    { id: "pace", type: "select", title: "Pace", width: 110, options: paces },
    {
      id: "donePct",
      type: "readonly",
      title: "Done",
      width: 130,
      value: (project) => project.donePct,
      render: ({ donePct, doneCount, taskCount }) => (
        <DoneBar donePct={donePct} done={doneCount} count={taskCount} />
      ),
    },
    {
      id: "ownerId",
      type: "teammate",
      title: "Owner",
      width: 140,
      options: people,
      editable,
      missing: "Nobody owns it",
    },
    { id: "targetOn", type: "date", title: "Target", width: 165, relative: true, editable },
    { id: "startsOn", type: "date", title: "Starts", width: 110, editable },
    { id: "category", type: "text", title: "Category", width: 130, editable },
  ];
}

type Change = (patch: Partial<State>) => void;

function ProjectFilters({ state, change }: { state: State; change: Change }) {
  return (
    <div className="mb-3 flex flex-wrap gap-2">
      <Select
        data-filter
        aria-label="Status"
        options={[
          { value: "open", label: "Open" },
          ...projectStatuses.map(({ value, label }) => ({ value, label })),
          { value: "all", label: "Any status" },
        ]}
        value={state.status}
        onValueChange={(status: State["status"]) => change({ status })}
      />
      <Select
        aria-label="Pace"
        options={[
          { value: "all", label: "Any pace" },
          { value: "on-track", label: "On track" },
          { value: "behind", label: "Behind" },
          { value: "stuck", label: "Stuck" },
        ]}
        value={state.pace}
        onValueChange={(pace) => change({ pace })}
      />
      <Select
        aria-label="Owner"
        options={[
          { value: "all", label: "Owner anybody" },
          { value: "me", label: "Owner me" },
          { value: "none", label: "Owner nobody" },
        ]}
        value={state.owner}
        onValueChange={(owner) => change({ owner })}
      />
    </div>
  );
}
