import { getRenewalLadder, type Renewal } from "@perennial/contract";
import { Check, Circle, CircleAlert, CircleHelp } from "lucide-react";
import { useCall } from "../../api/query.ts";
import { Card } from "../../ui/card.tsx";
import { cx } from "../../ui/class-names.ts";
import { daysAway, formatCount, formatDate, formatNumber } from "../../ui/format.ts";
import { usePast } from "../../ui/past.ts";
import { Tooltip } from "../../ui/tooltip.tsx";

const words = { "on-track": "on track", behind: "behind", closed: "closed" };
const marks = { done: Check, missed: CircleAlert, "to come": Circle, "not kept of that day": CircleHelp };

function stateOf({ isMet, isDue }: { isMet: boolean | null; isDue: boolean }): keyof typeof marks {
  if (isMet === null) return "not kept of that day";
  return isMet ? "done" : isDue ? "missed" : "to come";
}

/** The steps of a renewal's cadence on a line, each by its days before expiry: done, missed or to come; now or on a past day. */
export function RenewalCadence({ renewal }: { renewal: Renewal }) {
  const { data } = useCall(
    getRenewalLadder,
    { params: { id: renewal.id } },
    { live: ["renewal", "account", "task", "note", "conversation"] },
  );
  const isPast = usePast().asOf !== undefined;
  if (!data || data.steps.length === 0) return null;
  const missed = data.steps.find((step) => step.isDue && step.isMet === false);
  const standing =
    data.standing === "behind" ? (
      <span className="text-warn">
        Behind by {formatCount(data.daysBehind, "day")}
        {missed && `: ${missed.label}`}
      </span>
    ) : data.standing === "closed" ? (
      "Closed"
    ) : (
      "On track"
    );
  return (
    <Card
      title="Renewal cadence"
      subtitle={
        isPast ? (
          <>
            {standing} · by the steps as they are set now
            {renewal.standing !== null &&
              renewal.standing !== data.standing &&
              `; it was told as ${words[renewal.standing]} then`}
          </>
        ) : (
          standing
        )
      }
    >
      <ol className="relative flex justify-between pt-1">
        <span aria-hidden className="absolute top-[12px] right-2 left-2 h-px bg-line-strong" />
        {data.steps.map((step) => {
          const days = daysAway(step.dueOn, Temporal.PlainDate.from(renewal.dueOn ?? step.dueOn));
          const state = stateOf(step);
          const Mark = marks[state];
          return (
            <li key={step.slug} className="relative flex min-w-0 flex-col items-center gap-1">
              <Tooltip text={`${step.label}: ${state}, by ${formatDate(step.dueOn)}`}>
                <button
                  type="button"
                  aria-label={`${step.label}: ${state}, by ${formatDate(step.dueOn)}`}
                  className={cx(
                    "flex size-[18px] cursor-default items-center justify-center rounded-full bg-surface ring-1",
                    state === "done" && "text-good ring-good",
                    state === "missed" && "text-bad ring-bad",
                    (state === "to come" || state === "not kept of that day") &&
                      "text-ink-3 ring-line-strong",
                  )}
                >
                  <Mark size={state === "to come" ? 6 : 11} aria-hidden />
                </button>
              </Tooltip>
              <span className="text-xs text-ink-3 tabular-nums">{formatNumber(days)}</span>
            </li>
          );
        })}
      </ol>
    </Card>
  );
}
