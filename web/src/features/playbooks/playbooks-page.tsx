import { type Playbook, playbooks } from "@perennial/contract";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useMay } from "../../api/me.ts";
import { useCall, useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/dialog.tsx";
import { formatCount } from "../../ui/format.ts";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { StateBadge } from "./state-badge.tsx";

/** Every playbook: whether it is on, what starts it, and what became of its runs. */
export function PlaybooksPage() {
  const navigate = useNavigate();
  const list = useCall(playbooks.list, {}, { live: ["playbook", "playbook-run"] });
  const mayWrite = useMay("playbooks.write");
  if (list.error) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  const items = list.data?.items ?? [];
  const running = items.reduce((sum, playbook) => sum + playbook.counts.running, 0);
  return (
    <>
      <PageHeader
        title="Playbooks"
        actions={
          mayWrite && <PauseAll isPaused={Boolean(list.data?.pause.pausedAt)} runningCount={running} />
        }
      />
      {list.data?.pause.pausedAt && (
        <p role="status" className="mb-3 rounded-card bg-warn-soft px-4 py-2 text-m text-warn">
          All playbooks are paused by {list.data.pause.pausedBy}. Their {formatCount(running, "run")} stand
          still; accounts are enrolled meanwhile.
        </p>
      )}
      <DataGrid
        label="Playbooks"
        columns={columns}
        rows={items}
        rowId={(playbook) => playbook.id}
        isLoading={list.isPending}
        height="content"
        onOpen={(playbook) => void navigate({ to: `/playbooks/${playbook.id}` })}
        empty={<EmptyState title="No playbooks yet">They are made through the API for now.</EmptyState>}
      />
    </>
  );
}

const columns: GridColumn<Playbook>[] = [
  { id: "name", type: "text", title: "Name", width: 220, href: (playbook) => `/playbooks/${playbook.id}` },
  {
    id: "state",
    type: "readonly",
    title: "State",
    width: 100,
    render: (playbook) => <StateBadge state={playbook.state} />,
  },
  { id: "triggerSentence", type: "text", title: "Starts", width: 360 },
  { id: "enrolled", type: "number", title: "Enrolled", width: 90, value: ({ counts }) => counts.enrolled },
  { id: "running", type: "number", title: "Running", width: 90, value: ({ counts }) => counts.running },
  { id: "completed", type: "number", title: "Done", width: 80, value: ({ counts }) => counts.completed },
  {
    id: "failed",
    type: "number",
    title: "Needs you",
    width: 90,
    value: ({ counts }) => counts.failed,
    hint: "Runs that stand at a step that could not be done",
    render: (playbook, value) =>
      playbook.counts.failed > 0 ? <span className="font-medium text-bad">{value}</span> : value,
  },
];

/** The switch over all playbooks. */
function PauseAll({ isPaused, runningCount }: { isPaused: boolean; runningCount: number }) {
  const [isAsking, setAsking] = useState(false);
  const refreshes = [playbooks.list];
  const onError = (error: Error) => toast({ tone: "bad", title: error.message });
  const pause = useWrite(playbooks.pauseAll, {
    refreshes,
    onSuccess: () => toast({ title: "All playbooks are paused", undo: () => resume.mutate({}) }),
  });
  const resume = useWrite(playbooks.resumeAll, {
    refreshes,
    onSuccess: () => toast({ title: "Playbooks go on" }),
  });
  if (isPaused) {
    return (
      <Button busy={resume.isPending} onClick={() => resume.mutate({}, { onError })}>
        Resume all
      </Button>
    );
  }
  return (
    <>
      <Button variant="danger" onClick={() => setAsking(true)}>
        Pause all
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title="Pause all playbooks?"
        consequence={`${formatCount(runningCount, "run")} will stand still and nothing will be sent until you resume. Nothing is lost.`}
        confirmLabel="Pause all"
        danger
        onConfirm={() => pause.mutate({}, { onError })}
      />
    </>
  );
}
