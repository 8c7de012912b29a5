import { type Risk, riskTimeline } from "@perennial/contract";
import { useState } from "react";
import { useCall } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { RelativeTime } from "../../ui/values.tsx";

const atFirst = 8;

/** What was found, decided and moved, with the reasons, newest first. */
export function RiskTimeline({ risk }: { risk: Risk }) {
  const [isWhole, setWhole] = useState(false);
  const { data, error, refetch } = useCall(
    riskTimeline,
    { params: { id: risk.id } },
    { live: ["risk", "note", "risk-ask"] },
  );
  const items = data?.items ?? [];
  const shown = isWhole ? items : items.slice(0, atFirst);
  return (
    <Card title="What happened" subtitle="Reviews, decisions, moves between tiers, asks">
      {error && <ErrorState error={error} onRetry={() => refetch()} />}
      {!data && !error && <Skeleton lines={4} />}
      {data && items.length === 0 && <EmptyState title="Nothing has happened yet" />}
      <ul aria-label="What happened" className="divide-y divide-line">
        {shown.map(({ id, title, text, actor, at }) => (
          <li key={id} className="py-2">
            <p className="font-medium">{title}</p>
            {text && <p className="whitespace-pre-line">{text}</p>}
            <p className="text-s text-ink-3">
              {actor && `${actor} · `}
              <RelativeTime at={at} />
            </p>
          </li>
        ))}
      </ul>
      {items.length > atFirst && (
        <Button variant="quiet" onClick={() => setWhole(!isWhole)}>
          {isWhole ? "Show less" : `Show all ${items.length}`}
        </Button>
      )}
    </Card>
  );
}
