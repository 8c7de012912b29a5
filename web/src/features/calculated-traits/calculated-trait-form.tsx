import {
  archiveTrait,
  createTrait,
  type FieldType,
  getTrait,
  listTraits,
  previewTrait,
  type RuleCatalog,
  restoreTrait,
  type Trait,
  updateTrait,
} from "@perennial/contract";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useCall, useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { ArchiveButton, DescriptionField, NameFields } from "../../ui/definition-fields.tsx";
import { Field, Form } from "../../ui/field.tsx";
import { FormulaEditor, problemsOf } from "../../ui/formula-editor/formula-editor.tsx";
import { Select } from "../../ui/select.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { toast } from "../../ui/toast.tsx";
import { slugOf, typeLabel } from "../../ui/trait-types.ts";
import { useSettled } from "../../ui/use-settled.ts";
import { TraitPreviewCards } from "./trait-preview-cards.tsx";

type Draft = {
  name: string;
  slug: string;
  group: string;
  description: string;
  formula: string;
  type: FieldType | null;
};
const empty: Draft = { name: "", slug: "", group: "General", description: "", formula: "", type: null };
const refreshes = [listTraits, getTrait];
const traitsPage = "/settings/traits";

type FormProps = { catalog: RuleCatalog; trait?: Trait; isReadOnly: boolean };

/** The definition on the left, what it gives on the right while one writes. */
export function CalculatedTraitForm({ catalog, trait, isReadOnly }: FormProps) {
  const [draft, setDraft] = useState<Draft>(trait ? { ...trait, formula: trait.formula ?? "" } : empty);
  const [isSlugOwn, setSlugOwn] = useState(false);
  const [accountId, setAccountId] = useState<string | null>(null);
  const navigate = useNavigate();
  const change = (patch: Partial<Draft>) => setDraft({ ...draft, ...patch });
  const slug = isSlugOwn || trait ? draft.slug : slugOf(draft.name);
  const asked = useSettled(draft.formula);
  const isSound = asked.trim() !== "" && problemsOf(catalog, "account", asked).length === 0;
  const body = {
    formula: asked,
    ...(draft.type ? { type: draft.type } : {}),
    ...(slug ? { slug } : {}),
    ...(accountId ? { accountId } : {}),
  };
  const preview = useCall(previewTrait, { body }, { enabled: isSound, keepPrevious: true });
  const current = isSound && !preview.isPlaceholderData ? preview.data : undefined;
  const saved = ({ name }: Trait) => {
    toast({ title: `“${name}” is saved and being worked out for all accounts` });
    void navigate({ to: traitsPage });
  };
  const create = useWrite(createTrait, { refreshes, onSuccess: saved });
  const update = useWrite(updateTrait, { refreshes, onSuccess: saved });
  const attempt = trait ? update : create;
  const save = () => {
    const { name, group, description, formula } = draft;
    const editable = { name, group, description, formula };
    if (trait) update.mutate({ params: { id: trait.id }, body: editable });
    else
      create.mutate({
        body: { object: "account", slug, ...editable, ...(draft.type ? { type: draft.type } : {}) },
      });
  };
  return (
    <div className="grid gap-5 xl:grid-cols-[minmax(0,1fr)_minmax(0,380px)]">
      <Form
        fieldErrors={attempt.error?.fields}
        error={attempt.error?.message}
        onSubmit={save}
        actions={
          !isReadOnly && (
            <>
              {trait && <ArchiveTrait trait={trait} />}
              <span className="grow" />
              <Button onClick={() => void navigate({ to: traitsPage })}>Cancel</Button>
              <Button
                type="submit"
                variant="primary"
                busy={attempt.isPending}
                disabled={draft.name.trim() === "" || !current || current.problems.length > 0}
              >
                Save
              </Button>
            </>
          )
        }
      >
        <FormulaEditor
          label="Formula"
          value={draft.formula}
          onChange={(formula) => change({ formula })}
          catalog={catalog}
          object="account"
          furtherProblems={asked === draft.formula ? (current?.problems ?? none) : none}
          isReadOnly={isReadOnly}
        />
        <p className="-mt-3 text-s text-ink-3">
          Such as <code>sum(renewals.delta where status = "open")</code>. Ctrl+Space shows what may be
          written.
        </p>
        <NameFields
          name={draft.name}
          slug={slug}
          isDefined={trait !== undefined}
          isReadOnly={isReadOnly}
          onName={(name) => change({ name })}
          onSlug={(text) => {
            setSlugOwn(true);
            change({ slug: text });
          }}
        />
        <TypeField
          draft={draft}
          given={current?.type ?? null}
          isFixed={trait !== undefined || isReadOnly}
          onChange={(type) => change({ type })}
        />
        <TextField
          label="Group"
          path="group"
          value={draft.group}
          disabled={isReadOnly}
          onChange={(group) => change({ group })}
        />
        <DescriptionField
          value={draft.description}
          isReadOnly={isReadOnly}
          onChange={(description) => change({ description })}
        />
      </Form>
      <TraitPreviewCards
        preview={current}
        isAsking={isSound && preview.isFetching}
        error={preview.error}
        accountId={accountId}
        onAccount={setAccountId}
      />
    </div>
  );
}

const none: readonly { from: number; to: number; message: string }[] = [];
/** What a number may be shown as; everything else is what its formula gives. */
const numberTypes = ["number", "currency", "percentage"] as const;

type TypeFieldProps = {
  draft: Draft;
  given: FieldType | null;
  isFixed: boolean;
  onChange: (type: FieldType) => void;
};

function TypeField({ draft, given, isFixed, onChange }: TypeFieldProps) {
  const type = draft.type ?? given;
  const isNumber = type !== null && numberTypes.some((each) => each === type);
  const options = isNumber ? numberTypes : type === null ? [] : [type];
  return (
    <Field
      label="Shown as"
      hint={
        isFixed
          ? "Rules depend on it, so it stays."
          : "What the formula gives decides; a number may be money or a percentage."
      }
    >
      {(control) => (
        <Select
          {...control}
          options={options.map((value) => ({ value, label: typeLabel(value) }))}
          value={type ?? "number"}
          disabled={isFixed || !isNumber}
          onValueChange={(value) => onChange(value as FieldType)}
          className="w-full"
        />
      )}
    </Field>
  );
}

function ArchiveTrait({ trait }: { trait: Trait }) {
  const navigate = useNavigate();
  const restore = useWrite(restoreTrait, { refreshes });
  const archive = useWrite(archiveTrait, {
    refreshes,
    onSuccess: ({ id, name }) => {
      toast({ title: `“${name}” is archived`, undo: () => restore.mutate({ params: { id } }) });
      void navigate({ to: traitsPage });
    },
  });
  return <ArchiveButton attempt={archive} onArchive={() => archive.mutate({ params: { id: trait.id } })} />;
}
