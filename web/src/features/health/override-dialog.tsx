import {
  type Account,
  accounts,
  explainAccount,
  type HealthScore,
  listHealthOverrides,
  overrideHealth,
  overrideHoldsDays,
} from "@perennial/contract";
import { useState } from "react";
import { useWrite } from "../../api/query.ts";
import { today } from "../../ui/clock.ts";
import { DateField } from "../../ui/date-field.tsx";
import { Field, useFieldError } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { formatNumber } from "../../ui/format.ts";
import { TextArea } from "../../ui/input.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { toast } from "../../ui/toast.tsx";

type OverrideDialogProps = { account: Account; score: HealthScore; onClose: () => void };

/** A person says what the score is, why, and until when; what the model says stays beside it. */
export function OverrideDialog({ account, score, onClose }: OverrideDialogProps) {
  const own = account.scores[score.slug];
  const [value, setValue] = useState(String(own?.override ?? own?.model ?? ""));
  const [reason, setReason] = useState("");
  const [expiresOn, setExpiresOn] = useState(() => today().add({ days: overrideHoldsDays }).toString());
  const write = useWrite(overrideHealth, {
    refreshes: [listHealthOverrides, explainAccount, accounts.get],
    onSuccess: () => {
      onClose();
      toast({ title: `${score.name} is what you say until it expires`, tone: "good" });
    },
  });
  const points = Number(value);
  const isSound = value.trim() !== "" && points >= 0 && points <= 100 && reason.trim() !== "";
  return (
    <FormDialog
      title={`Say what ${score.name} is`}
      description={
        own?.model === null || own?.model === undefined
          ? "The model has too little data for a score."
          : `The model says ${formatNumber(own.model, 1)}; that is kept and shown beside yours.`
      }
      write={write}
      onSubmit={() =>
        write.mutate({
          params: { id: account.id, score: score.slug },
          body: { value: points, reason, ...(expiresOn === "" ? {} : { expiresOn }) },
        })
      }
      onClose={onClose}
      submitLabel="Say so"
      disabled={!isSound}
    >
      <TextField
        label="Score, 0 to 100"
        path="value"
        type="number"
        min={0}
        max={100}
        value={value}
        onChange={setValue}
      />
      <Reason value={reason} onChange={setReason} />
      <DateField
        label="Stands until"
        path="expiresOn"
        hint="After this day the model counts again"
        value={expiresOn}
        onChange={setExpiresOn}
      />
    </FormDialog>
  );
}

function Reason({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const error = useFieldError("reason");
  return (
    <Field label="Reason" error={error}>
      {(control) => (
        <TextArea
          {...control}
          maxLength={2000}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
