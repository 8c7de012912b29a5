import type { FieldType } from "@perennial/rules";
import { useState } from "react";
import { Combobox } from "../combobox.tsx";
import { Input } from "../input.tsx";
import { Select } from "../select.tsx";
import { useEditor } from "./editor-context.ts";
import { isRecordType, type RecordType, useRecordOptions } from "./record-options.ts";
import { TextListInput } from "./text-list-input.tsx";

export type ValueProps = { label: string; value: unknown; onChange: (value: unknown) => void };
/** One key of a value that is an object. */
export const part = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
/** A text or number as it stands in an input. */
export const text = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : "";
export const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
const orNothing = (written: string): string | undefined => (written === "" ? undefined : written);

export function TextInput({ label, value, onChange, width }: ValueProps & { width: string }) {
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
export function NumberInput({ label, value, onChange }: ValueProps) {
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

export function WholeInput({ label, value, onChange }: ValueProps) {
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

export function DateInput({ label, value, onChange }: ValueProps) {
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
const unitsOfInstants = [{ value: "hours", label: "hours" }, ...units];

/** So many days, weeks… Only instants are asked about in hours; a calendar date has none. */
export function DurationInput({ label, value, onChange, hasHours }: ValueProps & { hasHours: boolean }) {
  return (
    <span className="flex items-center gap-1.5">
      <WholeInput
        label={`${label}, how many`}
        value={part(value, "count")}
        onChange={(count) => onChange({ count, unit: part(value, "unit") ?? "days" })}
      />
      <Select
        aria-label={`${label}, unit`}
        options={hasHours ? unitsOfInstants : units}
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

export function PeriodInput({ label, value, onChange }: ValueProps) {
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

export function ReferenceInput({ label, value, onChange, type }: ValueProps & { type: FieldType }) {
  const options = useEditor().references[type];
  if (isRecordType(type)) return <RecordsInput label={label} value={value} onChange={onChange} type={type} />;
  return options ? (
    <Combobox multiple label={label} options={options} value={texts(value)} onValueChange={onChange} />
  ) : (
    <TextListInput label={`${label}, ids`} value={texts(value)} onChange={onChange} />
  );
}

/** Records of a kind that are too many to be listed, found by typing. */
function RecordsInput({ label, value, onChange, type }: ValueProps & { type: RecordType }) {
  const [text, setText] = useState("");
  const options = useRecordOptions(type, text, texts(value));
  return (
    <Combobox
      multiple
      label={label}
      options={options}
      value={texts(value)}
      onValueChange={onChange}
      onSearch={setText}
    />
  );
}

/** One such record. */
export function RecordInput({ label, value, onChange, type }: ValueProps & { type: RecordType }) {
  const [written, setWritten] = useState("");
  const chosen = text(value);
  const options = useRecordOptions(type, written, chosen === "" ? [] : [chosen]);
  return (
    <Combobox
      label={label}
      options={options}
      value={chosen || null}
      onValueChange={(id) => onChange(id ?? undefined)}
      onSearch={setWritten}
    />
  );
}

/** Yes or no. */
export function YesNoInput({ label, value, onChange }: ValueProps) {
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
}

/** A window: “in the last 30 days”. */
export function WithinInput({ label, value, onChange }: ValueProps) {
  return (
    <>
      <span className="text-ink-2">in the last</span>
      <WholeInput label={`${label}, within days`} value={value} onChange={onChange} />
      <span className="text-ink-2">days</span>
    </>
  );
}
