import { fillSampleCompany, getSampleCompany, removeSampleCompany } from "@perennial/contract";
import { useState } from "react";
import { useMay } from "../../api/me.ts";
import { useCall, useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/dialog.tsx";
import { Progress } from "../../ui/progress.tsx";
import { SettingsFrame } from "../../ui/settings-frame.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { ErrorState } from "../../ui/states.tsx";

/** Fill or remove the sample company with one click. */
export function SampleCompanyPage() {
  const sample = useCall(getSampleCompany, {}, { live: ["sample-company"] });
  const [isAsking, setAsking] = useState(false);
  const mayWrite = useMay("sample-company.write");
  const fill = useWrite(fillSampleCompany, { refreshes: [getSampleCompany] });
  const remove = useWrite(removeSampleCompany, { refreshes: [getSampleCompany] });
  const { status, step, done, error } = sample.data ?? {};
  return (
    <SettingsFrame
      title="Sample company"
      intro="400 accounts with contracts, renewals, usage, tickets, e-mail, notes and projects, dated relative to today, to try everything on. None of its e-mail was ever sent. It stands beside your own records and goes without a trace in them."
    >
      {sample.error && <ErrorState error={sample.error} onRetry={() => void sample.refetch()} />}
      {sample.isPending && <Skeleton />}
      {(status === "filling" || status === "removing") && (
        <Progress
          label={status === "filling" ? `Filling: ${step ?? "beginning"}` : "Removing"}
          done={done ?? 0}
        />
      )}
      {status === "failed" && (
        <p role="alert" className="mb-3 text-bad">
          The filling stopped: {error}. Remove what is there and fill it again.
        </p>
      )}
      {mayWrite && status === "absent" && (
        <Button variant="primary" disabled={fill.isPending} onClick={() => fill.mutate({})}>
          Fill the sample company
        </Button>
      )}
      {mayWrite && (status === "present" || status === "failed") && (
        <Button onClick={() => setAsking(true)}>Remove the sample company</Button>
      )}
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title="Remove the sample company?"
        confirmLabel="Remove it"
        onConfirm={() => {
          setAsking(false);
          remove.mutate({});
        }}
        consequence="Its accounts and everything that hangs on them go: notes, tasks and e-mail you wrote there too. Your own accounts stay. It can be filled again at any time."
      />
    </SettingsFrame>
  );
}
