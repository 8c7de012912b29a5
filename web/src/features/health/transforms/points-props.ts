import type { HealthMeasure, Transform, TransformKind } from "@perennial/contract";

/** What an editor of one kind of transform gets; it gives the transform back whole. */
export type PointsProps<K extends TransformKind> = {
  measure: Pick<HealthMeasure, "name">;
  transform: Extract<Transform, { kind: K }>;
  canEdit: boolean;
  onChange: (transform: Transform) => void;
};
