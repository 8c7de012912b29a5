import { amendSubscription, type Contract, type Subscription, subscriptions } from "@perennial/contract";
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
import { LineFields } from "./line-fields.tsx";
import { fieldsOf, problemsOf, refused, termsOf } from "./line-terms.ts";

type Props = { contract: Contract; line: Subscription; onClose: () => void };

/** New terms of a line from a date on: upgrade, downgrade, another quantity or price. */
export function AmendDialog({ contract, line, onClose }: Props) {
  const currency = line.currency ?? "";
  const [effectiveOn, setEffectiveOn] = useState(today().toString());
  const [endsOn, setEndsOn] = useState(line.endsOn ?? "");
  const [terms, setTerms] = useState(() => termsOf(line));
  const [reason, setReason] = useState("");
  const [isTried, setTried] = useState(false);
  const write = useWrite(amendSubscription, {
    refreshes: [subscriptions.list],
    onSuccess: ({ id }) => {
      toast({ title: `${lineName(line)} amended`, undo: () => void undoAmendment(line, id) });
      onClose();
    },
  });
  const problems = problemsOf(terms);
  const submit = () => {
    setTried(true);
    if (problems.length > 0) return;
    write.mutate({
      params: { id: line.id },
      body: { effectiveOn, endsOn: endsOn || null, ...fieldsOf(terms), ...(reason === "" ? {} : { reason }) },
    });
  };
  return (
    <FormDialog
      title={`Amend ${lineName(line)}`}
      description={`It runs from ${formatDate(line.startsOn ?? today())}${line.endsOn ? ` through ${formatDate(line.endsOn)}` : ""}. On the day given the new terms take the old ones' place; what was before stays.`}
      width="m"
      write={isTried && problems.length > 0 ? refused(problems) : write}
      onSubmit={submit}
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
      <LineFields
        terms={terms}
        onChange={(patch) => setTerms({ ...terms, ...patch })}
        currency={currency}
        contractUplift={contract.upliftPct}
        formerArr={line.arr ?? "0"}
      />
      <TextField path="reason" label="Why" optional value={reason} onChange={setReason} />
    </FormDialog>
  );
}

/** The line runs on as it did, and the amended one goes. */
const undoAmendment = (line: Subscription, amendedId: string) =>
  takeBack("The amendment is taken back", async () => {
    await call(subscriptions.archive, { params: { id: amendedId } });
    await call(subscriptions.update, { params: { id: line.id }, body: { endsOn: line.endsOn } });
  });
