import type { HealthMeasure } from "@perennial/contract";
import { formatNumber } from "../../ui/format.ts";
import { withBorder, withPoints } from "./model-shares.ts";
import { NumberField } from "./number-field.tsx";

const missingWords: Record<HealthMeasure["missing"], string> = {
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
};

/** One measure: what it looks at, how that becomes points, what it weighs. */
export function MeasureEditor({ measure, share, about, canEdit, onChange }: MeasureProps) {
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
        </span>
      </div>
      <Points measure={measure} canEdit={canEdit} onChange={onChange} />
    </li>
  );
}

function Points({ measure, canEdit, onChange }: Pick<MeasureProps, "measure" | "canEdit" | "onChange">) {
  const { transform } = measure;
  if (transform.kind === "truth") {
    return (
      <p className="mt-1 text-s text-ink-2">
        True → {transform.whenTrue} points, false → {transform.whenFalse}
      </p>
    );
  }
  if (transform.kind === "linear") {
    return (
      <p className="mt-1 text-s text-ink-2">
        {transform.from.value} → {transform.from.points} points, {transform.to.value} → {transform.to.points},
        straight between
      </p>
    );
  }
  return (
    <ul className="mt-1.5 flex flex-wrap gap-2">
      {transform.bands.map((band, index) => (
        <li key={index} className="flex items-center gap-1 rounded-control bg-sunken px-2 py-1 text-s">
          <span className="text-ink-2">{band.from === null ? "(−∞" : `[${formatNumber(band.from)}`},</span>
          {band.to === null ? (
            <span className="text-ink-2">∞)</span>
          ) : (
            <>
              <NumberField
                label={`${measure.name}: band ${index + 1} ends below`}
                value={band.to}
                disabled={!canEdit}
                onChange={(border) => onChange(withBorder(measure, index, border))}
              />
              <span className="text-ink-2">)</span>
            </>
          )}
          <span className="text-ink-2">→</span>
          <NumberField
            label={`${measure.name}: points of band ${index + 1}`}
            value={band.points}
            min={0}
            max={100}
            disabled={!canEdit}
            onChange={(points) => onChange(withPoints(measure, index, points))}
          />
        </li>
      ))}
    </ul>
  );
}
