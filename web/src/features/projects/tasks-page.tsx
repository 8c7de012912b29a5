import { type Task, tasks } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { useMemo } from "react";
import { z } from "zod";
import { useAccountNames } from "../../api/account-options.ts";
import { useCellCommit } from "../../api/cells.ts";
import { useMay } from "../../api/me.ts";
import { usePages } from "../../api/query.ts";
import { useTeammateOptions } from "../../api/use-teammate-options.ts";
import { useAction } from "../../ui/actions.ts";
import { formatCount } from "../../ui/format.ts";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Select } from "../../ui/select.tsx";
import { EmptyState, ErrorState, NoPermissionState } from "../../ui/states.tsx";
import { useUrlState } from "../../ui/url-state.ts";
import { taskColumns, withStatus } from "./task-columns.tsx";
import { TaskForm } from "./task-form.tsx";

const tasksState = z.object({
  whose: z.enum(["mine", "all", "nobody"]).default("mine").catch("mine"),
  due: z.enum(["any", "overdue", "7", "30"]).default("any").catch("any"),
  status: z.enum(["open", "done", "all"]).default("open").catch("open"),
});
type State = z.output<typeof tasksState>;

/** The rule behind a state of the page. */
function ruleOf({ whose, due, status }: State): RuleJson {
  const conditions: RuleJson[] = [];
  if (whose === "mine") conditions.push({ subject: "assigneeId", op: "is-me" });
  if (whose === "nobody") conditions.push({ subject: "assigneeId", op: "is-empty" });
  if (status !== "all") conditions.push({ subject: "status", op: "is", value: status });
  const overdue: RuleJson = { subject: "dueOn", op: "more-than-ago", value: { count: 0, unit: "days" } };
  if (due === "overdue") conditions.push(overdue);
  else if (due !== "any") {
    const soon = { subject: "dueOn", op: "in-the-next", value: { count: Number(due), unit: "days" } };
    conditions.push({ any: [overdue, soon] });
  }
  return { all: conditions };
}

const refreshes = [tasks.list];

/** What is to be done, by whom and until when: mine first. */
export function TasksPage() {
  const mayRead = useMay("tasks.read");
  if (mayRead) return <Tasks />;
  return (
    <>
      <PageHeader title="Tasks" />
      <NoPermissionState what="tasks" />
    </>
  );
}

function Tasks() {
  const [state, change] = useUrlState(tasksState);
  const mayWrite = useMay("tasks.write");
  const people = useTeammateOptions();
  const filter = useMemo(() => JSON.stringify(ruleOf(state)), [state]);
  const list = usePages(tasks.list, { query: { filter, sort: "dueOn", limit: 500 } });
  const names = useAccountNames(useMemo(() => list.rows.map((task) => task.accountId), [list.rows]));
  const columns = useMemo(() => {
    const [title, ...others] = taskColumns(people, mayWrite);
    const account: GridColumn<Task> = {
      id: "account",
      type: "text",
      title: "Account",
      width: 160,
      value: (task) => (task.accountId ? (names.get(task.accountId) ?? "…") : null),
      href: (task) => (task.accountId ? `/accounts/${task.accountId}` : undefined),
      missing: "An internal task",
    };
    return title ? [title, ...others.slice(0, 3), account, ...others.slice(3)] : others;
  }, [people, mayWrite, names]);
  const commit = withStatus(useCellCommit({ update: tasks.update, refreshes }));
  useAction({
    label: "Finish the task, or open it again (in the column Done)",
    group: "Tasks",
    keys: "space",
  });
  const overdue = list.rows.filter((task) => task.isOverdue).length;
  return (
    <>
      <PageHeader
        title="Tasks"
        crumbs={[{ label: "Projects", href: "/projects" }]}
        beside={
          !list.isPending && (
            <span className="text-m text-ink-2">
              {formatCount(list.rows.length, "task")} · {overdue} overdue
            </span>
          )
        }
      />
      <TaskFilters state={state} change={change} />
      {mayWrite && (
        <div className="mb-3">
          <TaskForm />
        </div>
      )}
      {list.error ? (
        <ErrorState error={list.error} onRetry={() => list.refetch()} />
      ) : (
        <DataGrid<Task>
          label="Tasks"
          columns={columns}
          rows={list.rows}
          rowId={(task) => task.id}
          onCommit={commit}
          isLoading={list.isPending}
          isLoadingMore={list.isFetchingNextPage}
          onEndReached={() => list.hasNextPage && void list.fetchNextPage()}
          empty={
            <EmptyState title={state.whose === "mine" ? "Nothing waits for you" : "No task fits"}>
              Show everybody's tasks, another time, or add one above.
            </EmptyState>
          }
        />
      )}
    </>
  );
}

function TaskFilters({ state, change }: { state: State; change: (patch: Partial<State>) => void }) {
  return (
    <div className="mb-3 flex flex-wrap gap-2">
      <Select
        data-filter
        aria-label="Whose"
        options={[
          { value: "mine", label: "My tasks" },
          { value: "all", label: "Everybody's tasks" },
          { value: "nobody", label: "Nobody's tasks" },
        ]}
        value={state.whose}
        onValueChange={(whose) => change({ whose })}
      />
      <Select
        aria-label="Due"
        options={[
          { value: "any", label: "Due at any time" },
          { value: "overdue", label: "Overdue" },
          { value: "7", label: "Overdue or due in 7 days" },
          { value: "30", label: "Overdue or due in 30 days" },
        ]}
        value={state.due}
        onValueChange={(due) => change({ due })}
      />
      <Select
        aria-label="Status"
        options={[
          { value: "open", label: "Open" },
          { value: "done", label: "Done" },
          { value: "all", label: "Any status" },
        ]}
        value={state.status}
        onValueChange={(status) => change({ status })}
      />
    </div>
  );
}
