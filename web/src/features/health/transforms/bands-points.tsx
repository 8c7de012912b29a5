import { Button } from "../../../ui/button.tsx";
import { formatNumber } from "../../../ui/format.ts";
import { NumberField } from "../number-field.tsx";
import { withBorder, withOneBandLess, withOneBandMore, withPoints } from "./band-parts.ts";
import { PointsField } from "./points-field.tsx";
import type { PointsProps } from "./points-props.ts";

/** A table of ranges that follow one another. */
export function BandsPoints({ measure, transform, canEdit, onChange }: PointsProps<"bands">) {
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
                onChange={(border) => onChange(withBorder(transform, index, border))}
              />
              <span className="text-ink-2">)</span>
            </>
          )}
          <span className="text-ink-2">→</span>
          <PointsField
            label={`${measure.name}: points of band ${index + 1}`}
            value={band.points}
            disabled={!canEdit}
            onChange={(points) => onChange(withPoints(transform, index, points))}
          />
        </li>
      ))}
      {canEdit && (
        <li className="flex items-center">
          <Button
            variant="quiet"
            disabled={transform.bands.length >= 50}
            aria-label={`Add band to ${measure.name}`}
            onClick={() => onChange(withOneBandMore(transform))}
          >
            Add band
          </Button>
          <Button
            variant="quiet"
            disabled={transform.bands.length < 2}
            aria-label={`Remove last band of ${measure.name}`}
            onClick={() => onChange(withOneBandLess(transform))}
          >
            Remove last
          </Button>
        </li>
      )}
    </ul>
  );
}
