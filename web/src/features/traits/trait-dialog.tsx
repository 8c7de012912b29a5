import {
  archiveTrait,
  createTrait,
  type FieldType,
  listTraits,
  noFormat,
  noValidation,
  type Option,
  restoreTrait,
  type Trait,
  type TraitFormat,
  type TraitValidation,
  updateTrait,
} from "@perennial/contract";
import { useState } from "react";
import { useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/choice.tsx";
import { ArchiveButton, DescriptionField } from "../../ui/definition-fields.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field, Form } from "../../ui/field.tsx";
import { Select } from "../../ui/select.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { toast } from "../../ui/toast.tsx";
import { slugOf, typeLabel, typeOptions } from "../../ui/trait-types.ts";
import { FormatFields } from "./format-fields.tsx";
import { OptionsField } from "./options-field.tsx";
import { ValidationFields } from "./validation-fields.tsx";

type Draft = {
  name: string;
  slug: string;
  type: FieldType;
  group: string;
  description: string;
  options: Option[];
  isRequired: boolean;
  validation: TraitValidation;
  format: TraitFormat;
};
const empty: Draft = {
  name: "",
  slug: "",
  type: "text",
  group: "General",
  description: "",
  options: [],
  isRequired: false,
  validation: noValidation,
  format: noFormat,
};

type TraitDialogProps = { object: string; trait?: Trait; onClose: () => void };

/** Makes a trait, or changes one. What values depend on (object, slug, type) is fixed once it is made. */
export function TraitDialog({ object, trait, onClose }: TraitDialogProps) {
  const [draft, setDraft] = useState<Draft>(trait ?? empty);
  const [isSlugOwn, setSlugOwn] = useState(false);
  const change = (patch: Partial<Draft>) => setDraft({ ...draft, ...patch });
  const refreshes = [listTraits];
  const saved = (name: string) => {
    onClose();
    toast({ title: `“${name}” is saved` });
  };
  const create = useWrite(createTrait, { refreshes, onSuccess: ({ name }) => saved(name) });
  const update = useWrite(updateTrait, { refreshes, onSuccess: ({ name }) => saved(name) });
  const attempt = trait ? update : create;
  const hasOptions = draft.type === "select" || draft.type === "multi-select";
  const isNumber = draft.type === "number" || draft.type === "percentage" || draft.type === "currency";
  const slug = isSlugOwn || trait ? draft.slug : slugOf(draft.name);
  const save = () => {
    const { name, group, description, isRequired, format } = draft;
    const options = hasOptions ? draft.options.filter((option) => option.label.trim() !== "") : [];
    const allowed = draft.validation.allowed.map((text) => text.trim()).filter((text) => text !== "");
    const validation = { ...draft.validation, allowed };
    const editable = { name, group, description, isRequired, options, validation, format };
    if (trait) update.mutate({ params: { id: trait.id }, body: editable });
    else create.mutate({ body: { object, slug, type: draft.type, ...editable } });
  };
  const hasFields = (attempt.error?.fields.length ?? 0) > 0;
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={trait ? trait.name : "New trait"}
      placement="side"
      width="m"
    >
      <Form
        fieldErrors={attempt.error?.fields}
        error={hasFields ? undefined : attempt.error?.message}
        onSubmit={save}
        actions={
          <>
            {trait && <ArchiveAction trait={trait} onDone={onClose} />}
            <span className="grow" />
            <Button onClick={onClose}>Cancel</Button>
            <Button
              type="submit"
              variant="primary"
              busy={attempt.isPending}
              disabled={draft.name.trim() === ""}
            >
              Save
            </Button>
          </>
        }
      >
        <TextField label="Name" path="name" value={draft.name} onChange={(name) => change({ name })} />
        <TextField
          label="Slug"
          path="slug"
          hint={
            trait ? "Rules and imports depend on it, so it stays." : "How rules, imports and the API name it."
          }
          disabled={trait !== undefined}
          value={slug}
          onChange={(text) => {
            setSlugOwn(true);
            change({ slug: text });
          }}
        />
        <Field
          label="Type"
          {...(trait ? { hint: `${typeLabel(trait.type)}: values depend on it, so it stays.` } : {})}
        >
          {(control) => (
            <Select
              {...control}
              options={typeOptions}
              value={draft.type}
              disabled={trait !== undefined}
              onValueChange={(type) => change({ type, validation: noValidation, format: noFormat })}
              className="w-full"
            />
          )}
        </Field>
        {isNumber && <FormatFields value={draft.format} onChange={(format) => change({ format })} />}
        {hasOptions && <OptionsField value={draft.options} onChange={(options) => change({ options })} />}
        <TextField
          label="Group"
          path="group"
          hint="Traits of a group stand together on pages."
          value={draft.group}
          onChange={(group) => change({ group })}
        />
        <DescriptionField value={draft.description} onChange={(description) => change({ description })} />
        <Checkbox
          checked={draft.isRequired}
          onCheckedChange={(isRequired) => change({ isRequired })}
          label="May not be cleared"
        />
        <ValidationFields
          object={object}
          type={draft.type}
          value={draft.validation}
          onChange={(validation) => change({ validation })}
        />
      </Form>
    </Dialog>
  );
}

function ArchiveAction({ trait, onDone }: { trait: Trait; onDone: () => void }) {
  const restore = useWrite(restoreTrait, { refreshes: [listTraits] });
  const archive = useWrite(archiveTrait, {
    refreshes: [listTraits],
    onSuccess: ({ id, name }) => {
      onDone();
      toast({
        title: `“${name}” is archived; its values are kept`,
        undo: () => restore.mutate({ params: { id } }),
      });
    },
  });
  return <ArchiveButton attempt={archive} onArchive={() => archive.mutate({ params: { id: trait.id } })} />;
}
