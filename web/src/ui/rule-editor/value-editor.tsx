import type { Operator } from "@perennial/rules";
import { Combobox } from "../combobox.tsx";
import { ChangeByInput, ChangeValuesInput } from "./change-inputs.tsx";
import { DeviationInput } from "./deviation-input.tsx";
import type { EditorField } from "./editor-context.ts";
import { SuggestText } from "./suggest-text.tsx";
import { TextListInput } from "./text-list-input.tsx";
import {
  DateInput,
  DurationInput,
  NumberInput,
  PeriodInput,
  part,
  ReferenceInput,
  texts,
  type ValueProps,
  WholeInput,
  WithinInput,
  YesNoInput,
} from "./value-inputs.tsx";
import type { ValueSource } from "./value-suggestions.ts";

type ValueEditorProps = ValueProps & {
  operator: Operator;
  field: EditorField;
  /** Where values stand that may be suggested. */
  source?: ValueSource | undefined;
};

/** The value of a condition, in the way its operator asks for it. */
export function ValueEditor(props: ValueEditorProps) {
  const { operator, field, label, value, onChange, source } = props;
  switch (operator.editor) {
    case "none":
      return null;
    case "text":
      return <SuggestText {...props} width="w-48!" />;
    case "number":
      return <NumberInput {...props} />;
    case "date":
      return <DateInput {...props} />;
    case "text-list":
      return <TextListInput label={label} value={texts(value)} onChange={onChange} source={source} />;
    case "yes-no":
      return <YesNoInput {...props} />;
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
    case "duration-or-hours":
      return <DurationInput {...props} hasHours={operator.editor === "duration-or-hours"} />;
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
        <TextListInput label={label} value={texts(value)} onChange={onChange} source={source} />
      );
    case "reference-list":
      return <ReferenceInput {...props} type={field.type} />;
    case "change":
      return (
        <WithinInput
          label={label}
          value={part(value, "withinDays")}
          onChange={(withinDays) => onChange({ withinDays })}
        />
      );
    case "change-by":
      return <ChangeByInput {...props} unit={operator.id.endsWith("percent") ? "%" : ""} />;
    case "change-values":
      return <ChangeValuesInput {...props} />;
    case "deviation":
      return <DeviationInput {...props} />;
  }
}
