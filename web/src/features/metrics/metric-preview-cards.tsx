import type { MetricObject, MetricPreview } from "@perennial/contract";
import { useRecordOptions } from "../../api/record-options.ts";
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
  object: MetricObject;
  isAsking: boolean;
  error: unknown;
  onRecord: (id: string | null) => void;
};

/** What a metric gives before it is stored: for one account or contact over the last year, and spread over all. */
export function MetricPreviewCards({ preview, missing, object, isAsking, error, onRecord }: CardsProps) {
  const { chosenId, ...search } = useRecordOptions(object);
  const record = preview?.record;
  const isListed = search.options.some((option) => option.value === record?.id);
  return (
    <div className="flex flex-col gap-4" aria-busy={isAsking}>
      {error ? <ErrorState error={error} title="The preview could not be worked out" /> : null}
      <Card
        title={`For one ${object}`}
        subtitle={
          <span aria-live="polite">
            {record ? <Values record={record} /> : (missing ?? (isAsking ? "Working it out…" : ""))}
          </span>
        }
      >
        <Combobox
          label={object === "account" ? "Account" : "Contact"}
          className="w-full"
          placeholder={object === "account" ? "Choose an account" : "Choose a contact"}
          options={
            record && !isListed
              ? [{ value: record.id, label: record.name }, ...search.options]
              : search.options
          }
          value={chosenId ?? record?.id ?? null}
          onSearch={search.onSearch}
          onValueChange={(id) => {
            search.choose(id);
            onRecord(id);
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
      {preview && <DistributionChart distribution={preview.distribution} noun={object} />}
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
