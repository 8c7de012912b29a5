import {
  deleteRenewalOutcome,
  getNextTerm,
  putRenewalOutcome,
  type Renewal,
  renewals,
} from "@perennial/contract";
import { useState } from "react";
import { call } from "../../api/client.ts";
import { useCall, useWrite } from "../../api/query.ts";
import { useRootCauses } from "../../api/root-causes.ts";
import { takeBack } from "../../api/take-back.ts";
import { today } from "../../ui/clock.ts";
import { ComboField } from "../../ui/combo-field.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { formatDate } from "../../ui/format.ts";
import { Select } from "../../ui/select.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { toast } from "../../ui/toast.tsx";
import { NextTermFields } from "./next-term-fields.tsx";
import { type NextTerm, orderOf, usualOrder } from "./next-term-order.ts";

const outcomes = [
  { value: "renewed", label: "Renewed" },
  { value: "churned", label: "Churned" },
] as const;

type Props = {
  renewal: Renewal;
  /** How it went, where that is known already. */
  outcome?: "renewed" | "churned";
  onClose: () => void;
};

/** Closes a renewal: an order makes the next term; a loss needs its reason and root cause. */
export function OutcomeDialog({ renewal, outcome, onClose }: Props) {
  const term = useCall(getNextTerm, { params: { id: renewal.id } });
  if (term.data)
    return (
      <OutcomeForm renewal={renewal} term={term.data} {...(outcome ? { outcome } : {})} onClose={onClose} />
    );
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()} title={titleOf(renewal)}>
      {term.error ? <ErrorState error={term.error} onRetry={() => term.refetch()} /> : <Skeleton lines={6} />}
    </Dialog>
  );
}

const titleOf = (renewal: Renewal) => `Record the outcome of ${renewal.accountName}`;

function OutcomeForm({ renewal, term, outcome: known, onClose }: Props & { term: NextTerm }) {
  const isGivenUp = renewal.forecastArr !== null && Number(renewal.forecastArr) === 0;
  const [outcome, setOutcome] = useState<"renewed" | "churned">(known ?? (isGivenUp ? "churned" : "renewed"));
  const [orderedOn, setOrderedOn] = useState(today().toString());
  const [order, setOrder] = useState(() => usualOrder(renewal, term));
  const [loss, setLoss] = useState({ lossReason: "", rootCause: "", competitor: "" });
  const causes = useRootCauses();
  const { accountName: name, id } = renewal;
  const write = useWrite(putRenewalOutcome, {
    refreshes: [renewals.list],
    onSuccess: () => {
      toast({
        title: `${name}: ${outcome === "renewed" ? "renewed" : "recorded as churned"}`,
        undo: () =>
          void takeBack(`${name} is open again`, () => call(deleteRenewalOutcome, { params: { id } })),
      });
      onClose();
    },
  });
  const lost = Object.fromEntries(Object.entries(loss).filter(([, text]) => text.trim() !== ""));
  const body = { outcome, orderedOn, ...(outcome === "renewed" ? orderOf(order, term) : lost) };
  return (
    <FormDialog
      title={titleOf(renewal)}
      description={`Due ${renewal.dueOn ? formatDate(renewal.dueOn) : ""}. A renewed one begins its next term; a churned one ends its lines.`}
      write={write}
      onSubmit={() => write.mutate({ params: { id }, body })}
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
        <NextTermFields
          renewal={renewal}
          term={term}
          order={order}
          onChange={(patch) => setOrder({ ...order, ...patch })}
        />
      ) : (
        <>
          <TextField
            path="lossReason"
            label="Loss reason"
            value={loss.lossReason}
            onChange={(lossReason) => setLoss({ ...loss, lossReason })}
          />
          <ComboField
            path="rootCause"
            label="Root cause"
            options={[...causes]}
            value={loss.rootCause || null}
            onValueChange={(rootCause) => setLoss({ ...loss, rootCause: rootCause ?? "" })}
          />
          <TextField
            path="competitor"
            label="Went to"
            optional
            hint="The competitor, where there is one"
            value={loss.competitor}
            onChange={(value) => setLoss({ ...loss, competitor: value })}
          />
        </>
      )}
    </FormDialog>
  );
}
