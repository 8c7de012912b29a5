import { type NoteContent, noteContent, templates } from "@perennial/contract";
import { useCall } from "../../api/query.ts";
import { TextAreaField } from "../../ui/text-area-field.tsx";

type NoteField = NoteContent["fields"][number];
type Wanted = { id: string | null } | { slug: string | null };

/** The fields of the note template that is wanted, none while it is not there. */
export function useNoteFields(wanted: Wanted): readonly NoteField[] {
  const found = useCall(templates.list, { query: { kind: "note" } });
  const template = found.data?.items.find((each) =>
    "id" in wanted ? each.id === wanted.id : each.slug === wanted.slug,
  );
  return template ? noteContent.parse(template.content).fields : [];
}

type NoteFieldsProps = {
  fields: readonly NoteField[];
  answers: Readonly<Record<string, string>>;
  onChange: (answers: Record<string, string>) => void;
};

/** What a note template asks for. */
export function NoteFields({ fields, answers, onChange }: NoteFieldsProps) {
  return fields.map(({ slug, label, isRequired }) => (
    <TextAreaField
      key={slug}
      label={label}
      path={`fields.${slug}`}
      optional={!isRequired}
      rows={2}
      value={answers[slug] ?? ""}
      onChange={(text) => onChange({ ...answers, [slug]: text })}
    />
  ));
}
