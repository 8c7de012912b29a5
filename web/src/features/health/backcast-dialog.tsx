import {
  backcastSteps,
  castHealthBack,
  type HealthScore,
  listHealthBackcasts,
  listHealthScoreVersions,
} from "@perennial/contract";
import { useState } from "react";
import { useCall, useWrite } from "../../api/query.ts";
import { today } from "../../ui/clock.ts";
import { DateField } from "../../ui/date-field.tsx";
import { Field } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { Select } from "../../ui/select.tsx";

const steps = backcastSteps.map((value) => ({
  value,
  label: value === "week" ? "Every week" : "The end of every month",
}));

type BackcastDialogProps = { score: HealthScore; onDone: (id: string) => void; onClose: () => void };

/** Which version of the model is worked out over which past. */
export function BackcastDialog({ score, onDone, onClose }: BackcastDialogProps) {
  const versions = useCall(listHealthScoreVersions, { params: { slug: score.slug } });
  const [version, setVersion] = useState(String(score.version));
  const [from, setFrom] = useState(() => today().subtract({ months: 24 }).toString());
  const [to, setTo] = useState(() => today().subtract({ days: 1 }).toString());
  const [step, setStep] = useState<(typeof backcastSteps)[number]>("week");
  const cast = useWrite(castHealthBack, {
    refreshes: [listHealthBackcasts],
    onSuccess: ({ id }) => {
      onClose();
      onDone(id);
    },
  });
  const options = (versions.data?.items ?? [{ version: score.version }]).map((each) => ({
    value: String(each.version),
    label:
      each.version === score.version ? `Version ${each.version}, the present one` : `Version ${each.version}`,
  }));
  return (
    <FormDialog
      title={`Cast ${score.name} back`}
      description="Every account is worked out anew on each of the days, from what is known of it up to that day."
      write={cast}
      onSubmit={() =>
        cast.mutate({ params: { slug: score.slug }, body: { version: Number(version), from, to, step } })
      }
      onClose={onClose}
      submitLabel="Cast back"
      disabled={from === "" || to === ""}
    >
      <Field label="Model">
        {(control) => <Select {...control} options={options} value={version} onValueChange={setVersion} />}
      </Field>
      <DateField label="From" path="from" value={from} onChange={setFrom} />
      <DateField label="To" path="to" value={to} onChange={setTo} />
      <Field
        label="Looked at"
        hint="The back-test takes the last day looked at, 90 and 180 days before each renewal"
      >
        {(control) => <Select {...control} options={steps} value={step} onValueChange={setStep} />}
      </Field>
    </FormDialog>
  );
}
