import { putRenewalOutcome, type Renewal, renewals } from "@perennial/contract";
import { useState } from "react";
import { useWrite } from "../../api/query.ts";
import { useRootCauses } from "../../api/root-causes.ts";
import { today } from "../../ui/clock.ts";
import { ComboField } from "../../ui/combo-field.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { Field } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { formatDate } from "../../ui/format.ts";
import { Select } from "../../ui/select.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { toast } from "../../ui/toast.tsx";

const outcomes = [
  { value: "renewed", label: "Renewed" },
  { value: "churned", label: "Churned" },
] as const;

/** Closes a renewal: an order makes the next term; a loss needs its reason and root cause. */
export function OutcomeDialog({ renewal, onClose }: { renewal: Renewal; onClose: () => void }) {
  const [outcome, setOutcome] = useState<"renewed" | "churned">("renewed");
  const [orderedOn, setOrderedOn] = useState(today().toString());
  const [arr, setArr] = useState(renewal.forecastArr ?? renewal.targetArr ?? "");
  const [lossReason, setLossReason] = useState("");
  const [rootCause, setRootCause] = useState<string | null>(null);
  const causes = useRootCauses();
  const write = useWrite(putRenewalOutcome, {
    refreshes: [renewals.list],
    onSuccess: () => {
      toast({
        title: `${renewal.accountName}: ${outcome === "renewed" ? "renewed" : "recorded as churned"}`,
      });
      onClose();
    },
  });
  const body =
    outcome === "renewed"
      ? { outcome, orderedOn, arr }
      : { outcome, orderedOn, lossReason, rootCause: rootCause ?? "" };
  return (
    <FormDialog
      title={`Record the outcome of ${renewal.accountName}`}
      description={`Due ${renewal.dueOn ? formatDate(renewal.dueOn) : ""}. A renewed one begins its next term; a churned one ends its lines.`}
      write={write}
      onSubmit={() => write.mutate({ params: { id: renewal.id }, body })}
      onClose={onClose}
      submitLabel="Record outcome"
    >
      <Field label="Outcome">
        {(control) => <Select {...control} options={outcomes} value={outcome} onValueChange={setOutcome} />}
      </Field>
      <DateField
        label={outcome === "renewed" ? "Ordered on" : "Decided on"}
        path="orderedOn"
        value={orderedOn}
        onChange={setOrderedOn}
      />
      {outcome === "renewed" ? (
        <TextField path="arr" label="ARR of the next term" value={arr} onChange={setArr} />
      ) : (
        <>
          <TextField path="lossReason" label="Loss reason" value={lossReason} onChange={setLossReason} />
          <ComboField
            path="rootCause"
            label="Root cause"
            options={[...causes]}
            value={rootCause}
            onValueChange={setRootCause}
          />
        </>
      )}
    </FormDialog>
  );
}
