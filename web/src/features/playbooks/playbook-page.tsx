import { type PlaybookDetail, playbooks } from "@perennial/contract";
import { useState } from "react";
import { z } from "zod";
import { useMay } from "../../api/me.ts";
import { useCall, useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { formatNumber } from "../../ui/format.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { StatStrip } from "../../ui/stat-strip.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { toast } from "../../ui/toast.tsx";
import { useUrlState } from "../../ui/url-state.ts";
import { DryRunDialog } from "./dry-run-dialog.tsx";
import { FlowTab } from "./flow-tab.tsx";
import { MatchesTab } from "./matches-tab.tsx";
import { RunsTab } from "./runs-tab.tsx";
import { StateBadge } from "./state-badge.tsx";
import { SwitchOffDialog, SwitchOnDialog } from "./switch-dialogs.tsx";

const search = z.object({
  tab: z.enum(["flow", "matches", "runs"]).default("flow"),
  run: z.string().optional(),
  state: z.enum(["ready", "waiting", "failed", "completed", "stopped"]).optional(),
});

/** One playbook: what it does step by step, who matches now, what its runs have done. */
export function PlaybookPage({ params }: { params: { id: string } }) {
  const { data, error, refetch } = useCall(
    playbooks.get,
    { params },
    { live: ["playbook", "playbook-run", "segment", "template"] },
  );
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton lines={10} />;
  return <PlaybookContent playbook={data} />;
}

function PlaybookContent({ playbook }: { playbook: PlaybookDetail }) {
  const [{ tab, run, state }, change] = useUrlState(search);
  const params = { id: playbook.id };
  const isSound = playbook.problems.length === 0;
  const matches = useCall(
    playbooks.matches,
    { params, query: { limit: 1 } },
    { live: ["account", "segment", "playbook-run"], enabled: isSound },
  );
  const { counts } = playbook;
  const showRuns = (wanted: typeof state) => change({ tab: "runs", state: wanted });
  return (
    <>
      <PageHeader
        title={playbook.name}
        crumbs={[{ label: "Playbooks", href: "/playbooks" }, { label: `Version ${playbook.version}` }]}
        beside={<StateBadge state={playbook.state} />}
        actions={<PlaybookActions playbook={playbook} />}
      />
      <p className="mb-3.5 max-w-3xl text-m text-ink-2">{playbook.description}</p>
      {!isSound && <Problems playbook={playbook} />}
      <StatStrip
        stats={[
          {
            label: "Match now",
            value: matches.data ? formatNumber(matches.data.count) : "–",
            ...(matches.data ? { note: `${formatNumber(matches.data.enrolCount)} not enrolled yet` } : {}),
            onClick: () => change({ tab: "matches" }),
          },
          { label: "Enrolled", value: formatNumber(counts.enrolled), onClick: () => showRuns(undefined) },
          { label: "Running", value: formatNumber(counts.running), onClick: () => showRuns("waiting") },
          { label: "Done", value: formatNumber(counts.completed), onClick: () => showRuns("completed") },
          {
            label: "Needs you",
            value: formatNumber(counts.failed),
            tone: counts.failed > 0 ? "bad" : "good",
            note: "runs that cannot go on",
            onClick: () => showRuns("failed"),
          },
        ]}
      />
      <Tabs
        label="Parts of the playbook"
        tabs={[
          { id: "flow", title: "Steps" },
          { id: "matches", title: "Who matches" },
          { id: "runs", title: "Runs", count: counts.enrolled },
        ]}
        value={tab}
        onValueChange={(id) => change({ tab: id })}
      >
        {tab === "flow" && <FlowTab playbook={playbook} />}
        {tab === "matches" && <MatchesTab playbook={playbook} />}
        {tab === "runs" && (
          <RunsTab playbook={playbook} state={state} openRun={run} onChange={(patch) => change(patch)} />
        )}
      </Tabs>
    </>
  );
}

function Problems({ playbook }: { playbook: PlaybookDetail }) {
  return (
    <div role="alert" className="mb-3.5 rounded-card bg-bad-soft px-4 py-2.5 text-m text-bad">
      <p className="font-medium">This playbook cannot be switched on as it is:</p>
      <ul className="list-disc pl-5">
        {playbook.problems.map(({ path, message }) => (
          <li key={`${path} ${message}`}>
            {path}: {message}
          </li>
        ))}
      </ul>
    </div>
  );
}

function PlaybookActions({ playbook }: { playbook: PlaybookDetail }) {
  const [dialog, setDialog] = useState<"dry-run" | "on" | "off">();
  const mayWrite = useMay("playbooks.write");
  const refreshes = [playbooks.get, playbooks.list];
  const pause = useWrite(playbooks.pause, {
    refreshes,
    onSuccess: ({ name }) => toast({ title: `${name} is paused`, undo: () => resume.mutate({ params }) }),
  });
  const resume = useWrite(playbooks.resume, {
    refreshes,
    onSuccess: ({ name }) => toast({ title: `${name} goes on` }),
  });
  const params = { id: playbook.id };
  const isOn = playbook.activatedAt !== null;
  const onError = (error: Error) => toast({ tone: "bad", title: error.message });
  return (
    <>
      <Button onClick={() => setDialog("dry-run")} disabled={playbook.problems.length > 0}>
        Dry run
      </Button>
      {mayWrite &&
        (playbook.pausedAt ? (
          <Button busy={resume.isPending} onClick={() => resume.mutate({ params }, { onError })}>
            Resume
          </Button>
        ) : (
          isOn && (
            <Button busy={pause.isPending} onClick={() => pause.mutate({ params }, { onError })}>
              Pause
            </Button>
          )
        ))}
      {mayWrite &&
        (isOn ? (
          <Button variant="danger" onClick={() => setDialog("off")}>
            Switch off
          </Button>
        ) : (
          <Button variant="primary" disabled={playbook.problems.length > 0} onClick={() => setDialog("on")}>
            Switch on
          </Button>
        ))}
      {dialog === "dry-run" && <DryRunDialog playbook={playbook} onClose={() => setDialog(undefined)} />}
      {dialog === "on" && <SwitchOnDialog playbook={playbook} onClose={() => setDialog(undefined)} />}
      {dialog === "off" && <SwitchOffDialog playbook={playbook} onClose={() => setDialog(undefined)} />}
    </>
  );
}
