import type { FieldType, Operator } from "@perennial/rules";
import { Combobox } from "../combobox.tsx";
import { Input } from "../input.tsx";
import { Select } from "../select.tsx";
import { type EditorField, useEditor } from "./editor-context.ts";
import { TextListInput } from "./text-list-input.tsx";

type ValueProps = { label: string; value: unknown; onChange: (value: unknown) => void };
const part = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
const text = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : "";
const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
const orNothing = (written: string): string | undefined => (written === "" ? undefined : written);

/** The value of a condition, in the way its operator asks for it. */
export function ValueEditor(props: ValueProps & { operator: Operator; field: EditorField }) {
  const { operator, field, label, value, onChange } = props;
  switch (operator.editor) {
    case "none":
      return null;
    case "text":
      return <TextInput {...props} width="w-48!" />;
    case "number":
      return <NumberInput {...props} />;
    case "date":
      return <DateInput {...props} />;
    case "text-list":
      return <TextListInput label={label} value={texts(value)} onChange={onChange} />;
    case "yes-no":
      return (
        <Select
          aria-label={label}
          options={[
            { value: "yes", label: "yes" },
            { value: "no", label: "no" },
          ]}
          value={value === true ? "yes" : value === false ? "no" : ""}
          onValueChange={(chosen) => onChange(chosen === "yes")}
        />
      );
    case "number-range":
    case "date-range": {
      const One = operator.editor === "date-range" ? DateInput : NumberInput;
      const change = (key: "from" | "to") => (next: unknown) =>
        onChange({ from: part(value, "from"), to: part(value, "to"), [key]: next });
      return (
        <span className="flex items-center gap-1.5">
          <One label={`${label}, from`} value={part(value, "from")} onChange={change("from")} />
          <span className="text-ink-2">and</span>
          <One label={`${label}, to`} value={part(value, "to")} onChange={change("to")} />
        </span>
      );
    }
    case "days":
      return (
        <span className="flex items-center gap-1.5">
          <WholeInput
            label={`${label}, days`}
            value={part(value, "days")}
            onChange={(days) => onChange({ days })}
          />
          <span className="text-ink-2">days</span>
        </span>
      );
    case "duration":
      return <DurationInput {...props} />;
    case "period":
      return <PeriodInput {...props} />;
    case "option":
      return (
        <Combobox
          label={label}
          options={field.options ?? []}
          value={typeof value === "string" ? value : null}
          onValueChange={(chosen) => onChange(chosen ?? undefined)}
        />
      );
    case "option-list":
      return field.options ? (
        <Combobox
          multiple
          label={label}
          options={field.options}
          value={texts(value)}
          onValueChange={onChange}
        />
      ) : (
        <TextListInput label={label} value={texts(value)} onChange={onChange} />
      );
    case "reference-list":
      return <ReferenceInput {...props} type={field.type} />;
  }
}

function TextInput({ label, value, onChange, width }: ValueProps & { width: string }) {
  return (
    <Input
      aria-label={label}
      className={width}
      value={text(value)}
      onChange={(event) => onChange(orNothing(event.target.value))}
    />
  );
}

/** Digits are kept as they are written, so that long decimals are not rounded. */
function NumberInput({ label, value, onChange }: ValueProps) {
  return (
    <Input
      aria-label={label}
      className="w-28!"
      inputMode="decimal"
      value={text(value)}
      onChange={(event) => onChange(orNothing(event.target.value.replaceAll(/[\s,]/g, "")))}
    />
  );
}

function WholeInput({ label, value, onChange }: ValueProps) {
  return (
    <Input
      aria-label={label}
      className="w-20!"
      type="number"
      min={0}
      value={text(value)}
      onChange={(event) => onChange(event.target.value === "" ? undefined : Number(event.target.value))}
    />
  );
}

function DateInput({ label, value, onChange }: ValueProps) {
  return (
    <Input
      aria-label={label}
      className="w-36!"
      type="date"
      value={text(value)}
      onChange={(event) => onChange(orNothing(event.target.value))}
    />
  );
}

const units = ["days", "weeks", "months", "quarters"].map((value) => ({ value, label: value }));

function DurationInput({ label, value, onChange }: ValueProps) {
  return (
    <span className="flex items-center gap-1.5">
      <WholeInput
        label={`${label}, how many`}
        value={part(value, "count")}
        onChange={(count) => onChange({ count, unit: part(value, "unit") ?? "days" })}
      />
      <Select
        aria-label={`${label}, unit`}
        options={units}
        value={text(part(value, "unit"))}
        onValueChange={(unit) => onChange({ count: part(value, "count"), unit })}
      />
    </span>
  );
}

const whiches = ["last", "this", "next"].map((value) => ({ value, label: value }));
const periods = ["week", "month", "quarter", "year", "fiscal-quarter", "fiscal-year"].map((value) => ({
  value,
  label: value.replace("-", " "),
}));

function PeriodInput({ label, value, onChange }: ValueProps) {
  return (
    <span className="flex items-center gap-1.5">
      <Select
        aria-label={`${label}, which`}
        options={whiches}
        value={text(part(value, "which"))}
        onValueChange={(which) => onChange({ which, period: part(value, "period") })}
      />
      <Select
        aria-label={`${label}, period`}
        options={periods}
        value={text(part(value, "period"))}
        onValueChange={(period) => onChange({ which: part(value, "which"), period })}
      />
    </span>
  );
}

function ReferenceInput({ label, value, onChange, type }: ValueProps & { type: FieldType }) {
  const options = useEditor().references[type];
  return options ? (
    <Combobox multiple label={label} options={options} value={texts(value)} onValueChange={onChange} />
  ) : (
    <TextListInput label={`${label}, ids`} value={texts(value)} onChange={onChange} />
  );
}
