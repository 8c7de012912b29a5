import { type PlaybookDetail, playbooks } from "@perennial/contract";
import { useState } from "react";
import { useCall, useWrite } from "../../api/query.ts";
import { Checkbox } from "../../ui/choice.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { formatCount, formatNumber } from "../../ui/format.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { toast } from "../../ui/toast.tsx";

type SwitchProps = { playbook: PlaybookDetail; onClose: () => void };
const refreshes = [playbooks.get, playbooks.list, playbooks.runs, playbooks.matches];

/** Says, in numbers, what switching on does, before it does it. */
export function SwitchOnDialog({ playbook, onClose }: SwitchProps) {
  const params = { id: playbook.id };
  const matches = useCall(playbooks.matches, { params, query: { limit: 1 } }, { live: ["account"] });
  const [enrolsMatching, setEnrolsMatching] = useState(true);
  const activate = useWrite(playbooks.activate, {
    refreshes,
    onSuccess: ({ name, enrolledNow }) => {
      toast({ title: `${name} is on`, detail: `${formatCount(enrolledNow, "account")} enrolled now` });
      onClose();
    },
  });
  const sends = playbook.steps.filter((step) => step.kind === "start-conversation").length;
  return (
    <FormDialog
      title={`Switch on ${playbook.name}`}
      write={activate}
      onSubmit={() => activate.mutate({ params, body: { enrolsMatching } })}
      onClose={onClose}
      submitLabel="Switch on"
      disabled={!matches.data}
    >
      {matches.data ? (
        <ul className="flex list-disc flex-col gap-1 pl-5 text-m text-ink-2">
          <li>
            <strong className="font-semibold text-ink">{formatCount(matches.data.count, "account")}</strong>{" "}
            match now; {formatNumber(matches.data.enrolCount)} of them can be enrolled.
          </li>
          {matches.data.leftOutCount > 0 && (
            <li>
              {formatCount(matches.data.leftOutCount, "more account")} match but are churned or ignored, and
              are left alone.
            </li>
          )}
          {sends > 0 && enrolsMatching && (
            <li>Customers will be written to at once, unless the step holds its messages for review.</li>
          )}
          <li>{playbook.triggerSentence}, it is enrolled from then on.</li>
        </ul>
      ) : (
        <Skeleton />
      )}
      <Checkbox
        checked={enrolsMatching}
        onCheckedChange={setEnrolsMatching}
        label="Enrol the accounts that match now"
        hint="Otherwise only those that begin to match from now on"
      />
    </FormDialog>
  );
}

/** Switching off leaves the choice of what becomes of the runs under way. */
export function SwitchOffDialog({ playbook, onClose }: SwitchProps) {
  const [stops, setStops] = useState(false);
  const deactivate = useWrite(playbooks.deactivate, {
    refreshes,
    onSuccess: ({ name, stoppedRuns }) => {
      toast({ title: `${name} is off`, detail: `${formatCount(stoppedRuns, "run")} stopped` });
      onClose();
    },
  });
  const underWay = playbook.counts.running + playbook.counts.failed;
  return (
    <FormDialog
      title={`Switch off ${playbook.name}`}
      description={`No account is enrolled any more. ${formatCount(underWay, "run")} under way ${stops ? "will be stopped where they stand" : "will go on to their end"}.`}
      write={deactivate}
      onSubmit={() =>
        deactivate.mutate({ params: { id: playbook.id }, query: { runs: stops ? "stop" : "finish" } })
      }
      onClose={onClose}
      submitLabel="Switch off"
      danger
    >
      <Checkbox
        checked={stops}
        onCheckedChange={setStops}
        label="Also stop the runs under way"
        hint="What they have done stays; nothing more is sent"
      />
    </FormDialog>
  );
}
