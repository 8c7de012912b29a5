import {
  backcastSteps,
  castHealthBack,
  type HealthModel,
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

/** What a model reads that is known of today alone. */
const readsUsual = (model: HealthModel) => /"kind":"(percentile|deviation)"/.test(JSON.stringify(model));

type BackcastDialogProps = {
  score: HealthScore;
  /** A draft that is no version yet: it is cast back, and the present version beside it. */
  draft?: HealthModel;
  onDone: (id: string, against?: string) => void;
  onClose: () => void;
};

/** Which model is worked out over which past: a version, or a draft beside the present version. */
export function BackcastDialog({ score, draft, onDone, onClose }: BackcastDialogProps) {
  const versions = useCall(listHealthScoreVersions, { params: { slug: score.slug } });
  const [version, setVersion] = useState(String(score.version));
  const [from, setFrom] = useState(() => today().subtract({ months: 24 }).toString());
  const [to, setTo] = useState(() => today().subtract({ days: 1 }).toString());
  const [step, setStep] = useState<(typeof backcastSteps)[number]>("week");
  const cast = useWrite(castHealthBack, { refreshes: [listHealthBackcasts] });
  const params = { slug: score.slug };
  const period = { from, to, step };
  const begin = async () => {
    if (!draft) {
      onDone((await cast.mutateAsync({ params, body: { ...period, version: Number(version) } })).id);
    } else {
      const tried = await cast.mutateAsync({ params, body: { ...period, model: draft } });
      const present = await cast.mutateAsync({ params, body: { ...period, version: score.version } });
      onDone(tried.id, present.id);
    }
    onClose();
  };
  const asked = draft ?? versions.data?.items.find((each) => String(each.version) === version)?.model;
  const options = (versions.data?.items ?? [{ version: score.version }]).map((each) => ({
    value: String(each.version),
    label:
      each.version === score.version ? `Version ${each.version}, the present one` : `Version ${each.version}`,
  }));
  return (
    <FormDialog
      title={draft ? "Try the draft over the past" : `Cast ${score.name} back`}
      description={
        draft
          ? `Every account is worked out anew on each of the days, by the draft and by version ${score.version} beside it. The score itself stays as it is.`
          : "Every account is worked out anew on each of the days, from what is known of it up to that day."
      }
      write={cast}
      // What failed stands in the form.
      onSubmit={() => begin().catch(() => undefined)}
      onClose={onClose}
      submitLabel={draft ? "Try it" : "Cast back"}
      disabled={from === "" || to === ""}
    >
      {!draft && (
        <Field label="Model">
          {(control) => <Select {...control} options={options} value={version} onValueChange={setVersion} />}
        </Field>
      )}
      <DateField label="From" path="from" value={from} onChange={setFrom} />
      <DateField label="To" path="to" value={to} onChange={setTo} />
      <Field label="Looked at" hint="The back-test takes the last day looked at, 90 and 180 days before">
        {(control) => <Select {...control} options={steps} value={step} onValueChange={setStep} />}
      </Field>
      {asked && readsUsual(asked) && (
        <p className="rounded-control bg-warn-soft px-3 py-2 text-s text-warn">
          This model compares accounts with what is usual in their segment. That is known as it is today: the
          past is measured against it too, so that such measures look a little better informed than they were.
        </p>
      )}
    </FormDialog>
  );
}
