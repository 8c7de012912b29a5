import {
  type Account,
  addressIndicator,
  type Indicator,
  indicators,
  polarities,
  reopenIndicator,
} from "@perennial/contract";
import { useState } from "react";
import { useMay } from "../../api/me.ts";
import { usePages, useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Badge } from "../../ui/chip.tsx";
import { timeZone } from "../../ui/clock.ts";
import { Disclosure } from "../../ui/disclosure.tsx";
import { formatInstant } from "../../ui/format.ts";
import { Input } from "../../ui/input.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import type { Tone } from "../../ui/tone.ts";

/** What needs attention at the account now, with what was seen when it was raised; addressed here. */
export function AccountIndicatorsCard({ account }: { account: Account }) {
  const mayRead = useMay("indicators.read");
  const filter = JSON.stringify({
    all: [
      { subject: "accountId", op: "is-any-of", value: [account.id] },
      { subject: "status", op: "is", value: "open" },
    ],
  });
  const list = usePages(
    indicators.list,
    { query: { filter, sort: "dueOn", limit: 50 } },
    { live: ["account"], enabled: mayRead },
  );
  if (!mayRead) return null;
  return (
    <Card title="Indicators" subtitle={list.rows.length > 0 ? `${list.rows.length} open` : undefined}>
      {list.error && <ErrorState error={list.error} onRetry={() => list.refetch()} />}
      {list.isPending && <Skeleton lines={3} />}
      {!list.isPending && !list.error && list.rows.length === 0 && (
        <EmptyState title="Nothing needs attention">What the rules find stands here.</EmptyState>
      )}
      <ul className="divide-y divide-line">
        {list.rows.map((indicator) => (
          <IndicatorLine key={indicator.id} indicator={indicator} />
        ))}
      </ul>
    </Card>
  );
}

const toneOf = ({ polarity, severity }: Indicator): Tone =>
  polarity === "opportunity"
    ? "good"
    : severity === "high"
      ? "bad"
      : severity === "medium"
        ? "warn"
        : "neutral";

function IndicatorLine({ indicator }: { indicator: Indicator }) {
  const mayWrite = useMay("indicators.write");
  const [said, setSaid] = useState<string>();
  const refreshes = [indicators.list];
  const reopen = useWrite(reopenIndicator, { refreshes });
  const address = useWrite(addressIndicator, {
    refreshes,
    onSuccess: ({ id }) =>
      toast({ title: `${indicator.name} is addressed`, undo: () => reopen.mutate({ params: { id } }) }),
  });
  const label = polarities.find((each) => each.value === indicator.polarity)?.label ?? "";
  const { seen } = indicator.evidence;
  return (
    <li className="py-2 first:pt-0">
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone={toneOf(indicator)}>{label}</Badge>
        <span className="font-medium">{indicator.name}</span>
        {indicator.isSnoozed && indicator.snoozedUntil && (
          <Badge>put off until {formatInstant(indicator.snoozedUntil, timeZone())}</Badge>
        )}
      </p>
      <p className="text-ink-2">{indicator.message}</p>
      {seen.length > 0 && (
        <Disclosure
          className="text-s text-ink-3"
          summary={`Seen ${indicator.raisedAt ? formatInstant(indicator.raisedAt, timeZone()) : ""}`}
        >
          <ul className="pl-3">
            {seen.map(({ field, label: name, value }) => (
              <li key={field}>
                {name}: {value === null || value === undefined ? "–" : String(value)}
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
      {mayWrite && said === undefined && (
        <Button variant="quiet" aria-label={`Address ${indicator.name}`} onClick={() => setSaid("")}>
          Address
        </Button>
      )}
      {address.error && (
        <p role="alert" className="text-s text-bad">
          {address.error.message}
        </p>
      )}
      {said !== undefined && (
        <form
          className="mt-1 flex gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            address.mutate({ params: { id: indicator.id }, body: { whatWasDone: said } });
          }}
        >
          <Input
            autoFocus
            aria-label={`What was done about ${indicator.name}`}
            placeholder="What was done"
            value={said}
            onChange={(event) => setSaid(event.target.value)}
          />
          <Button type="submit" variant="primary" busy={address.isPending} disabled={said.trim() === ""}>
            Save
          </Button>
        </form>
      )}
    </li>
  );
}
