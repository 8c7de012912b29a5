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
  const { summary, rootCause, ownerId, nextStep, nextStepOn, arrAtRisk } = risk;
  const [draft, setDraft] = useState({
    summary,
    rootCause,
    secondaryCauses: risk.secondaryCauses ?? [],
    ownerId,
    nextStep,
    nextStepOn,
    // As people write it: “307428”, not with the digits that it is kept with.
    arrAtRisk: arrAtRisk?.includes(".") ? arrAtRisk.replace(/\.?0+$/, "") : arrAtRisk,
  });
  const change = (patch: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...patch }));
  const save = useWrite(risks.update, {
    refreshes: [risks.get, risks.list],
    onSuccess: () => toast({ title: "Saved" }),
  });
  const choice = (label: string, key: "rootCause" | "ownerId") => (
    <Field label={label}>
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
          mentions
          readOnly={!mayWrite}
          value={draft.summary ?? ""}
          onChange={(text) => change({ summary: text })}
        />
        <div className="grid gap-3 sm:grid-cols-2">
          {choice("Root cause", "rootCause")}
          <Field label="Secondary causes" optional>
            {(control) => (
              <Combobox
                {...control}
                multiple
                label="Secondary causes"
                placeholder="None"
                disabled={!mayWrite}
                options={causes.filter((each) => each.value !== draft.rootCause)}
                value={draft.secondaryCauses}
                onValueChange={(secondaryCauses) => change({ secondaryCauses })}
                className="w-full"
              />
            )}
          </Field>
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
            mentions
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
