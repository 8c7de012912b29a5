import { type PlaybookRunDetail, playbooks } from "@perennial/contract";
import { useMay } from "../../api/me.ts";
import { useCall, useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { RelativeTime } from "../../ui/values.tsx";
import { RunBadge } from "./state-badge.tsx";
import { TraceList } from "./trace-list.tsx";

/** One run with its trace; failed and stopped ones can be tried again, others stopped. */
export function RunDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const run = useCall(playbooks.run, { params: { id } }, { live: ["playbook-run"] });
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={run.data ? run.data.accountName : "Run"}
      {...(run.data ? { description: `${run.data.playbookName}, version ${run.data.version}` } : {})}
      placement="side"
    >
      {run.error ? (
        <ErrorState error={run.error} onRetry={() => void run.refetch()} />
      ) : run.data ? (
        <RunContent run={run.data} />
      ) : (
        <Skeleton lines={8} />
      )}
    </Dialog>
  );
}

function RunContent({ run }: { run: PlaybookRunDetail }) {
  return (
    <>
      <div className="mb-3 flex items-start gap-2">
        <RunBadge state={run.state} />
        <span className="min-w-0 grow text-ink-2">{run.startedBecause}</span>
        <RunActions run={run} />
      </div>
      <div aria-live="polite">
        <TraceList trace={run.trace} />
        {run.finishedAt === null && run.currentSentence && (
          <p className="border-t border-line pt-2.5 text-ink-2">
            Stands at: {run.currentSentence}
            {run.wakeAt && run.state === "waiting" && (
              <>
                {" "}
                · goes on <RelativeTime at={run.wakeAt} />
              </>
            )}
          </p>
        )}
        {run.state === "stopped" && <p className="border-t border-line pt-2.5">{run.endedBecause}</p>}
      </div>
    </>
  );
}

function RunActions({ run }: { run: PlaybookRunDetail }) {
  const mayWrite = useMay("playbooks.write");
  const params = { id: run.id };
  const refreshes = [playbooks.run, playbooks.runs, playbooks.get];
  const onError = (error: Error) => toast({ tone: "bad", title: error.message });
  const retry = useWrite(playbooks.retryRun, { refreshes });
  const cancel = useWrite(playbooks.cancelRun, {
    refreshes,
    onSuccess: () =>
      toast({
        title: `The run of ${run.accountName} is stopped`,
        undo: () => retry.mutate({ params, body: {} }, { onError }),
      }),
  });
  if (!mayWrite) return null;
  return (
    <>
      {(run.state === "failed" || run.state === "stopped") && (
        <Button busy={retry.isPending} onClick={() => retry.mutate({ params, body: {} }, { onError })}>
          Try again
        </Button>
      )}
      {run.finishedAt === null && (
        <Button
          variant="danger"
          busy={cancel.isPending}
          onClick={() => cancel.mutate({ params, body: {} }, { onError })}
        >
          Stop
        </Button>
      )}
    </>
  );
}
