import { type Risk, risks } from "@perennial/contract";
import { useState } from "react";
import { useWrite } from "../../api/query.ts";
import { useRootCauses } from "../../api/root-causes.ts";
import { useTeammateOptions } from "../../api/teammate-options.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Combobox } from "../../ui/combobox.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { Field, Form } from "../../ui/field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { toast } from "../../ui/toast.tsx";

/** What is known of the risk and what comes next. */
export function RiskDetails({ risk, mayWrite }: { risk: Risk; mayWrite: boolean }) {
  const causes = useRootCauses();
  const people = useTeammateOptions();
  const { summary, rootCause, secondaryCause, ownerId, nextStep, nextStepOn, arrAtRisk } = risk;
  const [draft, setDraft] = useState({
    summary,
    rootCause,
    secondaryCause,
    ownerId,
    nextStep,
    nextStepOn,
    arrAtRisk,
  });
  const change = (patch: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...patch }));
  const save = useWrite(risks.update, {
    refreshes: [risks.get, risks.list],
    onSuccess: () => toast({ title: "Saved" }),
  });
  const choice = (label: string, key: "rootCause" | "secondaryCause" | "ownerId") => (
    <Field label={label} {...(key === "secondaryCause" ? { optional: true } : {})}>
      {(control) => (
        <Combobox
          {...control}
          label={label}
          disabled={!mayWrite}
          clearable={key !== "rootCause"}
          options={key === "ownerId" ? [...people] : [...causes]}
          value={draft[key]}
          onValueChange={(value) => change({ [key]: value })}
          className="w-full"
        />
      )}
    </Field>
  );
  return (
    <Card
      title="What it is about"
      subtitle={risk.raisedBy ? `Raised by ${risk.raisedBy}, ${risk.ageDays} days old` : undefined}
    >
      <Form
        onSubmit={() => save.mutate({ params: { id: risk.id }, body: draft })}
        error={save.error?.message}
        fieldErrors={save.error?.fields}
        actions={
          mayWrite && (
            <Button variant="primary" type="submit" busy={save.isPending}>
              Save
            </Button>
          )
        }
      >
        <TextField
          label="Summary"
          path="summary"
          readOnly={!mayWrite}
          value={draft.summary ?? ""}
          onChange={(text) => change({ summary: text })}
        />
        <div className="grid gap-3 sm:grid-cols-2">
          {choice("Root cause", "rootCause")}
          {choice("Secondary cause", "secondaryCause")}
          {choice("Owner", "ownerId")}
          <TextField
            label="ARR at risk"
            path="arrAtRisk"
            inputMode="decimal"
            readOnly={!mayWrite}
            value={draft.arrAtRisk ?? ""}
            onChange={(text) => change({ arrAtRisk: text || null })}
          />
          <TextField
            label="Next step"
            path="nextStep"
            optional
            readOnly={!mayWrite}
            value={draft.nextStep ?? ""}
            onChange={(text) => change({ nextStep: text || null })}
          />
          <DateField
            label="On"
            path="nextStepOn"
            optional
            readOnly={!mayWrite}
            value={draft.nextStepOn ?? ""}
            onChange={(text) => change({ nextStepOn: text || null })}
          />
        </div>
      </Form>
    </Card>
  );
}
