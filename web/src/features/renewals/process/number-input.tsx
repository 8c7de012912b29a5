import { Input } from "../../../ui/input.tsx";

/** A number with its unit, in a row of definitions; empty is null. */
export function NumberInput({
  label,
  unit,
  value,
  readOnly,
  onChange,
}: {
  label: string;
  unit: string;
  value: number | null;
  readOnly: boolean;
  onChange: (value: number | null) => void;
}) {
  return (
    <span className="flex items-center gap-1 text-s text-ink-2">
      <span className="w-[72px]">
        <Input
          type="number"
          step="any"
          aria-label={label}
          readOnly={readOnly}
          value={value ?? ""}
          onChange={(event) => onChange(event.target.value === "" ? null : Number(event.target.value))}
        />
      </span>
      {unit}
    </span>
  );
}
