import {
  type PlaybookDetail,
  type PlaybookRun,
  playbooks,
  type RunState,
  runStates,
} from "@perennial/contract";
import { usePages } from "../../api/query.ts";
import { Chip } from "../../ui/chip.tsx";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { RelativeTime } from "../../ui/values.tsx";
import { RunDialog } from "./run-dialog.tsx";
import { RunBadge, runStateLabels } from "./state-badge.tsx";

type RunsProps = {
  playbook: PlaybookDetail;
  state: RunState | undefined;
  openRun: string | undefined;
  onChange: (patch: { state?: RunState | undefined; run?: string | undefined }) => void;
};

/** The account's name opens the run; by keyboard Enter on the row does. */
const accountColumn = (onOpen: (run: PlaybookRun) => void): GridColumn<PlaybookRun> => ({
  id: "accountName",
  type: "text",
  title: "Account",
  width: 200,
  render: (run) => (
    <button type="button" tabIndex={-1} className="font-[550] hover:underline" onClick={() => onOpen(run)}>
      {run.accountName}
    </button>
  ),
});

const otherColumns: GridColumn<PlaybookRun>[] = [
  {
    id: "state",
    type: "readonly",
    title: "State",
    width: 110,
    render: (run) => <RunBadge state={run.state} />,
  },
  {
    id: "where",
    type: "text",
    title: "Stands at",
    width: 360,
    value: (run) => run.lastError ?? run.currentSentence ?? run.endedBecause,
  },
  {
    id: "wakeAt",
    type: "readonly",
    title: "Goes on",
    width: 130,
    render: (run) =>
      run.finishedAt === null && run.state === "waiting" ? (
        <RelativeTime at={run.wakeAt} missing="when it is woken" />
      ) : null,
  },
  {
    id: "enrolledAt",
    type: "readonly",
    title: "Began",
    width: 130,
    render: (run) => <RelativeTime at={run.enrolledAt} />,
  },
  { id: "startedBecause", type: "text", title: "Because", width: 260 },
];

/** The runs, newest first; one opens with everything its steps did, and follows it live. */
export function RunsTab({ playbook, state, openRun, onChange }: RunsProps) {
  const runs = usePages(
    playbooks.runs,
    { params: { id: playbook.id }, query: { limit: 100, ...(state ? { state } : {}) } },
    { live: ["playbook-run"] },
  );
  const open = (run: PlaybookRun) => onChange({ run: run.id });
  if (runs.error) return <ErrorState error={runs.error} onRetry={() => void runs.refetch()} />;
  return (
    <>
      <div className="mb-2.5 flex flex-wrap gap-1.5">
        <Chip pressed={state === undefined} onClick={() => onChange({ state: undefined })}>
          All
        </Chip>
        {runStates.map((one) => (
          <Chip key={one} pressed={state === one} onClick={() => onChange({ state: one })}>
            {runStateLabels[one]}
          </Chip>
        ))}
      </div>
      <DataGrid
        label="Runs"
        columns={[accountColumn(open), ...otherColumns]}
        rows={runs.rows}
        rowId={(run) => run.id}
        isLoading={runs.isPending}
        onEndReached={() => runs.hasNextPage && void runs.fetchNextPage()}
        height="content"
        onOpen={open}
        empty={
          <EmptyState title="No runs here">
            {playbook.activatedAt === null
              ? "The playbook is off. Switched on, it enrols who matches."
              : "Accounts are enrolled when they begin to match."}
          </EmptyState>
        }
      />
      {openRun && <RunDialog id={openRun} onClose={() => onChange({ run: undefined })} />}
    </>
  );
}
