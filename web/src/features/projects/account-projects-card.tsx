import { type Account, accountTimeline, type Project, projects, type Task, tasks } from "@perennial/contract";
import { Link } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useMemo, useState } from "react";
import { useMay } from "../../api/me.ts";
import { usePages, useWrite } from "../../api/query.ts";
import { useTeammateOptions } from "../../api/teammate-options.ts";
import { IconButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Badge } from "../../ui/chip.tsx";
import { Checkbox } from "../../ui/choice.tsx";
import { today } from "../../ui/clock.ts";
import { formatDaysAway } from "../../ui/format.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { DoneBar } from "./done-bar.tsx";
import { NewProjectDialog } from "./new-project-dialog.tsx";
import { paces } from "./pace-words.ts";

const mostTasks = 8;

/** The account's open projects and what is to be done next, ticked off here. */
export function AccountProjectsCard({ account }: { account: Account }) {
  const mayRead = useMay("projects.read");
  const mayWrite = useMay("projects.write");
  const [isCreating, setCreating] = useState(false);
  const here = { subject: "accountId", op: "is-any-of", value: [account.id] };
  const open = { subject: "status", op: "is-any-of", value: ["not-started", "active"] };
  const running = usePages(
    projects.list,
    { query: { filter: JSON.stringify({ all: [here, open] }), sort: "targetOn", limit: 20 } },
    { live: ["task", "milestone"], enabled: mayRead },
  );
  const isOpen = { subject: "status", op: "is", value: "open" };
  const waiting = usePages(
    tasks.list,
    { query: { filter: JSON.stringify({ all: [here, isOpen] }), sort: "dueOn", limit: 100 } },
    { enabled: mayRead },
  );
  if (!mayRead) return null;
  const error = running.error ?? waiting.error;
  const isPending = running.isPending || waiting.isPending;
  const isEmpty = running.rows.length === 0 && waiting.rows.length === 0;
  return (
    <Card
      title="Projects and tasks"
      actions={mayWrite && <IconButton icon={Plus} label="New project" onClick={() => setCreating(true)} />}
    >
      {error && (
        <ErrorState error={error} onRetry={() => void (running.error ? running : waiting).refetch()} />
      )}
      {isPending && <Skeleton lines={4} />}
      {!isPending && !error && isEmpty && (
        <EmptyState compact title="Nothing planned">
          {mayWrite && "Start a project here, or add a task in the timeline."}
        </EmptyState>
      )}
      {running.rows.length > 0 && (
        <ul aria-label="Open projects" className="mb-2">
          {running.rows.map((project) => (
            <ProjectLine key={project.id} project={project} />
          ))}
        </ul>
      )}
      {waiting.rows.length > 0 && <OpenTasks rows={waiting.rows} />}
      {isCreating && <NewProjectDialog account={account} onClose={() => setCreating(false)} />}
    </Card>
  );
}

function ProjectLine({ project }: { project: Project }) {
  const pace = paces.find((one) => one.value === project.pace);
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 border-b border-line py-2 first:pt-0">
      <Link
        to={`/projects/${project.id}`}
        className="min-w-0 truncate rounded-small font-medium hover:underline"
      >
        {project.name}
      </Link>
      <span className="flex items-center gap-2">
        <DoneBar donePct={project.donePct} done={project.doneCount} count={project.taskCount} />
        {pace && <Badge tone={pace.tone}>{pace.label}</Badge>}
      </span>
    </li>
  );
}

function OpenTasks({ rows }: { rows: readonly Task[] }) {
  const mayWrite = useMay("tasks.write");
  const people = useTeammateOptions();
  const names = useMemo(() => new Map(people.map(({ value, label }) => [value, label])), [people]);
  const write = useWrite(tasks.update, { refreshes: [tasks.list, projects.list, accountTimeline] });
  const turn = (task: Task, status: "open" | "done") =>
    write.mutate(
      { params: { id: task.id }, body: { status } },
      {
        onSuccess: () => {
          if (status === "done") toast({ title: `“${task.title}” is done`, undo: () => turn(task, "open") });
        },
        onError: (error) => toast({ title: error.message, tone: "bad" }),
      },
    );
  return (
    <>
      <ul aria-label="Open tasks">
        {rows.slice(0, mostTasks).map((task) => (
          <li key={task.id} className="flex items-start justify-between gap-3 py-1.5">
            <Checkbox
              label={task.title}
              hint={names.get(task.assigneeId ?? "") ?? "Nobody has it"}
              checked={task.status === "done"}
              disabled={!mayWrite || write.isPending}
              onCheckedChange={(isDone) => turn(task, isDone ? "done" : "open")}
            />
            {task.dueOn && (
              <span className={task.isOverdue ? "shrink-0 text-s text-bad" : "shrink-0 text-s text-ink-3"}>
                {task.isOverdue && "overdue, "}
                {formatDaysAway(task.dueOn, today())}
              </span>
            )}
          </li>
        ))}
      </ul>
      {rows.length > mostTasks && (
        <p className="mt-1 text-s text-ink-3">and {rows.length - mostTasks} more, due later</p>
      )}
    </>
  );
}
