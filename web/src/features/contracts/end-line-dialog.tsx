import { amendSubscription, type Subscription, subscriptions } from "@perennial/contract";
import { useState } from "react";
import { call } from "../../api/client.ts";
import { useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { today } from "../../ui/clock.ts";
import { DateField } from "../../ui/date-field.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Form } from "../../ui/field.tsx";
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
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={`End ${lineName(line)} early`}
      description={`Its ARR of ${formatMoneyExact(line.arr ?? "0", line.currency ?? undefined, true)} is gone on the day after its last day. A movement of ARR shows it as contraction or churn.`}
      width="s"
    >
      <Form
        onSubmit={submit}
        error={write.error?.message}
        fieldErrors={write.error?.fields}
        actions={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="danger" type="submit" busy={write.isPending} disabled={endsOn === ""}>
              End the line
            </Button>
          </>
        }
      >
        <DateField path="endsOn" label="Last day" value={endsOn} onChange={setEndsOn} />
        <TextField path="reason" label="Why" optional value={reason} onChange={setReason} />
      </Form>
    </Dialog>
  );
}

async function restoreEnd(line: Subscription): Promise<void> {
  await call(subscriptions.update, { params: { id: line.id }, body: { endsOn: line.endsOn } });
  toast({ title: `${lineName(line)} runs on as before` });
}
