import { Combobox } from "../combobox.tsx";
import { Select } from "../select.tsx";
import { type EditorField, useEditor } from "./editor-context.ts";
import { isRecordType } from "./record-options.ts";
import {
  DateInput,
  NumberInput,
  part,
  RecordInput,
  TextInput,
  text,
  type ValueProps,
  WithinInput,
  YesNoInput,
} from "./value-inputs.tsx";

/** By how much a number moved, in which time. */
export function ChangeByInput({ label, value, onChange, unit }: ValueProps & { unit: string }) {
  const change = (key: "by" | "withinDays") => (next: unknown) =>
    onChange({ by: part(value, "by"), withinDays: part(value, "withinDays"), [key]: next });
  return (
    <span className="flex items-center gap-1.5">
      <NumberInput label={`${label}, by how much`} value={part(value, "by")} onChange={change("by")} />
      {unit && <span className="text-ink-2">{unit}</span>}
      <WithinInput label={label} value={part(value, "withinDays")} onChange={change("withinDays")} />
    </span>
  );
}

type Ends = { from?: unknown; to?: unknown; withinDays?: unknown };

/** From what to what a value changed, in which time; either end may be anything, or empty. */
export function ChangeValuesInput(props: ValueProps & { field: EditorField }) {
  const { label, value, onChange, field } = props;
  const ends = (typeof value === "object" && value !== null ? value : {}) as Ends;
  const end = (key: "from" | "to") => (
    <EndInput
      label={`${label}, ${key}`}
      field={field}
      value={ends[key]}
      onChange={(next) => {
        const { [key]: _, ...others } = ends;
        onChange(next === undefined ? others : { ...others, [key]: next });
      }}
    />
  );
  return (
    <span className="flex flex-wrap items-center gap-1.5">
      {end("from")}
      <span className="text-ink-2">to</span>
      {end("to")}
      <WithinInput
        label={label}
        value={ends.withinDays}
        onChange={(withinDays) => onChange({ ...ends, withinDays })}
      />
    </span>
  );
}

const kinds = [
  { value: "anything", label: "anything" },
  { value: "empty", label: "empty" },
  { value: "value", label: "the value" },
] as const;

/** What stands at one end before it has been written: shown as a value to give, and not complete yet. */
const unwritten = "";

function EndInput(props: ValueProps & { field: EditorField }) {
  const { label, value, onChange, field } = props;
  const kind = value === undefined ? "anything" : value === null ? "empty" : "value";
  const firstOf = { anything: undefined, empty: null, value: field.type === "boolean" ? true : unwritten };
  return (
    <span className="flex items-center gap-1.5">
      <Select
        aria-label={`${label}: what`}
        options={kinds}
        value={kind}
        onValueChange={(chosen) => onChange(firstOf[chosen as keyof typeof firstOf])}
      />
      {kind === "value" && (
        <OneValueInput {...props} onChange={(next) => onChange(next === undefined ? unwritten : next)} />
      )}
    </span>
  );
}

/** One value of the field's type. */
function OneValueInput(props: ValueProps & { field: EditorField }) {
  const { references } = useEditor();
  const { label, value, onChange, field } = props;
  const options = field.options ?? references[field.type];
  if (field.type === "boolean") return <YesNoInput {...props} />;
  if (field.type === "date") return <DateInput {...props} />;
  if (isRecordType(field.type)) return <RecordInput {...props} type={field.type} />;
  if (options) {
    return (
      <Combobox
        label={label}
        options={options}
        value={text(value) || null}
        onValueChange={(chosen) => onChange(chosen ?? undefined)}
      />
    );
  }
  const isNumber = ["number", "integer", "currency", "percentage", "score"].includes(field.type);
  return isNumber ? <NumberInput {...props} /> : <TextInput {...props} width="w-36!" />;
}
