import { Input } from "../../ui/input.tsx";

type NumberFieldProps = {
  label: string;
  value: number;
  min?: number;
  max?: number;
  disabled?: boolean;
  onChange: (value: number) => void;
};

/** A small number in a line of text. What is no number, or out of bounds, changes nothing. */
export function NumberField({ label, value, min, max, disabled = false, onChange }: NumberFieldProps) {
  return (
    <Input
      aria-label={label}
      type="number"
      step="any"
      className="w-20!"
      min={min}
      max={max}
      disabled={disabled}
      value={value}
      onChange={(event) => {
        const next = event.target.valueAsNumber;
        const isInside = next >= (min ?? -Infinity) && next <= (max ?? Infinity);
        if (isInside) onChange(next);
      }}
    />
  );
}
