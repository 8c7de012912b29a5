import type { ReactNode } from "react";
import { NumberField } from "../number-field.tsx";
import { PointsField } from "./points-field.tsx";
import type { PointsProps } from "./points-props.ts";

type LineProps = PointsProps<"linear" | "trend" | "deviation"> & {
  /** What the values are: “%”. */
  unit?: string;
  children?: ReactNode;
};

/** From one value and its points straight to another. */
export function LinePoints({ measure, transform, canEdit, onChange, unit = "", children }: LineProps) {
  const end = (which: "from" | "to", word: string) => (
    <>
      <NumberField
        label={`${measure.name}: value where the line ${word}`}
        value={transform[which].value}
        disabled={!canEdit}
        onChange={(value) => onChange({ ...transform, [which]: { ...transform[which], value } })}
      />
      {unit} →
      <PointsField
        label={`${measure.name}: points where the line ${word}`}
        value={transform[which].points}
        disabled={!canEdit}
        onChange={(points) => onChange({ ...transform, [which]: { ...transform[which], points } })}
      />
    </>
  );
  return (
    <p className="mt-1.5 flex flex-wrap items-center gap-1 text-s text-ink-2">
      {children}
      {end("from", "begins")} to {end("to", "ends")} points, straight between
    </p>
  );
}

/** The change of a metric against the window before it, along a line. */
export function TrendPoints(props: PointsProps<"trend">) {
  const isPercent = props.transform.by === "percent";
  return (
    <LinePoints {...props} unit={isPercent ? "%" : ""}>
      Change against the window before:
    </LinePoints>
  );
}
