import { type Account, contracts } from "@perennial/contract";
import { useState } from "react";
import { call } from "../../api/client.ts";
import { useWrite } from "../../api/query.ts";
import { takeBack } from "../../api/take-back.ts";
import { Checkbox } from "../../ui/choice.tsx";
import { today } from "../../ui/clock.ts";
import { DateField } from "../../ui/date-field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { toast } from "../../ui/toast.tsx";
import { filledIn } from "./line-fields.tsx";

const empty = {
  name: "",
  signedOn: "",
  startsOn: "",
  endsOn: "",
  noticePeriodDays: "",
  renewalTermMonths: "",
  upliftPct: "",
  currency: "",
};
type Text = typeof empty;

/** A contract as it was signed; its lines are added on its page. */
export function AddContractDialog({ account, onClose }: { account: Account; onClose: () => void }) {
  const [text, setText] = useState<Text>({ ...empty, startsOn: today().toString() });
  const [autoRenews, setAutoRenews] = useState(false);
  const write = useWrite(contracts.create, {
    refreshes: [contracts.list],
    onSuccess: ({ id }) => {
      toast({
        title: "Contract added",
        undo: () => void takeBack("The contract is gone", () => call(contracts.archive, { params: { id } })),
      });
      onClose();
    },
  });
  const field = (path: keyof Text) => ({
    path,
    value: text[path],
    onChange: (value: string) => setText({ ...text, [path]: value }),
  });
  return (
    <FormDialog
      title={`Add a contract of ${account.name}`}
      description="Its lines are added on its page. Revenue without a contract that fits it becomes its own."
      width="m"
      write={write}
      onSubmit={() => write.mutate({ body: { account: account.id, autoRenews, ...filledIn(text) } })}
      onClose={onClose}
      submitLabel="Add contract"
    >
      <TextField {...field("name")} label="Name" optional />
      <div className="grid gap-3 sm:grid-cols-3">
        <DateField {...field("signedOn")} label="Signed on" optional />
        <DateField {...field("startsOn")} label="Starts on" />
        <DateField {...field("endsOn")} label="Ends on" optional hint="Open-ended without" />
      </div>
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField {...field("noticePeriodDays")} label="Notice period, days" optional inputMode="numeric" />
        <TextField
          {...field("renewalTermMonths")}
          label="Renewal term, months"
          optional
          inputMode="numeric"
        />
        <TextField {...field("upliftPct")} label="Uplift at renewal, %" optional inputMode="decimal" />
        <TextField {...field("currency")} label="Currency" optional placeholder="Of the account" />
      </div>
      <Checkbox checked={autoRenews} onCheckedChange={setAutoRenews} label="Renews by itself" />
    </FormDialog>
  );
}
