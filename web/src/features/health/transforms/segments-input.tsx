import { Combobox } from "../../../ui/combobox.tsx";
import { useSegmentOptions } from "./use-segment-options.ts";

type SegmentsInputProps = {
  label: string;
  value: readonly string[];
  disabled: boolean;
  onChange: (segments: string[]) => void;
};

/** Segments in order: of several, the first that an account is in decides. The last one stays. */
export function SegmentsInput({ label, value, disabled, onChange }: SegmentsInputProps) {
  return (
    <Combobox
      multiple
      label={label}
      options={useSegmentOptions()}
      value={value}
      disabled={disabled}
      onValueChange={(next) => next.length > 0 && onChange(next)}
    />
  );
}
