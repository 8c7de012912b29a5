import { amendSubscription, type Subscription, subscriptions } from "@perennial/contract";
import { useState } from "react";
import { call } from "../../api/client.ts";
import { useWrite } from "../../api/query.ts";
import { takeBack } from "../../api/take-back.ts";
import { today } from "../../ui/clock.ts";
import { DateField } from "../../ui/date-field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { formatDate } from "../../ui/format.ts";
import { TextField } from "../../ui/text-field.tsx";
import { toast } from "../../ui/toast.tsx";
import { lineName } from "./contract-arr.ts";
import { filledIn, type LineText, noLineText, PriceFields } from "./line-fields.tsx";

/** New terms of a line from a date on: upgrade, downgrade, another quantity or price. */
export function AmendDialog({ line, onClose }: { line: Subscription; onClose: () => void }) {
  const isStated = line.unitPrice === null;
  const [effectiveOn, setEffectiveOn] = useState(today().toString());
  const [endsOn, setEndsOn] = useState(line.endsOn ?? "");
  const [text, setText] = useState<LineText>({
    ...noLineText,
    quantity: line.quantity === null ? "" : String(line.quantity),
    unitPrice: line.unitPrice === null ? "" : String(line.unitPrice),
    discountPct: line.discountPct === null ? "" : String(line.discountPct),
    arr: isStated ? (line.arr ?? "") : "",
    plan: line.plan ?? "",
  });
  const write = useWrite(amendSubscription, {
    refreshes: [subscriptions.list],
    onSuccess: ({ id }) => {
      toast({ title: `${lineName(line)} amended`, undo: () => void undoAmendment(line, id) });
      onClose();
    },
  });
  const { reason, plan, ...price } = text;
  return (
    <FormDialog
      title={`Amend ${lineName(line)}`}
      description={`It runs from ${formatDate(line.startsOn ?? today())}${line.endsOn ? ` through ${formatDate(line.endsOn)}` : ""}. On the day given the new terms take the old ones' place; what was before stays.`}
      width="m"
      write={write}
      onSubmit={() =>
        write.mutate({
          params: { id: line.id },
          body: { effectiveOn, endsOn: endsOn || null, ...filledIn({ ...price, plan, reason }) },
        })
      }
      onClose={onClose}
      submitLabel="Amend"
    >
      <div className="grid gap-3 sm:grid-cols-2">
        <DateField path="effectiveOn" label="From" value={effectiveOn} onChange={setEffectiveOn} />
        <DateField
          path="endsOn"
          label="Through"
          optional
          value={endsOn}
          onChange={setEndsOn}
          hint="Empty: until somebody ends it"
        />
      </div>
      <PriceFields text={text} isStated={isStated} onChange={(patch) => setText({ ...text, ...patch })} />
      <TextField
        path="plan"
        label="Plan"
        optional
        value={plan}
        onChange={(value) => setText({ ...text, plan: value })}
      />
      <TextField
        path="reason"
        label="Why"
        optional
        value={reason}
        onChange={(value) => setText({ ...text, reason: value })}
      />
    </FormDialog>
  );
}

/** The line runs on as it did, and the amended one goes. */
const undoAmendment = (line: Subscription, amendedId: string) =>
  takeBack("The amendment is taken back", async () => {
    await call(subscriptions.archive, { params: { id: amendedId } });
    await call(subscriptions.update, { params: { id: line.id }, body: { endsOn: line.endsOn } });
  });
