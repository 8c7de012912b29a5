import { Button } from "./button.tsx";
import { Field } from "./field.tsx";
import { TextArea } from "./input.tsx";
import { TextField } from "./text-field.tsx";

type NameFieldsProps = {
  name: string;
  slug: string;
  /** Rules depend on the slug of what is defined already. */
  isDefined: boolean;
  isReadOnly: boolean;
  onName: (name: string) => void;
  onSlug: (slug: string) => void;
};

/** What a definition is called, by people and by rules. */
export function NameFields({ name, slug, isDefined, isReadOnly, onName, onSlug }: NameFieldsProps) {
  return (
    <>
      <TextField label="Name" path="name" value={name} disabled={isReadOnly} onChange={onName} />
      <TextField
        label="Slug"
        path="slug"
        hint={isDefined ? "Rules depend on it, so it stays." : "How rules, formulas and the API name it."}
        disabled={isDefined || isReadOnly}
        value={slug}
        onChange={onSlug}
      />
    </>
  );
}

type DescriptionFieldProps = { value: string; isReadOnly?: boolean; onChange: (text: string) => void };

/** What a definition means, in the company's words. */
export function DescriptionField({ value, isReadOnly = false, onChange }: DescriptionFieldProps) {
  return (
    <Field label="Description" optional>
      {(control) => (
        <TextArea
          {...control}
          value={value}
          disabled={isReadOnly}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

type ArchiveButtonProps = { attempt: { isPending: boolean; error: Error | null }; onArchive: () => void };

/** Archives a definition, and says beside it why that was refused. */
export function ArchiveButton({ attempt, onArchive }: ArchiveButtonProps) {
  return (
    <span className="flex items-center gap-2">
      <Button variant="danger" busy={attempt.isPending} onClick={onArchive}>
        Archive
      </Button>
      {attempt.error && (
        <span role="alert" className="text-s text-bad">
          {attempt.error.message}
        </span>
      )}
    </span>
  );
}
