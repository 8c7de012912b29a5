import {
  leaveRisk,
  type Risk,
  reviewRisk,
  riskStatuses,
  risks,
  riskTierOptions,
  setRiskTier,
} from "@perennial/contract";
import { type ReactNode, useState } from "react";
import type { ApiProblem } from "../../api/problem.ts";
import { useWrite } from "../../api/query.ts";
import { DateField } from "../../ui/date-field.tsx";
import { Field } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { Select } from "../../ui/select.tsx";
import { TextAreaField } from "../../ui/text-area-field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { NoteFields, useNoteFields } from "./note-fields.tsx";

type DialogProps = { risk: Risk; onClose: () => void };
type Tier = (typeof riskTierOptions)[number]["value"];
const refreshes = [risks.get, risks.list];

type MoveFrame = {
  title: string;
  description?: string;
  write: { error: ApiProblem | null; isPending: boolean };
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
};

function MoveDialog({ title, description, write, onSubmit, onClose, children }: MoveFrame) {
  return (
    <FormDialog
      title={title}
      {...(description ? { description } : {})}
      write={write}
      onSubmit={onSubmit}
      onClose={onClose}
      submitLabel={title}
    >
      {children}
    </FormDialog>
  );
}

/** Moves the risk to another tier, with the reason. */
export function TierDialog({ risk, onClose }: DialogProps) {
  const [tier, setTier] = useState<Tier>((risk.tier as Tier | null) ?? "1");
  const [reason, setReason] = useState("");
  const write = useWrite(setRiskTier, { refreshes, onSuccess: onClose });
  return (
    <MoveDialog
      title="Change tier"
      description="From tier 2 on the owner's manager is added and told. At tier 3 open asks go to their departments, and the risk stands on the weekly review of its region."
      write={write}
      onSubmit={() => write.mutate({ params: { id: risk.id }, body: { tier, reason } })}
      onClose={onClose}
    >
      <Field label="Tier">
        {(control) => <Select {...control} options={riskTierOptions} value={tier} onValueChange={setTier} />}
      </Field>
      <TextAreaField label="Reason" path="reason" value={reason} onChange={setReason} />
    </MoveDialog>
  );
}

type ReviewedStatus = "open" | "monitoring";
const statuses = riskStatuses.filter(
  (each): each is (typeof riskStatuses)[number] & { value: ReviewedStatus } =>
    each.value === "open" || each.value === "monitoring",
);

/** Records a review: what was found, what comes next and when. The first one also answers the note that the tier asks for. */
export function ReviewDialog({ risk, onClose }: DialogProps) {
  const fields = useNoteFields({ id: risk.owedNoteTemplateId });
  const [answers, setAnswers] = useState<Record<string, string>>({});
  const [note, setNote] = useState("");
  const [status, setStatus] = useState(risk.status as ReviewedStatus);
  const [nextStep, setNextStep] = useState(risk.nextStep ?? "");
  const [nextStepOn, setNextStepOn] = useState(risk.nextStepOn ?? "");
  const [nextReviewOn, setNextReviewOn] = useState("");
  const write = useWrite(reviewRisk, { refreshes, onSuccess: onClose });
  const body = {
    note,
    status,
    nextStep: nextStep || null,
    nextStepOn: nextStepOn || null,
    ...(nextReviewOn ? { nextReviewOn } : {}),
    ...(fields.length > 0 ? { fields: answers } : {}),
  };
  return (
    <MoveDialog
      title="Review"
      {...(fields.length > 0
        ? { description: "Nobody has written the note of this risk yet: it is part of the first review." }
        : {})}
      write={write}
      onSubmit={() => write.mutate({ params: { id: risk.id }, body })}
      onClose={onClose}
    >
      <TextAreaField label="What was found" path="note" mentions value={note} onChange={setNote} />
      <NoteFields fields={fields} answers={answers} onChange={setAnswers} />
      <Field label="Status">
        {(control) => <Select {...control} options={statuses} value={status} onValueChange={setStatus} />}
      </Field>
      <TextField
        label="Next step"
        path="nextStep"
        mentions
        optional
        value={nextStep}
        onChange={setNextStep}
      />
      <div className="grid gap-3 sm:grid-cols-2">
        <DateField label="On" path="nextStepOn" optional value={nextStepOn} onChange={setNextStepOn} />
        <DateField
          label="Next review"
          path="nextReviewOn"
          hint="Left out: after the tier's interval"
          optional
          value={nextReviewOn}
          onChange={setNextReviewOn}
        />
      </div>
    </MoveDialog>
  );
}

const endings = [
  { value: "saved", label: "Saved" },
  { value: "lost", label: "Lost" },
  { value: "withdrawn", label: "Withdrawn" },
] as const;

/** Says how the risk ended; what was saved or lost goes to the ledger. */
export function LeaveDialog({ risk, onClose }: DialogProps) {
  const [status, setStatus] = useState<(typeof endings)[number]["value"]>("saved");
  const [note, setNote] = useState("");
  const [arr, setArr] = useState(risk.arrAtRisk ?? "");
  const write = useWrite(leaveRisk, { refreshes, onSuccess: onClose });
  const body = { status, note, ...(status !== "withdrawn" && arr ? { arr } : {}) };
  return (
    <MoveDialog
      title="Leave the risk"
      write={write}
      onSubmit={() => write.mutate({ params: { id: risk.id }, body })}
      onClose={onClose}
    >
      <Field label="It was">
        {(control) => <Select {...control} options={endings} value={status} onValueChange={setStatus} />}
      </Field>
      {status !== "withdrawn" && (
        <TextField label={`ARR ${status}`} path="arr" inputMode="decimal" value={arr} onChange={setArr} />
      )}
      <TextAreaField label="What happened" path="note" mentions value={note} onChange={setNote} />
    </MoveDialog>
  );
}
