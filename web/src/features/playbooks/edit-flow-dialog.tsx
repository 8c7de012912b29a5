import { type PlaybookDefinition, type PlaybookDetail, playbooks } from "@perennial/contract";
import { useState } from "react";
import { useWrite } from "../../api/query.ts";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { formatCount } from "../../ui/format.ts";
import { toast } from "../../ui/toast.tsx";
import { StepFields, settingsOf, settingsOfTrigger } from "./edit-step-fields.tsx";

type EditProps = { playbook: PlaybookDetail; target: string; onClose: () => void };
type Values = Record<string, unknown>;

/** Edits the settings of one step or of the trigger; saved as a new version that new runs take. */
export function EditFlowDialog({ playbook, target, onClose }: EditProps) {
  const { definition } = playbook;
  const at = definition.steps.findIndex((step) => step.id === target);
  const step = definition.steps[at];
  const [values, setValues] = useState<Values>(step ? step.settings : { ...definition.trigger });
  const update = useWrite(playbooks.update, {
    refreshes: [playbooks.get, playbooks.list, playbooks.matches],
    onSuccess: ({ version }) => {
      toast({ title: `Saved as version ${version}` });
      onClose();
    },
  });
  const sentence = playbook.steps.find((one) => one.id === target)?.sentence ?? playbook.triggerSentence;
  const underWay = playbook.counts.running + playbook.counts.failed;
  const changed = (): PlaybookDefinition =>
    step
      ? {
          ...definition,
          steps: definition.steps.map((one) => (one.id === target ? { ...one, settings: values } : one)),
        }
      : { ...definition, trigger: values as PlaybookDefinition["trigger"] };
  return (
    <FormDialog
      title={sentence}
      description={`Saved as a new version for new runs; ${formatCount(underWay, "run")} under way stay as they are.`}
      write={update}
      onSubmit={() => update.mutate({ params: { id: playbook.id }, body: { definition: changed() } })}
      onClose={onClose}
      submitLabel="Save"
    >
      <StepFields
        settings={step ? settingsOf(step) : settingsOfTrigger(playbook)}
        values={values}
        path={step ? `steps.${at}.settings` : "trigger"}
        onChange={setValues}
      />
    </FormDialog>
  );
}
