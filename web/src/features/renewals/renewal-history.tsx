import { getRenewalHistory, type Renewal } from "@perennial/contract";
import { useState } from "react";
import type { CallResult } from "../../api/client.ts";
import { useCall } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { formatDate, formatNumber } from "../../ui/format.ts";
import { Select } from "../../ui/select.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { RelativeTime } from "../../ui/values.tsx";
import { type Definitions, useRenewalDefinitions } from "./use-renewal-definitions.ts";

type Change = CallResult<typeof getRenewalHistory>["items"][number];
const atFirst = 12;

/** Every change of every field, newest first, with who made it. */
export function RenewalHistory({ renewal }: { renewal: Renewal }) {
  const definitions = useRenewalDefinitions();
  const [field, setField] = useState("");
  const [isWhole, setWhole] = useState(false);
  const { data, error, refetch } = useCall(
    getRenewalHistory,
    { params: { id: renewal.id } },
    { live: ["account"] },
  );
  const all = data?.items ?? [];
  const fields = [...new Map(all.map((change) => [change.field, change.label]))];
  const fitting = all.filter((change) => field === "" || change.field === field);
  const shown = isWhole ? fitting : fitting.slice(0, atFirst);
  return (
    <Card
      title="History"
      actions={
        <Select
          aria-label="Field"
          placeholder="Every field"
          options={fields.map(([value, label]) => ({ value, label }))}
          value={field}
          onValueChange={setField}
        />
      }
    >
      {error && <ErrorState error={error} onRetry={() => refetch()} />}
      {!data && !error && <Skeleton lines={4} />}
      {data && fitting.length === 0 && <EmptyState title="Nothing has changed yet" />}
      <ul aria-label="Changes">
        {shown.map((change) => (
          <li key={change.id} className="border-b border-line py-1.5 text-m last:border-0">
            <span className="font-medium">{change.label}</span>{" "}
            <span className="text-ink-3">{wordOf(change, change.old, definitions)}</span>
            <span aria-hidden> → </span>
            <span className="sr-only"> became </span>
            {wordOf(change, change.new, definitions)}
            <span className="block text-s text-ink-3">
              {change.by.name} · <RelativeTime at={change.at} />
            </span>
          </li>
        ))}
      </ul>
      {!isWhole && fitting.length > atFirst && (
        <Button className="mt-2" variant="quiet" onClick={() => setWhole(true)}>
          Show all {fitting.length}
        </Button>
      )}
    </Card>
  );
}

function wordOf({ field }: Change, value: unknown, { ratings, stages, teammates }: Definitions): string {
  if (value === null || value === undefined || value === "") return "nothing";
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  if (field.endsWith("Arr")) return formatNumber(text);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return formatDate(text);
  if (value === true || value === false) return value ? "yes" : "no";
  return [...ratings, ...stages, ...teammates].find((option) => option.value === text)?.label ?? text;
}
