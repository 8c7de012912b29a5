import { type Template, templates } from "@perennial/contract";
import { useCall } from "../../api/query.ts";
import { Select } from "../../ui/select.tsx";

/** The templates a mail can be written from. */
export function useMailTemplates(): readonly Template[] {
  return useCall(templates.list, { query: { kind: "conversation" } }).data?.items ?? [];
}

/** Chooses a template, or free text. */
export function TemplateChoice({
  known,
  value,
  onChoose,
}: {
  known: readonly Template[];
  value: string;
  onChoose: (template: Template | undefined) => void;
}) {
  return (
    <Select
      aria-label="Template"
      className="max-w-full min-w-0"
      placeholder="Free text"
      options={known.map((template) => ({
        value: template.id,
        label: `${template.category}: ${template.name}`,
      }))}
      value={value}
      onValueChange={(id) => onChoose(known.find((template) => template.id === id))}
    />
  );
}

/** A field of a conversation template's content as text. */
export function contentText(template: Template | undefined, field: "subject" | "body"): string {
  const text = template?.content[field];
  return typeof text === "string" ? text : "";
}
