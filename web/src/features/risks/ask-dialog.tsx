import { createRiskAsk, type Risk, type RiskAsk, risks, updateRiskAsk } from "@perennial/contract";
import { useState } from "react";
import { useWrite } from "../../api/query.ts";
import { useRiskDepartments } from "../../api/risk-departments.ts";
import { useTeammateOptions } from "../../api/teammate-options.ts";
import { Combobox } from "../../ui/combobox.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { Field } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { Select } from "../../ui/select.tsx";
import { TextAreaField } from "../../ui/text-area-field.tsx";
import { TextField } from "../../ui/text-field.tsx";

const refreshes = [risks.get, risks.list];

/** Asks another department for help with a risk, or changes what is asked. */
export function AskDialog({ risk, ask, onClose }: { risk: Risk; ask?: RiskAsk; onClose: () => void }) {
  const people = useTeammateOptions();
  const departments = useRiskDepartments();
  const [draft, setDraft] = useState({
    department: ask?.department ?? "",
    request: ask?.request ?? "",
    ownerId: ask?.ownerId ?? null,
    dueOn: ask?.dueOn ?? "",
    effortHours: ask?.effortHours == null ? "" : String(ask.effortHours),
  });
  const change = (patch: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...patch }));
  const create = useWrite(createRiskAsk, { refreshes, onSuccess: onClose });
  const update = useWrite(updateRiskAsk, { refreshes, onSuccess: onClose });
  const { department, request, ownerId, dueOn, effortHours } = draft;
  const body = {
    department,
    request,
    ownerId,
    dueOn: dueOn || null,
    effortHours: effortHours === "" ? null : Number(effortHours),
  };
  const lead = departments.find(({ name }) => name === department)?.leadId;
  const leadName = people.find((person) => person.value === lead)?.label;
  // A department that the list no longer has is kept by the asks that name it.
  const names = [...new Set([...departments.map(({ name }) => name), ...(ask ? [ask.department] : [])])];
  return (
    <FormDialog
      title={ask ? "Change the ask" : "Ask another department"}
      write={ask ? update : create}
      onSubmit={() =>
        ask
          ? update.mutate({ params: { id: ask.id }, body })
          : create.mutate({ params: { id: risk.id }, body })
      }
      onClose={onClose}
      submitLabel={ask ? "Save" : "Ask"}
      disabled={department === "" || request.trim() === ""}
    >
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="Department">
          {(control) => (
            <Select
              {...control}
              placeholder="Choose"
              options={names.map((name) => ({ value: name, label: name }))}
              value={department}
              onValueChange={(value: string) => change({ department: value })}
            />
          )}
        </Field>
        <Field label="Whom" optional {...(leadName && !ownerId ? { hint: `Left out: ${leadName}` } : {})}>
          {(control) => (
            <Combobox
              {...control}
              label="Whom"
              clearable
              options={[...people]}
              value={ownerId}
              onValueChange={(value) => change({ ownerId: value })}
              className="w-full"
            />
          )}
        </Field>
        <DateField
          label="Until"
          path="dueOn"
          optional
          value={dueOn}
          onChange={(text) => change({ dueOn: text })}
        />
        <TextField
          label="Effort, hours"
          path="effortHours"
          type="number"
          min={0}
          step="any"
          optional
          value={effortHours}
          onChange={(text) => change({ effortHours: text })}
        />
      </div>
      <TextAreaField
        label="What is asked"
        path="request"
        mentions
        value={request}
        onChange={(text) => change({ request: text })}
      />
    </FormDialog>
  );
}

type AnswerDialogProps = { ask: RiskAsk; status: "done" | "declined"; onClose: () => void };

/** Says what came of an ask. */
export function AnswerDialog({ ask, status, onClose }: AnswerDialogProps) {
  const [answer, setAnswer] = useState(ask.answer ?? "");
  const write = useWrite(updateRiskAsk, { refreshes, onSuccess: onClose });
  return (
    <FormDialog
      title={status === "done" ? "The ask is done" : "The ask is declined"}
      description={`${ask.department}: ${ask.request}`}
      write={write}
      onSubmit={() => write.mutate({ params: { id: ask.id }, body: { status, answer: answer || null } })}
      onClose={onClose}
      submitLabel={status === "done" ? "Done" : "Declined"}
    >
      <TextAreaField
        label={status === "done" ? "What was done" : "Why"}
        path="answer"
        mentions
        optional
        value={answer}
        onChange={setAnswer}
      />
    </FormDialog>
  );
}
