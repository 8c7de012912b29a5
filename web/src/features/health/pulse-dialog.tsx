import {
  type Account,
  explainAccount,
  givePulse,
  listPulses,
  pulseHoldsDays,
  sentiments,
} from "@perennial/contract";
import { useState } from "react";
import { useWrite } from "../../api/query.ts";
import { today } from "../../ui/clock.ts";
import { DateField } from "../../ui/date-field.tsx";
import { Field } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { TextArea } from "../../ui/input.tsx";
import { Select } from "../../ui/select.tsx";
import { toast } from "../../ui/toast.tsx";

const answers = sentiments.map(({ value, label }) => ({ value: String(value), label }));

/** Says how happy an account is, why, and how long that holds. */
export function PulseDialog({ account, onClose }: { account: Account; onClose: () => void }) {
  const [sentiment, setSentiment] = useState("3");
  const [note, setNote] = useState("");
  const [expiresOn, setExpiresOn] = useState(() => today().add({ days: pulseHoldsDays }).toString());
  const give = useWrite(givePulse, {
    refreshes: [listPulses, explainAccount],
    onSuccess: () => {
      onClose();
      toast({ title: "Pulse given", tone: "good" });
    },
  });
  return (
    <FormDialog
      title={`How happy is ${account.name ?? "the account"}?`}
      write={give}
      onSubmit={() =>
        give.mutate({
          params: { id: account.id },
          body: {
            sentiment: Number(sentiment),
            ...(note.trim() === "" ? {} : { note }),
            ...(expiresOn === "" ? {} : { expiresOn }),
          },
        })
      }
      onClose={onClose}
      submitLabel="Give pulse"
    >
      <Field label="They are">
        {(control) => (
          <Select {...control} options={answers} value={sentiment} onValueChange={setSentiment} />
        )}
      </Field>
      <Field label="Why" optional>
        {(control) => (
          <TextArea
            {...control}
            maxLength={2000}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        )}
      </Field>
      <DateField
        label="Counts until"
        path="expiresOn"
        hint="After this day it is no data any more"
        value={expiresOn}
        onChange={setExpiresOn}
      />
    </FormDialog>
  );
}
