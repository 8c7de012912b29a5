import type { HealthTrend } from "@perennial/contract";
import { formatNumber } from "../../ui/format.ts";
import { Delta, RelativeTime } from "../../ui/values.tsx";

/** Changes of a score, the latest first, each with the measures that moved it. */
export function HealthChanges({ changes }: { changes: HealthTrend["items"] }) {
  return (
    <ul className="flex flex-col gap-1.5 text-m">
      {changes.toReversed().map((change) => (
        <li key={change.at}>
          <div className="flex justify-between gap-2">
            <span>
              {change.value === null ? "Withheld" : formatNumber(change.value, 1)}{" "}
              {change.value !== null && change.previous !== null && (
                <Delta value={Math.round((change.value - change.previous) * 10) / 10} />
              )}
            </span>
            <RelativeTime at={change.at} />
          </div>
          {change.causes.map((cause) => (
            <div key={cause.measure}>
              <Moved moved={cause} />
              {cause.below && (
                <div className="pl-3">
                  {cause.below.map((each) => (
                    <Moved key={each.measure} moved={each} />
                  ))}
                </div>
              )}
            </div>
          ))}
        </li>
      ))}
    </ul>
  );
}

function Moved({
  moved: { name, from, to },
}: {
  moved: { name: string; from: number | null; to: number | null };
}) {
  return (
    <p className="text-s text-ink-2">
      {name}: {from ?? "no data"} → {to ?? "no data"} points
    </p>
  );
}
