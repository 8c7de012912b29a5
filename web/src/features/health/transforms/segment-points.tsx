import { Select } from "../../../ui/select.tsx";
import { LinePoints } from "./line-points.tsx";
import type { PointsProps } from "./points-props.ts";
import { SegmentsInput } from "./segments-input.tsx";

const better = [
  { value: "higher", label: "more is better" },
  { value: "lower", label: "less is better" },
] as const;

/** How many of a segment's accounts lie below. */
export function PercentilePoints({ measure, transform, canEdit, onChange }: PointsProps<"percentile">) {
  return (
    <p className="mt-1.5 flex flex-wrap items-center gap-1.5 text-s text-ink-2">
      Percentile among the accounts of
      <SegmentsInput
        label={`${measure.name}: segments`}
        value={transform.segments}
        disabled={!canEdit}
        onChange={(segments) => onChange({ ...transform, segments })}
      />
      <Select
        aria-label={`${measure.name}: direction`}
        options={better}
        value={transform.better}
        disabled={!canEdit}
        onValueChange={(next) => onChange({ ...transform, better: next })}
      />
    </p>
  );
}

/** How far from the healthy accounts of a segment, in robust deviations. */
export function DeviationPoints(props: PointsProps<"deviation">) {
  const { measure, transform, canEdit, onChange } = props;
  return (
    <LinePoints {...props}>
      Robust deviations from the healthy of
      <SegmentsInput
        label={`${measure.name}: segments`}
        value={transform.segments}
        disabled={!canEdit}
        onChange={(segments) => onChange({ ...transform, segments })}
      />
    </LinePoints>
  );
}
