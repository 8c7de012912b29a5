import type { MetricPreview } from "@perennial/contract";
import { useAccountOptions } from "../../api/account-options.ts";
import { Card } from "../../ui/card.tsx";
import { Chart } from "../../ui/chart/chart.tsx";
import { Combobox } from "../../ui/combobox.tsx";
import { DistributionChart } from "../../ui/distribution-chart.tsx";
import { formatDate, formatNumber } from "../../ui/format.ts";
import { ReasonTree } from "../../ui/reason-tree.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { Delta } from "../../ui/values.tsx";

type CardsProps = {
  /** Of the metric as it stands; absent while it is incomplete or being worked out. */
  preview: MetricPreview | undefined;
  /** What is to be filled in first. */
  missing: string | undefined;
  isAsking: boolean;
  error: unknown;
  onAccount: (id: string | null) => void;
};

/** What a metric gives before it is stored: for one account over the last year, and spread over all. */
export function MetricPreviewCards({ preview, missing, isAsking, error, onAccount }: CardsProps) {
  const accounts = useAccountOptions();
  const record = preview?.record;
  const isListed = accounts.options.some((option) => option.value === record?.accountId);
  return (
    <div className="flex flex-col gap-4" aria-busy={isAsking}>
      {error ? <ErrorState error={error} title="The preview could not be worked out" /> : null}
      <Card
        title="For one account"
        subtitle={
          <span aria-live="polite">
            {record ? <Values record={record} /> : (missing ?? (isAsking ? "Working it out…" : ""))}
          </span>
        }
      >
        <Combobox
          label="Account"
          className="w-full"
          placeholder="Choose an account"
          options={
            record && !isListed
              ? [{ value: record.accountId, label: record.name }, ...accounts.options]
              : accounts.options
          }
          value={accounts.accountId ?? record?.accountId ?? null}
          onSearch={accounts.onSearch}
          onValueChange={(id) => {
            accounts.choose(id);
            onAccount(id);
          }}
        />
        {record && (
          <div className="mt-3">
            <ReasonTree reason={record.reason} />
          </div>
        )}
      </Card>
      {record && (
        <Chart
          title={`${record.name} over the last 12 months`}
          subtitle={seenWords(record)}
          kind="line"
          height={150}
          categories={record.series.map((point) => point.on)}
          series={[{ name: "Value", colour: 1, values: record.series.map((point) => point.rolling) }]}
          empty="It had no value in the last 12 months."
        />
      )}
      {preview && <DistributionChart distribution={preview.distribution} />}
    </div>
  );
}

type PreviewRecord = NonNullable<MetricPreview["record"]>;

function Values({ record: { name, value, previous, change } }: { record: PreviewRecord }) {
  return (
    <>
      {name}: {value === null ? "missing" : formatNumber(value, 2)}
      {previous !== null && `, ${formatNumber(previous, 2)} before`}
      {change !== null && change !== 0 && (
        <>
          {" "}
          <Delta value={change} />
        </>
      )}
    </>
  );
}

function seenWords({ firstOn, lastOn }: PreviewRecord): string {
  if (firstOn === null || lastOn === null) return "Nothing has counted towards it yet";
  return `First counted on ${formatDate(firstOn)}, last on ${formatDate(lastOn)}`;
}
