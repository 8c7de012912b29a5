import { NumberField } from "../number-field.tsx";

type PointsFieldProps = {
  label: string;
  value: number;
  disabled: boolean;
  onChange: (points: number) => void;
};

/** Points of a measure, 0 to 100. */
export function PointsField(props: PointsFieldProps) {
  return <NumberField {...props} min={0} max={100} />;
}
