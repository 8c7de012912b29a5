import type { FieldType, TraitValidation } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { useRuleMaterial } from "../../api/rule-material.ts";
import { Checkbox } from "../../ui/choice.tsx";
import { Field, useFieldError } from "../../ui/field.tsx";
import { TextArea } from "../../ui/input.tsx";
import { RuleEditor } from "../../ui/rule-editor/rule-editor.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { TextField } from "../../ui/text-field.tsx";

type ValidationFieldsProps = {
  object: string;
  type: FieldType;
  value: TraitValidation;
  onChange: (validation: TraitValidation) => void;
};

const bounded = new Set<FieldType>(["number", "currency", "percentage", "date", "instant"]);
const textual = new Set<FieldType>(["text", "long-text", "url", "email"]);

/** What values must be: only what has a meaning for the type is asked. */
export function ValidationFields({ object, type, value, onChange }: ValidationFieldsProps) {
  const change = (patch: Partial<TraitValidation>) => onChange({ ...value, ...patch });
  const isDate = type === "date" || type === "instant";
  return (
    <>
      {bounded.has(type) && (
        <div className="grid grid-cols-2 gap-2">
          <TextField
            label={isDate ? "Not before" : "At least"}
            path="validation.min"
            optional
            {...(isDate ? { placeholder: type === "date" ? "2026-01-31" : "2026-01-31T08:00:00Z" } : {})}
            value={value.min ?? ""}
            onChange={(min) => change({ min: min.trim() || null })}
          />
          <TextField
            label={isDate ? "Not after" : "At most"}
            path="validation.max"
            optional
            value={value.max ?? ""}
            onChange={(max) => change({ max: max.trim() || null })}
          />
        </div>
      )}
      {textual.has(type) && <TextRules value={value} change={change} />}
      <RequiredWhen
        object={object}
        rule={value.requiredWhen}
        onChange={(rule) => change({ requiredWhen: rule })}
      />
    </>
  );
}

type TextRulesProps = { value: TraitValidation; change: (patch: Partial<TraitValidation>) => void };

function TextRules({ value, change }: TextRulesProps) {
  const error = useFieldError("validation.allowed", "Pattern");
  return (
    <>
      <TextField
        label="Pattern"
        path="validation.pattern"
        optional
        hint="A regular expression for the whole text, such as DE\d{9}; capitals and small letters are the same to it."
        value={value.pattern ?? ""}
        onChange={(pattern) => change({ pattern: pattern || null })}
      />
      {value.pattern !== null && (
        <TextField
          label="What to say when it does not match"
          path="validation.patternHint"
          optional
          placeholder="is DE and nine digits"
          value={value.patternHint}
          onChange={(patternHint) => change({ patternHint })}
        />
      )}
      <Field label="Allowed values" optional hint="One a line; empty allows any text." error={error}>
        {(control) => (
          <TextArea
            {...control}
            value={value.allowed.join("\n")}
            onChange={(event) =>
              change({ allowed: event.target.value === "" ? [] : event.target.value.split("\n") })
            }
          />
        )}
      </Field>
    </>
  );
}

type RequiredWhenProps = {
  object: string;
  rule: RuleJson | null;
  onChange: (rule: RuleJson | null) => void;
};

function RequiredWhen({ object, rule, onChange }: RequiredWhenProps) {
  const { catalog, references } = useRuleMaterial();
  const error = useFieldError("validation.requiredWhen", "Required when a rule holds");
  return (
    <div className="flex flex-col gap-2">
      <Checkbox
        checked={rule !== null}
        onCheckedChange={(isOn) => onChange(isOn ? { all: [] } : null)}
        label="Required when a rule holds"
        hint="It may ask about the record's own stored fields, as they are when it is saved."
      />
      {rule !== null &&
        (catalog ? (
          <div className="rounded-control border border-line p-2.5">
            <RuleEditor
              catalog={catalog}
              object={object}
              rule={rule}
              onChange={onChange}
              references={references}
            />
          </div>
        ) : (
          <Skeleton lines={3} />
        ))}
      {error && (
        <p role="alert" className="text-s text-bad">
          {error}
        </p>
      )}
    </div>
  );
}
