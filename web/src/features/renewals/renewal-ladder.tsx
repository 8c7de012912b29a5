import { getRenewalLadder, type Renewal } from "@perennial/contract";
import { Check, Circle, CircleAlert } from "lucide-react";
import { useCall } from "../../api/query.ts";
import { Card } from "../../ui/card.tsx";
import { Badge } from "../../ui/chip.tsx";
import { cx } from "../../ui/class-names.ts";
import { today } from "../../ui/clock.ts";
import { formatCount, formatDate, formatDaysAway } from "../../ui/format.ts";
import { ErrorState } from "../../ui/states.tsx";

/** The steps from the first look to the end of the late tolerance: what is true, what is due, how far behind. */
export function RenewalLadder({ renewal }: { renewal: Renewal }) {
  const { data, error, refetch } = useCall(
    getRenewalLadder,
    { params: { id: renewal.id } },
    { live: ["account", "cadence-steps"] },
  );
  if (error) return <ErrorState error={error} onRetry={() => refetch()} />;
  const next = data?.steps.findIndex((step) => !step.isDue) ?? -1;
  return (
    <div className="mb-3.5">
      <Card
        title="Cadence"
        actions={
          data && (
            <Badge
              tone={data.standing === "behind" ? "bad" : data.standing === "closed" ? "neutral" : "good"}
            >
              {data.standing === "behind"
                ? `Behind by ${formatCount(data.daysBehind, "day")}`
                : data.standing === "closed"
                  ? "Closed"
                  : "On track"}
            </Badge>
          )
        }
      >
        <ol className="flex min-h-[72px] gap-1 overflow-x-auto" aria-label="Steps of the cadence">
          {data?.steps.map((step, at) => {
            const isMissed = step.isDue && !step.isMet && data.standing !== "closed";
            const Mark = step.isMet ? Check : isMissed ? CircleAlert : Circle;
            return (
              <li
                key={step.slug}
                aria-current={at === next ? "step" : undefined}
                className={cx(
                  "min-w-[112px] flex-1 border-t-2 pt-1.5 pr-2",
                  step.isMet ? "border-good" : isMissed ? "border-bad" : "border-line-strong",
                )}
              >
                <p className={cx("flex items-center gap-1 text-s", isMissed ? "text-bad" : "text-ink-2")}>
                  <Mark size={13} aria-hidden />
                  <span title={formatDaysAway(step.dueOn, today())}>{formatDate(step.dueOn)}</span>
                  <span className="sr-only">{step.isMet ? "done" : isMissed ? "missed" : "to come"}</span>
                </p>
                <p className="text-s leading-4">{step.label}</p>
              </li>
            );
          })}
        </ol>
      </Card>
    </div>
  );
}
