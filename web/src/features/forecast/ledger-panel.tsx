import {
  type ForecastAdjustment,
  getForecast,
  listForecastAdjustments,
  listForecastTargets,
  reverseForecastAdjustment,
} from "@perennial/contract";
import { useState } from "react";
import { useMay } from "../../api/me.ts";
import { useCall, useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { timeZone } from "../../ui/clock.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { formatInstant } from "../../ui/format.ts";
import { Input } from "../../ui/input.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Delta, Money } from "../../ui/values.tsx";
import type { Shown } from "./forecast-shown.ts";

/** Every adjustment and target of a level, newest first; an adjustment is taken back by an entry of its opposite. */
export function LedgerPanel({ state, change, currency, level }: Shown & { level: string }) {
  const canEdit = useMay("forecast.write");
  const adjustments = useCall(listForecastAdjustments, { query: { period: state.period, level } });
  const targets = useCall(listForecastTargets, { query: { period: state.period } });
  const ofLevel = (targets.data?.items ?? []).filter((one) => one.level === level);
  const entries = adjustments.data?.items ?? [];
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && change({ ledger: undefined })}
      title="Adjustments and targets"
      description="Nothing here is ever changed or removed."
      placement="side"
    >
      <h3 className="mb-1 text-m font-semibold">Adjustments</h3>
      {entries.length === 0 && (
        <EmptyState title="No adjustment yet">Type into the Adjustment column of the table.</EmptyState>
      )}
      <ul className="divide-y divide-line">
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} currency={currency} canEdit={canEdit} />
        ))}
      </ul>
      <h3 className="mt-4 mb-1 text-m font-semibold">Targets</h3>
      {ofLevel.length === 0 && <p className="text-s text-ink-3">No target was set for this period.</p>}
      <ul className="divide-y divide-line">
        {ofLevel.map((target) => (
          <li key={target.at} className="py-2 text-m">
            {target.targetArr === null ? (
              "taken away"
            ) : (
              <Money amount={target.targetArr} currency={currency} exact />
            )}
            <span className="block text-s text-ink-3">
              {target.by.name} · {formatInstant(target.at, timeZone())}
            </span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function Entry({
  entry,
  currency,
  canEdit,
}: {
  entry: ForecastAdjustment;
  currency: string;
  canEdit: boolean;
}) {
  const [reason, setReason] = useState<string | null>(null);
  const reverse = useWrite(reverseForecastAdjustment, {
    refreshes: [listForecastAdjustments, getForecast],
    onSuccess: () => setReason(null),
  });
  const canReverse = canEdit && entry.reversedById === null && entry.reversesId === null;
  return (
    <li className="py-2 text-m">
      <div className="flex items-baseline gap-2">
        <Delta value={entry.amountArr} currency={currency} />
        <span className="grow">{entry.reason}</span>
        {entry.reversedById && <span className="text-s text-ink-3">taken back</span>}
        {entry.reversesId && <span className="text-s text-ink-3">takes one back</span>}
        {canReverse && reason === null && (
          <Button variant="quiet" onClick={() => setReason("")}>
            Take back
          </Button>
        )}
      </div>
      <span className="text-s text-ink-3">
        {entry.by.name} · {formatInstant(entry.at, timeZone())}
      </span>
      {reason !== null && (
        <form
          className="mt-1 flex gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            reverse.mutate({ params: { id: entry.id }, body: { reason } });
          }}
        >
          <Input
            aria-label="Why is it taken back?"
            placeholder="Why?"
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
          <Button type="submit" disabled={reason.trim() === ""} busy={reverse.isPending}>
            Take back
          </Button>
        </form>
      )}
      {reverse.error && <p className="text-s text-bad">{reverse.error.message}</p>}
    </li>
  );
}
