import { amendSubscription, type Subscription, subscriptions } from "@perennial/contract";
import { useState } from "react";
import { call } from "../../api/client.ts";
import { useWrite } from "../../api/query.ts";
import { takeBack } from "../../api/take-back.ts";
import { today } from "../../ui/clock.ts";
import { DateField } from "../../ui/date-field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { formatDate, formatMoneyExact } from "../../ui/format.ts";
import { TextField } from "../../ui/text-field.tsx";
import { toast } from "../../ui/toast.tsx";
import { lineName } from "./contract-arr.ts";

/** Ends a line before its time; its ARR is gone on the next day. */
export function EndLineDialog({ line, onClose }: { line: Subscription; onClose: () => void }) {
  const [endsOn, setEndsOn] = useState(today().toString());
  const [reason, setReason] = useState("");
  const write = useWrite(amendSubscription, {
    refreshes: [subscriptions.list],
    onSuccess: () => {
      toast({ title: `${lineName(line)} ends on ${formatDate(endsOn)}`, undo: () => void restoreEnd(line) });
      onClose();
    },
  });
  const submit = () => {
    const effectiveOn = Temporal.PlainDate.from(endsOn).add({ days: 1 }).toString();
    write.mutate({
      params: { id: line.id },
      body: { effectiveOn, endsOn, ...(reason === "" ? {} : { reason }) },
    });
  };
  return (
    <FormDialog
      title={`End ${lineName(line)} early`}
      description={`Its ARR of ${formatMoneyExact(line.arr ?? "0", line.currency ?? undefined, true)} is gone on the day after its last day. A movement of ARR shows it as contraction or churn.`}
      write={write}
      onSubmit={submit}
      onClose={onClose}
      submitLabel="End the line"
      danger
      disabled={endsOn === ""}
    >
      <DateField path="endsOn" label="Last day" value={endsOn} onChange={setEndsOn} />
      <TextField path="reason" label="Why" optional value={reason} onChange={setReason} />
    </FormDialog>
  );
}

const restoreEnd = (line: Subscription) =>
  takeBack(`${lineName(line)} runs on as before`, () =>
    call(subscriptions.update, { params: { id: line.id }, body: { endsOn: line.endsOn } }),
  );
