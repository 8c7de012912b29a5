import { listRenewalCheckpoints, putRenewalCheckpoint, type Renewal, renewals } from "@perennial/contract";
import { useState } from "react";
import type { CallResult } from "../../api/client.ts";
import { useCall, useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Form } from "../../ui/field.tsx";
import { daysAway, formatCount, formatDate } from "../../ui/format.ts";
import { Select } from "../../ui/select.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { toast } from "../../ui/toast.tsx";
import { Missing } from "../../ui/values.tsx";
import { useRenewalDefinitions } from "./use-renewal-definitions.ts";

type Checkpoint = CallResult<typeof listRenewalCheckpoints>["items"][number];

const calls = ["Renews", "Renews smaller", "At risk", "Churns", "Monitor"].map((label) => ({
  value: label.toLowerCase(),
  label,
}));
/** From here on waiting is no decision; the server holds it. */
const decisionDays = 90;

/** The days at which somebody says how a renewal will go: the call of the model, of the CSM, and the final one. */
export function RenewalCheckpoints({ renewal, canEdit }: { renewal: Renewal; canEdit: boolean }) {
  const { data } = useCall(listRenewalCheckpoints, { params: { id: renewal.id } }, { live: ["renewal"] });
  const [open, setOpen] = useState<string | null>(null);
  const { teammates } = useRenewalDefinitions();
  if (!data || data.items.length === 0) return null;
  return (
    <Card title="Checkpoints" subtitle="Who called it how, and when it was decided">
      <ul className="flex flex-col gap-2.5">
        {data.items.map((checkpoint) => (
          <li key={checkpoint.dueOn} className="border-b border-line pb-2.5 last:border-0 last:pb-0">
            <p className="flex items-baseline justify-between gap-2 text-m">
              <span className="font-medium">{formatDate(checkpoint.dueOn)}</span>
              <span className="text-s text-ink-2">{whenOf(checkpoint, renewal)}</span>
            </p>
            <dl className="mt-1 grid grid-cols-[96px_1fr] gap-y-0.5 text-s">
              <Call label="Model" call={checkpoint.automatedCall} missing="The model had no say then" />
              <Call label="CSM" call={checkpoint.csmCall} missing="Not called yet" />
              <Call label="Final call" call={checkpoint.finalCall} missing="Not decided yet" />
              {checkpoint.decidedAt && (
                <>
                  <dt className="text-ink-2">Decided</dt>
                  <dd>
                    {formatDate(checkpoint.decidedAt.slice(0, 10))}
                    {nameOf(teammates, checkpoint.decidedBy)}
                  </dd>
                </>
              )}
            </dl>
            {checkpoint.note && <p className="mt-1 text-s text-ink-2">{checkpoint.note}</p>}
            {canEdit && open !== checkpoint.dueOn && (
              <Button variant="quiet" className="mt-1" onClick={() => setOpen(checkpoint.dueOn)}>
                {checkpoint.finalCall ? "Change the call" : "Make the call"}
              </Button>
            )}
            {canEdit && open === checkpoint.dueOn && (
              <CheckpointForm renewal={renewal} checkpoint={checkpoint} onDone={() => setOpen(null)} />
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function whenOf({ dueOn, kind }: Checkpoint, renewal: Renewal): string {
  if (kind === "anniversary") return "anniversary";
  const days = -daysAway(dueOn, Temporal.PlainDate.from(renewal.dueOn ?? dueOn));
  return `${formatCount(days, "day")} before expiry`;
}

const nameOf = (teammates: readonly { value: string; label: string }[], id: string | null) => {
  const name = teammates.find(({ value }) => value === id)?.label;
  return name ? ` by ${name}` : "";
};

function Call({ label, call, missing }: { label: string; call: string | null; missing: string }) {
  return (
    <>
      <dt className="text-ink-2">{label}</dt>
      <dd>
        {call ? (calls.find(({ value }) => value === call)?.label ?? call) : <Missing reason={missing} />}
      </dd>
    </>
  );
}

function CheckpointForm({
  renewal,
  checkpoint,
  onDone,
}: {
  renewal: Renewal;
  checkpoint: Checkpoint;
  onDone: () => void;
}) {
  const [csmCall, setCsmCall] = useState(checkpoint.csmCall ?? "");
  const [finalCall, setFinalCall] = useState(checkpoint.finalCall ?? "");
  const [note, setNote] = useState(checkpoint.note ?? "");
  const save = useWrite(putRenewalCheckpoint, {
    refreshes: [listRenewalCheckpoints, renewals.get],
    onSuccess: () => {
      toast({ title: "Checkpoint recorded" });
      onDone();
    },
  });
  const daysLeft = -daysAway(checkpoint.dueOn, Temporal.PlainDate.from(renewal.dueOn ?? checkpoint.dueOn));
  const mustDecide = checkpoint.kind === "before-expiry" && daysLeft <= decisionDays;
  const finals = mustDecide ? calls.filter(({ value }) => value !== "monitor") : calls;
  const choice = (label: string, value: string, options: typeof calls, onChange: (call: string) => void) => (
    <Select
      aria-label={label}
      placeholder={`${label}: none`}
      options={options.map((call) => ({ ...call, label: `${label}: ${call.label.toLowerCase()}` }))}
      value={value}
      onValueChange={onChange}
    />
  );
  return (
    <Form
      className="mt-2"
      onSubmit={() =>
        save.mutate({
          params: { id: renewal.id, dueOn: checkpoint.dueOn },
          body: { csmCall: csmCall || null, finalCall: finalCall || null, note: note || null },
        })
      }
      error={save.error?.message}
      fieldErrors={save.error?.fields}
      actions={
        <>
          <Button onClick={onDone}>Cancel</Button>
          <Button variant="primary" type="submit" busy={save.isPending}>
            Record
          </Button>
        </>
      }
    >
      <div className="flex flex-wrap gap-2">
        {choice("CSM", csmCall, calls, setCsmCall)}
        {choice("Final call", finalCall, finals, setFinalCall)}
      </div>
      {mustDecide && (
        <p className="text-s text-ink-2">From 90 days on a decision is needed: monitoring is none.</p>
      )}
      <TextField label="Note" path="note" optional value={note} onChange={setNote} />
    </Form>
  );
}
