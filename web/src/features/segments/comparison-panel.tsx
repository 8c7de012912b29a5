import {
  compareSegments,
  getSegmentBaselines,
  listSegments,
  type Segment,
  type SegmentComparison,
} from "@perennial/contract";
import { useMemo } from "react";
import { useMe } from "../../api/me.ts";
import { useCall } from "../../api/query.ts";
import { useScoreLabels } from "../../api/score-labels.ts";
import { Combobox } from "../../ui/combobox.tsx";
import { formatCount, formatMoneyShort, formatNumber } from "../../ui/format.ts";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { useAccountNumbers } from "./account-numbers.ts";

const usual = (primary: string) => [
  "arr",
  "metric:logins_30d",
  "metric:active_contacts_30d",
  "metric:seat_utilisation",
  "metric:tickets_opened_30d",
  `score:${primary}`,
];

type State = { with?: string | undefined; fields?: string | undefined };

/** Two segments side by side over numbers one chooses; what is usual among the healthy of this one below. */
export function ComparisonPanel({
  segment,
  state,
  onChange,
}: {
  segment: Segment;
  state: State;
  onChange: (state: State) => void;
}) {
  const segments = useCall(listSegments, { query: { archived: "false" } });
  const { primary = "overall" } = useScoreLabels();
  const numbers = useAccountNumbers();
  const others = (segments.data?.items ?? [])
    .filter((each) => each.object === "account" && each.slug !== segment.slug)
    .map((each) => ({ value: each.slug, label: each.name }));
  const known = numbers.map((each) => each.value);
  const fields = state.fields?.split(",") ?? usual(primary).filter((slug) => known.includes(slug));
  const isReady = state.with !== undefined && fields.length > 0;
  const found = useCall(
    compareSegments,
    { params: { slug: segment.slug }, query: { with: state.with ?? "", fields: fields.join(",") } },
    { enabled: isReady, keepPrevious: true, live: ["account"] },
  );
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-2 text-m text-ink-2">
        Compare with
        <Combobox
          label="The other segment"
          placeholder="Choose a segment"
          options={others}
          value={state.with ?? null}
          onValueChange={(slug) => onChange({ ...state, with: slug ?? undefined })}
        />
        over
        <Combobox
          multiple
          label="Numbers to compare"
          options={numbers}
          value={fields}
          onValueChange={(chosen) => onChange({ ...state, fields: chosen.join(",") || undefined })}
        />
      </div>
      {found.error && isReady ? (
        <ErrorState error={found.error} onRetry={() => found.refetch()} />
      ) : isReady && found.data ? (
        <ComparisonTable comparison={found.data} />
      ) : (
        <EmptyState title="Choose a segment to compare with">
          The medians and means of its accounts will stand beside those of {segment.name}.
        </EmptyState>
      )}
      <Baselines segment={segment} />
    </div>
  );
}

type Row = SegmentComparison["rows"][number];

function ComparisonTable({ comparison }: { comparison: SegmentComparison }) {
  const currency = useMe().data?.company.currency ?? "USD";
  const columns = useMemo(() => comparisonColumns(comparison, currency), [comparison, currency]);
  return (
    <DataGrid<Row>
      label="Comparison"
      columns={columns}
      rows={comparison.rows}
      rowId={(row) => row.field}
      height="content"
    />
  );
}

function comparisonColumns({ segments }: SegmentComparison, currency: string): GridColumn<Row>[] {
  const shown = (row: Row, value: string | null | undefined) => {
    if (value === null || value === undefined) return "–";
    return row.type === "currency" ? formatMoneyShort(value, currency) : formatNumber(value);
  };
  return [
    { id: "label", type: "text", title: "Number", width: 220 },
    ...segments.flatMap(({ slug, name, accounts }, index): GridColumn<Row>[] => [
      {
        id: `median ${slug}`,
        type: "readonly",
        title: `${name}: median`,
        width: 200,
        render: (row) => shown(row, row.values[index]?.median),
      },
      {
        id: `mean ${slug}`,
        type: "readonly",
        title: "Mean",
        width: 110,
        render: (row) => shown(row, row.values[index]?.mean),
      },
      {
        id: `accounts ${slug}`,
        type: "readonly",
        title: `Of ${formatCount(accounts, "account")}`,
        width: 130,
        render: (row) => `${formatNumber(row.values[index]?.accounts ?? 0)} have it`,
      },
    ]),
  ];
}

type Baseline = { field: string; label: string; median: string; spread: string; accounts: number };

const baselineColumns: GridColumn<Baseline>[] = [
  { id: "label", type: "text", title: "Metric", width: 260 },
  { id: "median", type: "number", title: "Median", digits: 2, width: 110 },
  { id: "spread", type: "number", title: "Robust spread", digits: 2, width: 130 },
  { id: "accounts", type: "number", title: "Healthy accounts", digits: 0, width: 140 },
];

function Baselines({ segment }: { segment: Segment }) {
  const { data, error } = useCall(getSegmentBaselines, { params: { slug: segment.slug } });
  if (error) return <ErrorState error={error} />;
  if (!data) return null;
  return (
    <section className="flex flex-col gap-2">
      <h2 className="text-l font-semibold">What is usual among the healthy</h2>
      <p className="max-w-3xl text-m text-ink-2">
        Worked out every night over the accounts of this segment that the primary health score calls healthy.
        Rules and scores can ask how far an account is from it.
      </p>
      <DataGrid<Baseline>
        label="Healthy baselines"
        columns={baselineColumns}
        rows={data.items}
        rowId={(row) => row.field}
        height="content"
        empty={
          <EmptyState title="No baseline yet">
            A metric needs {data.fewestAccounts} healthy accounts with a value; baselines are worked out at a
            quarter to midnight.
          </EmptyState>
        }
      />
    </section>
  );
}
