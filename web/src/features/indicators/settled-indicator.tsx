import { type Indicator, indicatorStatuses } from "@perennial/contract";
import { Link } from "@tanstack/react-router";
import { Button } from "../../ui/button.tsx";
import { Badge } from "../../ui/chip.tsx";
import { RelativeTime } from "../../ui/values.tsx";
import { becamePlace, becameWords } from "./became.ts";

type LineProps = { indicator: Indicator; onReopen?: (() => void) | undefined };

/** One indicator that is over: how it ended, what was done about it, and what it became. */
export function SettledIndicator({ indicator, onReopen }: LineProps) {
  const { name, status, settledBy, settledAt, whatWasDone, became } = indicator;
  const ended = indicatorStatuses.find((each) => each.value === status);
  return (
    <li className="py-2">
      <p className="flex flex-wrap items-center gap-2">
        {ended && <Badge tone={ended.tone}>{ended.label}</Badge>}
        <span className="font-medium">{name}</span>
        <span className="text-ink-3">
          {settledBy} · {settledAt && <RelativeTime at={settledAt} />}
        </span>
      </p>
      {became ? <Became became={became} /> : whatWasDone && <p className="text-ink-2">{whatWasDone}</p>}
      {onReopen && status === "addressed" && (
        <Button variant="quiet" className="-ml-2" aria-label={`Open again: ${name}`} onClick={onReopen}>
          Open again
        </Button>
      )}
    </li>
  );
}

function Became({ became }: { became: NonNullable<Indicator["became"]> }) {
  const place = becamePlace(became);
  const title = became.title ?? "open it";
  return (
    <p className="text-ink-2">
      {becameWords[became.kind]}:{" "}
      {place ? (
        <Link {...place} className="rounded-small text-accent underline underline-offset-2">
          {title}
        </Link>
      ) : (
        title
      )}
    </p>
  );
}
