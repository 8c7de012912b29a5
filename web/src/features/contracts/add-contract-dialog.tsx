import { type Account, contracts } from "@perennial/contract";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { call } from "../../api/client.ts";
import { useWrite } from "../../api/query.ts";
import { takeBack } from "../../api/take-back.ts";
import { Checkbox } from "../../ui/choice.tsx";
import { today } from "../../ui/clock.ts";
import { DateField } from "../../ui/date-field.tsx";
import { Field } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { Select } from "../../ui/select.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { toast } from "../../ui/toast.tsx";

const empty = {
  name: "",
  signedOn: "",
  startsOn: "",
  endsOn: "",
  notice: "",
  renewalTermMonths: "",
  upliftPct: "",
  currency: "",
  purchaseOrder: "",
  documentUrl: "",
};
type Text = typeof empty;
const noticeUnits = [
  { value: "noticePeriodDays", label: "days" },
  { value: "noticePeriodMonths", label: "months" },
] as const;
type NoticeUnit = (typeof noticeUnits)[number]["value"];

/** Only what was filled in. */
const filledIn = (text: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(text).filter(([, value]) => value.trim() !== ""));

/** A contract as it was signed; its lines are added on its page, which opens with the first of them. */
export function AddContractDialog({ account, onClose }: { account: Account; onClose: () => void }) {
  const [text, setText] = useState<Text>({ ...empty, startsOn: today().toString() });
  const [noticeUnit, setNoticeUnit] = useState<NoticeUnit>("noticePeriodDays");
  const [autoRenews, setAutoRenews] = useState(false);
  const navigate = useNavigate();
  const undo = (id: string) =>
    takeBack("The contract is gone", async () => {
      await call(contracts.archive, { params: { id } });
      await navigate({ to: `/accounts/${account.id}` });
    });
  const write = useWrite(contracts.create, {
    refreshes: [contracts.list],
    onSuccess: ({ id }) => {
      toast({ title: "Contract added", undo: () => void undo(id) });
      onClose();
      void navigate({ to: `/contracts/${id}`, search: { add: "line" } as never });
    },
  });
  const { notice, ...signed } = text;
  const body = { account: account.id, autoRenews, ...filledIn({ ...signed, [noticeUnit]: notice }) };
  const field = (path: keyof Text) => ({
    path: path === "notice" ? noticeUnit : path,
    value: text[path],
    onChange: (value: string) => setText({ ...text, [path]: value }),
  });
  return (
    <FormDialog
      title={`Add a contract of ${account.name}`}
      description="Its page opens next, for its lines. Revenue without a contract that fits it becomes its own."
      width="m"
      write={write}
      onSubmit={() => write.mutate({ body })}
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
        <div className="grid grid-cols-[1fr_6rem] items-start gap-2">
          <TextField {...field("notice")} label="Notice period" optional inputMode="numeric" />
          <Field label="In">
            {(control) => (
              <Select {...control} options={noticeUnits} value={noticeUnit} onValueChange={setNoticeUnit} />
            )}
          </Field>
        </div>
        <TextField
          {...field("renewalTermMonths")}
          label="Renewal term, months"
          optional
          inputMode="numeric"
        />
        <TextField {...field("upliftPct")} label="Uplift at renewal, %" optional inputMode="decimal" />
        <TextField {...field("currency")} label="Currency" optional placeholder="Of the account" />
        <TextField {...field("purchaseOrder")} label="Purchase order" optional />
        <TextField {...field("documentUrl")} label="Document" optional placeholder="https://" />
      </div>
      <Checkbox checked={autoRenews} onCheckedChange={setAutoRenews} label="Renews by itself" />
    </FormDialog>
  );
}
