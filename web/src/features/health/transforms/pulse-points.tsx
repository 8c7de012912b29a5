import { sentiments } from "@perennial/contract";
import { PointsField } from "./points-field.tsx";
import type { PointsProps } from "./points-props.ts";

/** Points of the five answers a person can give. */
export function PulsePoints({ measure, transform, canEdit, onChange }: PointsProps<"pulse">) {
  return (
    <ul className="mt-1.5 flex flex-wrap gap-2">
      {sentiments.map(({ value, label }, index) => (
        <li
          key={value}
          className="flex items-center gap-1 rounded-control bg-sunken px-2 py-1 text-s text-ink-2"
        >
          {label} →
          <PointsField
            label={`${measure.name}: points of ${label}`}
            value={transform.points[index] ?? 0}
            disabled={!canEdit}
            onChange={(points) => onChange({ ...transform, points: transform.points.with(index, points) })}
          />
        </li>
      ))}
    </ul>
  );
}
