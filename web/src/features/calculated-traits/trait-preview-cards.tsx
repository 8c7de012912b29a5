import type { TraitPreview } from "@perennial/contract";
import { accounts } from "@perennial/contract";
import { useState } from "react";
import { useCall } from "../../api/query.ts";
import { Card } from "../../ui/card.tsx";
import { Combobox } from "../../ui/combobox.tsx";
import { DistributionChart } from "../../ui/distribution-chart.tsx";
import { formatNumber } from "../../ui/format.ts";
import { ReasonTree } from "../../ui/reason-tree.tsx";
import { ErrorState } from "../../ui/states.tsx";

type CardsProps = {
  /** Of the formula as it stands; absent while it is incomplete or being worked out. */
  preview: TraitPreview | undefined;
  isAsking: boolean;
  error: unknown;
  accountId: string | null;
  onAccount: (id: string | null) => void;
};

/** What a formula gives before it is stored: for one account, and spread over all. */
export function TraitPreviewCards({ preview, isAsking, error, accountId, onAccount }: CardsProps) {
  if (error) return <ErrorState error={error} title="The preview could not be worked out" />;
  const record = preview?.record;
  return (
    <div className="flex flex-col gap-4" aria-busy={isAsking}>
      <Card
        title="For one account"
        subtitle={
          <span aria-live="polite">
            {record
              ? `${record.name}: ${shown(record.value)}`
              : isAsking
                ? "Working it out…"
                : "Write a formula to see what it gives."}
          </span>
        }
      >
        <AccountChoice
          value={accountId ?? record?.accountId ?? null}
          name={record?.name}
          onChange={onAccount}
        />
        {record && (
          <div className="mt-3">
            <ReasonTree reason={record.reason} />
          </div>
        )}
      </Card>
      {preview?.problems.length === 0 && <DistributionChart distribution={preview.distribution} />}
      {preview?.usesClock && (
        <p className="text-s text-ink-3">The day alone can change it: it is worked out anew each midnight.</p>
      )}
    </div>
  );
}

function shown(value: unknown): string {
  if (value === null) return "missing";
  if (typeof value === "boolean") return value ? "yes" : "no";
  const text = Array.isArray(value) ? value.join(", ") : String(value);
  return /^-?\d+(\.\d+)?$/.test(text) ? formatNumber(text, 4) : text;
}

type ChoiceProps = { value: string | null; name: string | undefined; onChange: (id: string | null) => void };

function AccountChoice({ value, name, onChange }: ChoiceProps) {
  const [text, setText] = useState("");
  const wanted = text.trim();
  const filter = JSON.stringify({ subject: "name", op: "contains", value: wanted });
  const found = useCall(
    accounts.list,
    { query: { limit: 20, sort: "name", ...(wanted ? { filter } : {}) } },
    { keepPrevious: true },
  );
  const options = (found.data?.items ?? []).map((each) => ({ value: each.id, label: each.name ?? each.id }));
  const isListed = options.some((option) => option.value === value);
  return (
    <Combobox
      label="Account"
      options={value && name && !isListed ? [{ value, label: name }, ...options] : options}
      value={value}
      onValueChange={onChange}
      onSearch={setText}
      placeholder="Choose an account"
      className="w-full"
    />
  );
}
