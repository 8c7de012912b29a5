import {
  type ForecastAdjustment,
  getForecast,
  listForecastAdjustments,
  listForecastTargets,
  reverseForecastAdjustment,
} from "@perennial/contract";
import { useMemo, useState } from "react";
import { useMay } from "../../api/me.ts";
import { useCall, useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { timeZone } from "../../ui/clock.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { formatInstant } from "../../ui/format.ts";
import { sumDecimals } from "../../ui/grid/decimal.ts";
import { Input } from "../../ui/input.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Delta, Money } from "../../ui/values.tsx";
import type { Forecast, Shown } from "./forecast-shown.ts";

/** Every adjustment of a level and of those below it, and its targets, newest first; an adjustment is taken back by an entry of its opposite. */
export function LedgerPanel({
  state,
  change,
  currency,
  level,
  forecast,
}: Shown & { level: string; forecast: Forecast }) {
  const canEdit = useMay("forecast.write");
  const adjustments = useCall(listForecastAdjustments, { query: { period: state.period } });
  const targets = useCall(listForecastTargets, { query: { period: state.period } });
  const ofLevel = (targets.data?.items ?? []).filter((one) => one.level === level);
  const here = useMemo(() => levelsBelow(forecast.rows, level), [forecast.rows, level]);
  // Those of a level that is gone stay in the company's sum.
  const entries = (adjustments.data?.items ?? []).filter(
    (entry) => level === "company" || here.has(entry.level),
  );
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
          <Entry
            key={entry.id}
            entry={entry}
            on={entry.level === level ? undefined : (here.get(entry.level) ?? "a level that is gone")}
            currency={currency}
            canEdit={canEdit}
          />
        ))}
      </ul>
      {entries.length > 1 && (
        <p className="border-t border-line py-2 text-m font-medium">
          Together{" "}
          <Delta value={sumDecimals(entries.map(({ amountArr }) => amountArr))} currency={currency} exact />
        </p>
      )}
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

/** The labels of a level and of all below it, by key. */
function levelsBelow(rows: Forecast["rows"], level: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const row of rows) {
    if (row.key === level || (row.parent !== null && found.has(row.parent))) found.set(row.key, row.label);
  }
  return found;
}

function Entry({
  entry,
  on,
  currency,
  canEdit,
}: {
  entry: ForecastAdjustment;
  /** The level it stands on, where that is not the one shown. */
  on: string | undefined;
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
        {on && `On ${on} · `}
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
