import { type Renewal, renewals } from "@perennial/contract";
import { type ReactNode, useEffect, useState } from "react";
import { useWrite } from "../../api/query.ts";
import { Card } from "../../ui/card.tsx";
import { Field } from "../../ui/field.tsx";
import { Input, TextArea } from "../../ui/input.tsx";
import { Select } from "../../ui/select.tsx";
import { useRenewalDefinitions } from "./use-renewal-definitions.ts";

type Slug =
  | "forecastArr"
  | "rating"
  | "stage"
  | "ownerId"
  | "nextStep"
  | "nextStepOn"
  | "noticeSentOn"
  | "competitor"
  | "forecastNotes";

/** What people say of a renewal, each written as soon as the field is left. */
export function RenewalFields({ renewal, canEdit }: { renewal: Renewal; canEdit: boolean }) {
  const { ratings, stages, teammates } = useRenewalDefinitions();
  const write = useWrite(renewals.update, { refreshes: [renewals.get, renewals.list] });
  const save = (slug: Slug, value: string) => {
    if (value === (renewal[slug] ?? "")) return;
    write.mutate({ params: { id: renewal.id }, body: { [slug]: value === "" ? null : value } });
  };
  const errorOf = (slug: Slug) => write.error?.fields.find(({ path }) => path === slug)?.message;
  const text = (
    slug: Slug,
    label: string,
    more: { type?: string; isLong?: boolean; hint?: ReactNode } = {},
  ) => (
    <TextField
      key={slug}
      label={label}
      value={renewal[slug] ?? ""}
      disabled={!canEdit}
      error={errorOf(slug)}
      onSave={(value) => save(slug, value)}
      {...more}
    />
  );
  const choice = (slug: Slug, label: string, options: readonly { value: string; label: string }[]) => (
    <Field label={label} error={errorOf(slug)}>
      {(control) => (
        <Select
          {...control}
          className="w-full"
          options={options}
          placeholder="None"
          value={renewal[slug] ?? ""}
          disabled={!canEdit}
          onValueChange={(value) => save(slug, value)}
        />
      )}
    </Field>
  );
  const isNamed = write.error?.fields.some(({ path }) => path in renewal);
  return (
    <Card
      title="The call"
      subtitle={canEdit ? "Saved as soon as a field is left" : "Closed: nothing to edit"}
    >
      <div className="grid gap-3 sm:grid-cols-2">
        {text("forecastArr", "Forecast ARR")}
        {choice("rating", "Rating", ratings)}
        {choice("stage", "Stage", stages)}
        {choice("ownerId", "Owner", teammates)}
        {text("nextStep", "Next step")}
        {text("nextStepOn", "Next step on", { type: "date" })}
        {text("noticeSentOn", "Renewal notice sent on", { type: "date" })}
        {text("competitor", "Competitor")}
        <div className="sm:col-span-2">{text("forecastNotes", "Notes", { isLong: true })}</div>
      </div>
      {write.error && !isNamed && (
        <p role="alert" className="mt-2 text-s text-bad">
          {write.error.message}
        </p>
      )}
    </Card>
  );
}

type TextFieldProps = {
  label: string;
  value: string;
  disabled: boolean;
  error: string | undefined;
  onSave: (value: string) => void;
  type?: string;
  isLong?: boolean;
};

/** A field that follows its record until somebody types, and is written when it is left or Enter is pressed. */
function TextField({ label, value, disabled, error, onSave, type = "text", isLong = false }: TextFieldProps) {
  const [draft, setDraft] = useState(value);
  useEffect(() => setDraft(value), [value]);
  return (
    <Field label={label} error={error}>
      {(control) => {
        const shared = {
          ...control,
          value: draft,
          disabled,
          onBlur: () => onSave(draft.trim()),
        };
        if (isLong) return <TextArea {...shared} onChange={(event) => setDraft(event.target.value)} />;
        return (
          <Input
            {...shared}
            type={type}
            onChange={(event) => setDraft(event.target.value)}
            onKeyDown={(event) => event.key === "Enter" && onSave(draft.trim())}
          />
        );
      }}
    </Field>
  );
}
