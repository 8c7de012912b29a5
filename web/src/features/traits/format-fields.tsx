import type { TraitFormat } from "@perennial/contract";
import { Field } from "../../ui/field.tsx";
import { Select } from "../../ui/select.tsx";
import { TextField } from "../../ui/text-field.tsx";

const places = [
  { value: "auto", label: "As needed" },
  ...[0, 1, 2, 3, 4, 5, 6].map((digits) => ({ value: String(digits), label: String(digits) })),
];

type FormatFieldsProps = { value: TraitFormat; onChange: (format: TraitFormat) => void };

/** How a number is shown: its value stays exact. */
export function FormatFields({ value, onChange }: FormatFieldsProps) {
  return (
    <div className="grid grid-cols-2 gap-2">
      <Field label="Decimals shown">
        {(control) => (
          <Select
            {...control}
            options={places}
            value={value.decimals === null ? "auto" : String(value.decimals)}
            onValueChange={(text) => onChange({ ...value, decimals: text === "auto" ? null : Number(text) })}
            className="w-full"
          />
        )}
      </Field>
      <TextField
        label="Unit"
        path="format"
        optional
        placeholder="seats, GB"
        value={value.unit}
        onChange={(unit) => onChange({ ...value, unit })}
      />
    </div>
  );
}
