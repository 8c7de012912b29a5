import type { HealthMeasure } from "@perennial/contract";
import { MoreHorizontal } from "lucide-react";
import { Button, IconButton } from "../../ui/button.tsx";
import { formatNumber } from "../../ui/format.ts";
import { Menu, MenuItem, MenuSeparator } from "../../ui/menu.tsx";
import { withOneBandLess, withOneBandMore } from "./model-parts.ts";
import { withBorder, withPoints } from "./model-shares.ts";
import { NumberField } from "./number-field.tsx";

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

function Points({ measure, canEdit, onChange }: Pick<MeasureProps, "measure" | "canEdit" | "onChange">) {
  const { transform } = measure;
  const points = (label: string, value: number, changed: (points: number) => HealthMeasure["transform"]) => (
    <NumberField
      label={`${measure.name}: ${label}`}
      value={value}
      min={0}
      max={100}
      disabled={!canEdit}
      onChange={(next) => onChange({ ...measure, transform: changed(next) })}
    />
  );
  if (transform.kind === "truth") {
    return (
      <p className="mt-1.5 flex flex-wrap items-center gap-1 text-s text-ink-2">
        True → {points("points when true", transform.whenTrue, (whenTrue) => ({ ...transform, whenTrue }))}
        points, false →{" "}
        {points("points when false", transform.whenFalse, (whenFalse) => ({ ...transform, whenFalse }))}
      </p>
    );
  }
  if (transform.kind === "linear") {
    const end = (which: "from" | "to", word: string) => (
      <>
        <NumberField
          label={`${measure.name}: value where the line ${word}`}
          value={transform[which].value}
          disabled={!canEdit}
          onChange={(value) =>
            onChange({ ...measure, transform: { ...transform, [which]: { ...transform[which], value } } })
          }
        />
        →
        {points(`points where the line ${word}`, transform[which].points, (next) => ({
          ...transform,
          [which]: { ...transform[which], points: next },
        }))}
      </>
    );
    return (
      <p className="mt-1.5 flex flex-wrap items-center gap-1 text-s text-ink-2">
        {end("from", "begins")} to {end("to", "ends")} points, straight between
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
      {canEdit && (
        <li className="flex items-center">
          <Button
            variant="quiet"
            disabled={transform.bands.length >= 50}
            aria-label={`Add band to ${measure.name}`}
            onClick={() => onChange(withOneBandMore(measure))}
          >
            Add band
          </Button>
          <Button
            variant="quiet"
            disabled={transform.bands.length < 2}
            aria-label={`Remove last band of ${measure.name}`}
            onClick={() => onChange(withOneBandLess(measure))}
          >
            Remove last
          </Button>
        </li>
      )}
    </ul>
  );
}
