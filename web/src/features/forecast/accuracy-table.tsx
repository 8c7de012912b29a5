import { getForecastAccuracy } from "@perennial/contract";
import type { CallResult } from "../../api/client.ts";
import { drillHref } from "../../api/drill-href.ts";
import { useCall } from "../../api/query.ts";
import { Card } from "../../ui/card.tsx";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { DownloadMenu } from "../../ui/grid/download-menu.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { AccuracyRows } from "./accuracy-rows.tsx";
import { closedRule } from "./drill-rule.ts";
import { forecastLive, type Shown } from "./forecast-shown.ts";

type Row = CallResult<typeof getForecastAccuracy>["rows"][number];

/** How near the forecasts of the last year came to what happened, by owner. */
export function AccuracyTable({ state, change, currency }: Shown) {
  const { data, error, isPending, refetch } = useCall(getForecastAccuracy, { query: {} }, forecastLive);
  if (error) return <ErrorState error={error} onRetry={() => refetch()} />;
  const columns = columnsOf(currency, ({ isTotal, ownerId }) => {
    if (!data) return undefined;
    const span = { from: data.dueFrom, to: data.dueTo };
    const rule = closedRule(span, "ownerId", isTotal ? undefined : ownerId);
    return rule ? drillHref("renewal", rule) : undefined;
  });
  const opened = data?.rows.find((row) => keyOf(row) === state.closedOf);
  return (
    <Card
      title="How near did forecasts come?"
      actions={<DownloadMenu name="Forecast accuracy" columns={columns} rows={data?.rows ?? []} />}
      subtitle={data?.definition ?? "Forecasts 90, 60 and 30 days before expiry against the outcome"}
    >
      <DataGrid<Row>
        label="Forecast accuracy by owner"
        height="content"
        columns={columns}
        rows={data?.rows ?? []}
        rowId={keyOf}
        isLoading={isPending}
        onOpen={(row) => change({ closedOf: keyOf(row) })}
        footerNote="A row opens its renewals with what was forecast of each"
        empty={<EmptyState title="No renewal of the last year is closed yet" />}
      />
      {opened && (
        <AccuracyRows
          of={keyOf(opened)}
          label={opened.owner}
          currency={currency}
          onClose={() => change({ closedOf: undefined })}
        />
      )}
    </Card>
  );
}

const keyOf = (row: Row) => (row.isTotal ? "everybody" : (row.ownerId ?? "nobody"));

function columnsOf(currency: string, href: (row: Row) => string | undefined): GridColumn<Row>[] {
  const at = (row: Row, daysBefore: number) => row.at.find((one) => one.daysBefore === daysBefore);
  return [
    { id: "owner", type: "text", title: "Owner", width: 170, href },
    { id: "closedCount", type: "number", title: "Closed", digits: 0, width: 80 },
    { id: "finalArr", type: "money", title: "Came to", currency, width: 110 },
    ...[90, 60, 30].flatMap((days): GridColumn<Row>[] => [
      {
        id: `forecast${days}`,
        type: "money",
        title: `Forecast −${days} d`,
        currency,
        value: (row) => ((at(row, days)?.count ?? 0) > 0 ? at(row, days)?.forecastArr : null),
        missing: "None of them had a forecast then",
        width: 120,
      },
      {
        id: `error${days}`,
        type: "percent",
        title: `Off −${days} d`,
        value: (row) => at(row, days)?.error ?? null,
        missing: "None of them had a forecast then, or nothing was renewed",
        hint: "Above 0: too hopeful",
        width: 90,
      },
    ]),
  ];
}
