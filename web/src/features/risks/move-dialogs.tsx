import {
  leaveRisk,
  noteContent,
  type Risk,
  reviewRisk,
  risks,
  riskTierOptions,
  setRiskTier,
  templates,
} from "@perennial/contract";
import { type ReactNode, useState } from "react";
import type { ApiProblem } from "../../api/problem.ts";
import { useCall, useWrite } from "../../api/query.ts";
import { Field, useFieldError } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { TextArea } from "../../ui/input.tsx";
import { Select } from "../../ui/select.tsx";
import { TextField } from "../../ui/text-field.tsx";

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

function Area({
  label,
  path,
  value,
  onChange,
}: {
  label: string;
  path: string;
  value: string;
  onChange: (text: string) => void;
}) {
  const error = useFieldError(path);
  return (
    <Field label={label} error={error}>
      {(control) => (
        <TextArea {...control} value={value} onChange={(event) => onChange(event.target.value)} />
      )}
    </Field>
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
      description="From tier 2 on the owner's manager is told; tier 3 stands on the weekly review of the region."
      write={write}
      onSubmit={() => write.mutate({ params: { id: risk.id }, body: { tier, reason } })}
      onClose={onClose}
    >
      <Field label="Tier">
        {(control) => <Select {...control} options={riskTierOptions} value={tier} onValueChange={setTier} />}
      </Field>
      <Area label="Reason" path="reason" value={reason} onChange={setReason} />
    </MoveDialog>
  );
}

const noteTemplate = "red-account-note";

/** Records a review by the fields of the note template for red accounts: those it requires must be answered. */
export function ReviewDialog({ risk, onClose }: DialogProps) {
  const found = useCall(templates.list, { query: { kind: "note" } });
  const template = found.data?.items.find((each) => each.slug === noteTemplate);
  const fields = template ? noteContent.parse(template.content).fields : [];
  const [answers, setAnswers] = useState<Record<string, string>>({});
  const [note, setNote] = useState("");
  const [nextStep, setNextStep] = useState(risk.nextStep ?? "");
  const write = useWrite(reviewRisk, { refreshes, onSuccess: onClose });
  const body = { note, nextStep, ...(template ? { templateId: template.id, fields: answers } : {}) };
  return (
    <MoveDialog
      title="Review"
      write={write}
      onSubmit={() => write.mutate({ params: { id: risk.id }, body })}
      onClose={onClose}
    >
      <Area label="What was found" path="note" value={note} onChange={setNote} />
      {fields.map((field) => (
        <TextField
          key={field.slug}
          label={field.label}
          path={`fields.${field.slug}`}
          optional={!field.isRequired}
          value={answers[field.slug] ?? ""}
          onChange={(text) => setAnswers({ ...answers, [field.slug]: text })}
        />
      ))}
      <TextField label="Next step" path="nextStep" optional value={nextStep} onChange={setNextStep} />
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
      <Area label="What happened" path="note" value={note} onChange={setNote} />
    </MoveDialog>
  );
}
