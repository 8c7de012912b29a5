import { type Indicator, indicators, polarities, wakeIndicator } from "@perennial/contract";
import { useWrite } from "../../api/query.ts";
import { useTeammateOptions } from "../../api/teammate-options.ts";
import { Button } from "../../ui/button.tsx";
import { Badge } from "../../ui/chip.tsx";
import { timeZone } from "../../ui/clock.ts";
import { Disclosure } from "../../ui/disclosure.tsx";
import { formatDate, formatInstant } from "../../ui/format.ts";
import type { Tone } from "../../ui/tone.ts";

export type IndicatorVerb = "done" | "snooze" | "reassign" | "turn";

const verbs: readonly { verb: IndicatorVerb; label: string }[] = [
  { verb: "done", label: "Address" },
  { verb: "snooze", label: "Put off" },
  { verb: "reassign", label: "Give to somebody" },
  { verb: "turn", label: "Turn into" },
];

const toneOf = ({ polarity, severity }: Indicator): Tone =>
  polarity === "opportunity"
    ? "good"
    : severity === "high"
      ? "bad"
      : severity === "medium"
        ? "warn"
        : "neutral";

type LineProps = { indicator: Indicator; onVerb?: ((verb: IndicatorVerb) => void) | undefined };

/** One open indicator of an account: what it says, whose it is, what was seen, and what can be done about it. */
export function OpenIndicator({ indicator, onVerb }: LineProps) {
  const wake = useWrite(wakeIndicator, { refreshes: [indicators.list] });
  const people = useTeammateOptions();
  const label = polarities.find((each) => each.value === indicator.polarity)?.label ?? "";
  const owner = people.find((person) => person.value === indicator.ownerId)?.label;
  return (
    <li className="py-2 first:pt-0">
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone={toneOf(indicator)}>{label}</Badge>
        <span className="font-medium">{indicator.name}</span>
      </p>
      <p className="text-ink-2">{indicator.message}</p>
      <p className="text-s text-ink-3">
        {owner ?? "Nobody’s"}
        {indicator.dueOn && ` · due ${formatDate(indicator.dueOn)}`}
        {indicator.raisedCount > 1 && ` · came true ${indicator.raisedCount} times`}
      </p>
      {indicator.isSnoozed && indicator.snoozedUntil && (
        <p className="flex flex-wrap items-center gap-2 text-s text-ink-2">
          Put off until {formatInstant(indicator.snoozedUntil, timeZone())}: {indicator.snoozeReason}
          {onVerb && (
            <Button
              variant="quiet"
              aria-label={`Wake ${indicator.name}`}
              busy={wake.isPending}
              onClick={() => wake.mutate({ params: { id: indicator.id } })}
            >
              Wake
            </Button>
          )}
        </p>
      )}
      <Seen indicator={indicator} />
      {onVerb && (
        <p className="mt-1 -ml-2 flex flex-wrap">
          {verbs.map(({ verb, label: words }) => (
            <Button
              key={verb}
              variant="quiet"
              aria-label={`${words}: ${indicator.name}`}
              onClick={() => onVerb(verb)}
            >
              {words}
            </Button>
          ))}
        </p>
      )}
    </li>
  );
}

/** The evidence: the values as they were when it was raised, whatever they are now. */
function Seen({ indicator: { evidence, raisedAt, raisedBy } }: { indicator: Indicator }) {
  if (evidence.seen.length === 0) return null;
  return (
    <Disclosure
      className="text-s text-ink-3"
      summary={`Seen ${raisedAt ? formatInstant(raisedAt, timeZone()) : ""} by ${raisedBy}`}
    >
      <ul className="pl-3">
        {evidence.seen.map(({ field, label, value }) => (
          <li key={field}>
            {label}: {value === null || value === undefined ? "–" : String(value)}
          </li>
        ))}
      </ul>
      <p className="pl-3">Raised when {evidence.sentence}.</p>
    </Disclosure>
  );
}
