import {
  createStandard,
  listQualityChecks,
  listQualityRows,
  type QualityStandard,
  updateStandard,
} from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useWrite } from "../../api/query.ts";
import { useRuleMaterial } from "../../api/rule-material.ts";
import { slugOf } from "../../api/slug.ts";
import { useTeammateOptions } from "../../api/teammate-options.ts";
import { Button } from "../../ui/button.tsx";
import { ComboField } from "../../ui/combo-field.tsx";
import { Field } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { readRule } from "../../ui/rule-editor/read-rule.ts";
import { RuleEditor } from "../../ui/rule-editor/rule-editor.tsx";
import { Select } from "../../ui/select.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { toast } from "../../ui/toast.tsx";

type StandardDialogProps = { standard?: QualityStandard; onClose: () => void };
const refreshes = [listQualityChecks, listQualityRows];

/** Writes a standard: which records, what must hold of each, who sees to it. */
export function StandardDialog({ standard, onClose }: StandardDialogProps) {
  const { catalog, references } = useRuleMaterial();
  const people = useTeammateOptions();
  const navigate = useNavigate();
  const [object, setObject] = useState(standard?.object ?? "account");
  const [name, setName] = useState(standard?.name ?? "");
  const [description, setDescription] = useState(standard?.description ?? "");
  const [ownerId, setOwner] = useState(standard?.ownerId ?? null);
  const [appliesTo, setAppliesTo] = useState<RuleJson | null>(standard?.appliesTo ?? null);
  const [rule, setRule] = useState<RuleJson>(standard?.rule ?? { all: [] });
  const create = useWrite(createStandard, {
    refreshes,
    onSuccess: ({ slug }) => {
      onClose();
      void navigate({ to: `/data-quality/standard-${slug}` });
    },
  });
  const update = useWrite(updateStandard, {
    refreshes,
    onSuccess: () => {
      onClose();
      toast({ title: `“${name}” is saved` });
    },
  });
  const words = { name, description, ownerId, appliesTo, rule };
  const isWhole =
    catalog !== undefined &&
    [rule, ...(appliesTo ? [appliesTo] : [])].every(
      (each) => !isEmpty(each) && readRule(catalog, object, each).problems.length === 0,
    );
  const changeObject = (next: string) => {
    setObject(next);
    setAppliesTo(null);
    setRule({ all: [] });
  };
  return (
    <FormDialog
      title={standard?.name ?? "New standard"}
      description="A rule that the data is held to: records for which it does not hold are listed, and counted every day."
      width="l"
      write={standard ? update : create}
      onSubmit={() =>
        standard
          ? update.mutate({ params: { id: standard.id }, body: words })
          : create.mutate({ body: { slug: slugOf(name), object, ...words } })
      }
      onClose={onClose}
      submitLabel="Save"
      disabled={slugOf(name) === "" || !isWhole}
    >
      <TextField
        label="Name"
        path="name"
        placeholder="Renewing accounts have a sponsor"
        value={name}
        onChange={setName}
      />
      {!standard && catalog && (
        <Field label="Of each">
          {(control) => (
            <Select
              {...control}
              options={catalog.objects.map(({ slug, label }) => ({ value: slug, label }))}
              value={object}
              onValueChange={changeObject}
            />
          )}
        </Field>
      )}
      {!catalog && <Skeleton lines={3} />}
      {catalog && (
        <fieldset>
          <legend className="mb-1 text-s text-ink-2">Where</legend>
          {appliesTo === null ? (
            <Button onClick={() => setAppliesTo({ all: [] })}>Only of some</Button>
          ) : (
            <>
              <RuleEditor
                catalog={catalog}
                object={object}
                rule={appliesTo}
                onChange={setAppliesTo}
                references={references}
              />
              <Button variant="quiet" onClick={() => setAppliesTo(null)}>
                Ask it of all
              </Button>
            </>
          )}
        </fieldset>
      )}
      {catalog && (
        <fieldset>
          <legend className="mb-1 text-s text-ink-2">Must hold</legend>
          <RuleEditor
            catalog={catalog}
            object={object}
            rule={rule}
            onChange={setRule}
            references={references}
          />
        </fieldset>
      )}
      <ComboField
        label="Owner"
        path="ownerId"
        placeholder="Nobody"
        options={people}
        value={ownerId}
        onValueChange={setOwner}
        clearable
      />
      <TextField
        label="What follows where it does not hold"
        path="description"
        optional
        value={description}
        onChange={setDescription}
      />
    </FormDialog>
  );
}

const isEmpty = (rule: RuleJson): boolean =>
  "all" in rule && Array.isArray(rule.all) && rule.all.length === 0;
