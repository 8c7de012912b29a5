import { getTiers, listSegments, setTiers, type Tiers } from "@perennial/contract";
import { useState } from "react";
import { useCall, useWrite } from "../../api/query.ts";
import { ComboField } from "../../ui/combo-field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { formatCount } from "../../ui/format.ts";
import { ErrorState } from "../../ui/states.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { toast } from "../../ui/toast.tsx";
import { useSettled } from "../../ui/use-settled.ts";
import { useAccountNumbers } from "./account-numbers.ts";

/** From which value each tier begins, for all five at once. */
export function TiersDialog({ onClose }: { onClose: () => void }) {
  const { data, error, refetch } = useCall(getTiers, { query: {} });
  if (error) return <ErrorState error={error} onRetry={() => refetch()} />;
  return data ? <TiersForm tiers={data} onClose={onClose} /> : null;
}

const thresholds = ["I", "A", "B", "C"] as const;

function TiersForm({ tiers, onClose }: { tiers: Tiers; onClose: () => void }) {
  const [measure, setMeasure] = useState(tiers.measure);
  const [from, setFrom] = useState(tiers.from);
  const numbers = useAccountNumbers();
  const asked = useSettled(`${measure} ${thresholds.map((tier) => from[tier].trim()).join(",")}`);
  const [askedMeasure = "", askedFrom = ""] = asked.split(" ");
  const tried = useCall(
    getTiers,
    { query: { measure: askedMeasure, from: askedFrom } },
    { keepPrevious: true },
  );
  const byHand = tiers.items.filter((each) => each.isByHand).map((each) => `Tier ${each.tier}`);
  const save = useWrite(setTiers, {
    refreshes: [listSegments, getTiers],
    onSuccess: () => {
      const { measure, from } = tiers;
      const undo = () => save.mutate({ body: { measure, from } });
      // What somebody wrote otherwise is not told by thresholds, and would not come back.
      toast({ title: "Tiers changed", ...(byHand.length === 0 ? { undo } : {}) });
      onClose();
    },
  });
  const held = (tier: string) => {
    const count = tried.error ? undefined : tried.data?.items.find((each) => each.tier === tier)?.accounts;
    return count === undefined ? "–" : formatCount(count, "account");
  };
  return (
    <FormDialog
      title="Tiers"
      description="An account that was given a tier keeps it; every other one has the tier of its number."
      write={{ ...save, error: save.error ?? tried.error ?? null }}
      onSubmit={() => save.mutate({ body: { measure, from } })}
      onClose={onClose}
      submitLabel="Set the tiers"
    >
      <ComboField
        label="By"
        path="measure"
        options={numbers}
        value={measure}
        onValueChange={(value) => value && setMeasure(value)}
      />
      {thresholds.map((tier) => (
        <TextField
          key={tier}
          label={`Tier ${tier} begins at`}
          path={`from.${tier}`}
          inputMode="decimal"
          value={from[tier]}
          onChange={(text) => setFrom({ ...from, [tier]: text.trim() })}
          hint={held(tier)}
        />
      ))}
      <p className="text-m text-ink-2">Tier D is below all of them: {held("D")}.</p>
      {byHand.length > 0 && (
        <p className="text-m text-warn">
          {byHand.join(", ")}: the rule was written otherwise. Setting the tiers replaces it.
        </p>
      )}
    </FormDialog>
  );
}
