import type { HealthMeasure, Transform } from "@perennial/contract";
import { MoreHorizontal } from "lucide-react";
import { IconButton } from "../../ui/button.tsx";
import { formatNumber } from "../../ui/format.ts";
import { Menu, MenuItem, MenuSeparator } from "../../ui/menu.tsx";
import { NumberField } from "./number-field.tsx";
import { BandsPoints } from "./transforms/bands-points.tsx";
import { LinePoints, TrendPoints } from "./transforms/line-points.tsx";
import { PulsePoints } from "./transforms/pulse-points.tsx";
import { DeviationPoints, PercentilePoints } from "./transforms/segment-points.tsx";
import { TruthPoints } from "./transforms/truth-points.tsx";

/** What happens where a measure has no data. */
export const missingWords: Record<HealthMeasure["missing"], string> = {
  "leave-out": "left out, the others make up for it",
  poor: "counts as 0",
  neutral: "counts as 50",
  withhold: "withholds the score",
};

type MeasureProps = {
  measure: HealthMeasure;
  /** Percent of its group. */
  share: number;
  /** What it looks at, in words. */
  about: string;
  canEdit: boolean;
  onChange: (measure: HealthMeasure) => void;
  onEdit: () => void;
  onRemove: () => void;
};

/** One measure: what it looks at, how that becomes points, what it weighs. */
export function MeasureEditor({ measure, share, about, canEdit, onChange, onEdit, onRemove }: MeasureProps) {
  return (
    <li className="border-t border-line py-2.5">
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <p className="text-m font-medium">{measure.name}</p>
          <p className="text-s text-ink-2">
            {about} · without data: {missingWords[measure.missing]}
          </p>
        </div>
        <span className="flex shrink-0 items-center gap-2 text-s text-ink-2">
          <NumberField
            label={`Weight of ${measure.name}`}
            value={measure.weight}
            min={0.01}
            disabled={!canEdit}
            onChange={(weight) => onChange({ ...measure, weight })}
          />
          <span className="w-14 text-right">{formatNumber(share, 1)} %</span>
          {canEdit && (
            <Menu
              align="end"
              trigger={<IconButton icon={MoreHorizontal} label={`More for ${measure.name}`} />}
            >
              <MenuItem onSelect={onEdit}>Change what it looks at</MenuItem>
              <MenuSeparator />
              <MenuItem danger onSelect={onRemove}>
                Remove measure
              </MenuItem>
            </Menu>
          )}
        </span>
      </div>
      <Points measure={measure} canEdit={canEdit} onChange={onChange} />
    </li>
  );
}

/** The editor of the points, by the kind of the transform. */
function Points({ measure, canEdit, onChange }: Pick<MeasureProps, "measure" | "canEdit" | "onChange">) {
  const { transform } = measure;
  const props = {
    measure,
    canEdit,
    onChange: (next: Transform) => onChange({ ...measure, transform: next }),
  };
  switch (transform.kind) {
    case "truth":
      return <TruthPoints {...props} transform={transform} />;
    case "bands":
      return <BandsPoints {...props} transform={transform} />;
    case "linear":
      return <LinePoints {...props} transform={transform} />;
    case "trend":
      return <TrendPoints {...props} transform={transform} />;
    case "percentile":
      return <PercentilePoints {...props} transform={transform} />;
    case "deviation":
      return <DeviationPoints {...props} transform={transform} />;
    case "pulse":
      return <PulsePoints {...props} transform={transform} />;
  }
}
