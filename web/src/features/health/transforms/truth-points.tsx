import { PointsField } from "./points-field.tsx";
import type { PointsProps } from "./points-props.ts";

export function TruthPoints({ measure, transform, canEdit, onChange }: PointsProps<"truth">) {
  const points = (key: "whenTrue" | "whenFalse", word: string) => (
    <PointsField
      label={`${measure.name}: points when ${word}`}
      value={transform[key]}
      disabled={!canEdit}
      onChange={(next) => onChange({ ...transform, [key]: next })}
    />
  );
  return (
    <p className="mt-1.5 flex flex-wrap items-center gap-1 text-s text-ink-2">
      True → {points("whenTrue", "true")} points, false → {points("whenFalse", "false")}
    </p>
  );
}
