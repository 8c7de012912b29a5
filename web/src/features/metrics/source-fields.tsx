import type { MetricObject, RuleCatalog, SourceAsk } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { Checkbox } from "../../ui/choice.tsx";
import { ComboField } from "../../ui/combo-field.tsx";
import { Field, useFieldError } from "../../ui/field.tsx";
import type { Option } from "../../ui/option-list.tsx";
import { eventObject } from "../../ui/rule-editor/event-properties.ts";
import { RuleEditor } from "../../ui/rule-editor/rule-editor.tsx";
import { TextListInput } from "../../ui/rule-editor/text-list-input.tsx";
import { Select } from "../../ui/select.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { EventNamesField } from "./event-names-field.tsx";
import { answered, asksOf, type SourceDraft } from "./metric-draft.ts";

type SourceFieldsProps = {
  object: MetricObject;
  source: SourceDraft;
  catalog: RuleCatalog;
  references: Readonly<Record<string, readonly Option[]>>;
  isReadOnly: boolean;
  onChange: (source: SourceDraft) => void;
};

/** The questions of a kind of source, as its form says. */
export function SourceFields({ source, onChange, ...material }: SourceFieldsProps) {
  return asksOf(source).map((ask) => (
    <AskField
      key={`${ask.key} ${ask.ask}`}
      ask={ask}
      source={source}
      value={source[ask.key]}
      onChange={(value) => onChange(answered(source, ask.key, value))}
      {...material}
    />
  ));
}

type AskFieldProps = Omit<SourceFieldsProps, "onChange"> & {
  ask: SourceAsk;
  value: unknown;
  onChange: (value: unknown) => void;
};

function AskField({
  ask,
  object: of,
  source,
  value,
  catalog,
  references,
  isReadOnly,
  onChange,
}: AskFieldProps) {
  const path = `source.${ask.key}`;
  const common = { label: ask.label, path };
  switch (ask.ask) {
    case "event-names":
      return (
        <EventNamesField value={textsOf(value)} isReadOnly={isReadOnly} onChange={onChange} {...common} />
      );
    case "choice":
      return (
        <ChoiceField
          {...common}
          options={ask.options.filter(({ ofAccounts }) => of === "account" || !ofAccounts)}
          value={textOf(value)}
          isReadOnly={isReadOnly}
          onChange={onChange}
        />
      );
    case "text":
      return (
        <TextField
          {...common}
          placeholder={ask.placeholder}
          disabled={isReadOnly}
          value={textOf(value)}
          onChange={(text) => onChange(text.trim() === "" ? null : text)}
        />
      );
    case "text-list":
      return (
        <Field label={ask.label} hint={`Such as ${ask.placeholder}`}>
          {() => <TextListInput label={ask.label} value={textsOf(value)} onChange={onChange} />}
        </Field>
      );
    case "yes-no":
      return (
        <Checkbox
          label={ask.label}
          checked={value === true}
          disabled={isReadOnly}
          onCheckedChange={(checked) => onChange(checked)}
        />
      );
    case "object":
      return (
        <ComboField
          {...common}
          options={countedKinds(catalog)}
          value={textOf(value) || null}
          disabled={isReadOnly}
          onValueChange={(chosen) => onChange(chosen ?? "")}
        />
      );
    case "field": {
      const object = ask.of === "account" ? "account" : textOf(source.object);
      if (object === "") return null;
      return (
        <ComboField
          {...common}
          options={fieldsOf(catalog, object, ask)}
          value={textOf(value) || null}
          disabled={isReadOnly}
          onValueChange={(chosen) => onChange(chosen ?? "")}
        />
      );
    }
    case "event-rule":
      return (
        <RuleField
          label={ask.label}
          catalog={{ objects: eventsObject(catalog, textsOf(source.names)) }}
          object="event"
          references={references}
          rule={value as RuleJson | null | undefined}
          onChange={onChange}
        />
      );
    case "record-rule":
      return source.object ? (
        <RuleField
          label={ask.label}
          catalog={catalog}
          object={textOf(source.object)}
          references={references}
          rule={value as RuleJson | null | undefined}
          onChange={onChange}
        />
      ) : null;
  }
}

function ChoiceField({
  label,
  path,
  options,
  value,
  isReadOnly,
  onChange,
}: {
  label: string;
  path: string;
  options: readonly { value: string; label: string }[];
  value: string;
  isReadOnly: boolean;
  onChange: (value: string) => void;
}) {
  const error = useFieldError(path, label);
  return (
    <Field label={label} error={error}>
      {(control) => (
        <Select {...control} options={options} value={value} disabled={isReadOnly} onValueChange={onChange} />
      )}
    </Field>
  );
}

type RuleFieldProps = {
  label: string;
  catalog: RuleCatalog;
  object: string;
  references: Readonly<Record<string, readonly Option[]>>;
  rule: RuleJson | null | undefined;
  onChange: (rule: RuleJson | null) => void;
};

/** Conditions on the facts that count; none is all. */
function RuleField({ label, rule, onChange, ...about }: RuleFieldProps) {
  return (
    <fieldset className="rounded-card border border-line px-3 pt-1.5 pb-3">
      <legend className="px-1 text-s font-medium text-ink-2">
        {label} <span className="font-normal text-ink-3">optional</span>
      </legend>
      <RuleEditor
        {...about}
        rule={rule ?? { all: [] }}
        onChange={(next) => onChange("all" in next && next.all.length === 0 ? null : next)}
      />
    </fieldset>
  );
}

/** Properties of events, as the one object that conditions on them are about. */
function eventsObject(catalog: RuleCatalog, names: readonly string[]): RuleCatalog["objects"] {
  const account = catalog.objects.find(({ slug }) => slug === "account");
  return account ? [eventObject(account, names.length === 1 ? names[0] : undefined)] : [];
}

function countedKinds(catalog: RuleCatalog): Option[] {
  return catalog.objects
    .filter(({ isCounted }) => isCounted)
    .map(({ slug, label }) => ({ value: slug, label: label.charAt(0).toUpperCase() + label.slice(1) }));
}

function fieldsOf(
  catalog: RuleCatalog,
  object: string,
  { of, types }: Extract<SourceAsk, { ask: "field" }>,
): Option[] {
  const fields = catalog.objects.find(({ slug }) => slug === object)?.fields ?? [];
  return fields
    .filter(({ type }) => types.some((each) => each === type))
    .filter(({ hasHistory }) => of === "object" || hasHistory)
    .map(({ slug, label, group }) => ({ value: slug, label, ...(group ? { hint: group } : {}) }));
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
