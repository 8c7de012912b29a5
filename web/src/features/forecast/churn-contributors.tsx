import { type ForecastRow, getForecast } from "@perennial/contract";
import { drillHref } from "../../api/drill-href.ts";
import { useCall } from "../../api/query.ts";
import { useRootCauses } from "../../api/root-causes.ts";
import { Card } from "../../ui/card.tsx";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { sumDecimals } from "../../ui/grid/decimal.ts";
import { DownloadMenu } from "../../ui/grid/download-menu.tsx";
import { Select } from "../../ui/select.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { churnRule } from "./drill-rule.ts";
import { forecastLive, type Shown } from "./forecast-shown.ts";

const subtitles: Partial<Record<string, string>> = {
  segment: "Target ARR of what is lost or expected to be; an account can be in several segments",
  indicator:
    "Target ARR of what is lost or expected to be, by the risk indicators that stood from 180 days before the period; an account can have several",
};

/** What is lost, or expected to be, by cause, segment, product, indicator or industry. */
export function ChurnContributors({ state, change, currency }: Shown) {
  const { data, isPending } = useCall(
    getForecast,
    {
      query: {
        period: state.period,
        groupBy: state.contributorsBy,
      },
    },
    forecastLive,
  );
  const causes = useRootCauses();
  const expected = (row: ForecastRow) => row.byRating.churn_expected?.arr ?? "0";
  const whole = (row: ForecastRow) => sumDecimals([row.closedLostArr, expected(row)]);
  const rows = (data?.rows ?? [])
    .filter((row) => row.level === "group" && Number(whole(row)) > 0)
    .sort((a, b) => Number(whole(b)) - Number(whole(a)));
  const columns: GridColumn<ForecastRow>[] = [
    {
      id: "label",
      type: "text",
      title: "Contributor",
      width: 160,
      // A cause is written as its slug, or in words of somebody's own.
      value: ({ label }) => causes.find(({ value }) => value === label)?.label ?? label,
      href: (row) => {
        const rule = data && churnRule(data, row, state.contributorsBy);
        return rule ? drillHref("renewal", rule) : undefined;
      },
    },
    { id: "closedLostArr", type: "money", title: "Lost", currency, width: 100 },
    { id: "churnExpected", type: "money", title: "Churn expected", currency, value: expected, width: 120 },
    { id: "whole", type: "money", title: "Together", currency, value: whole, width: 110 },
  ];
  return (
    <Card
      title="What contributes to churn?"
      subtitle={subtitles[state.contributorsBy] ?? "Target ARR of what is lost or expected to be"}
      actions={
        <>
          <DownloadMenu name="Contributors to churn" columns={columns} rows={rows} />
          <Select
            aria-label="Contributors by"
            options={[
              { value: "rootCause", label: "Root cause" },
              { value: "segment", label: "Segment" },
              { value: "product", label: "Product" },
              { value: "indicator", label: "Indicator" },
              { value: "industry", label: "Industry" },
            ]}
            value={state.contributorsBy}
            onValueChange={(contributorsBy) => change({ contributorsBy })}
          />
        </>
      }
    >
      <DataGrid<ForecastRow>
        label="Contributors to churn"
        height={212}
        columns={columns}
        rows={rows}
        rowId={({ key }) => key}
        isLoading={isPending}
        empty={<EmptyState title="Nothing is lost in this period, nor expected to be" />}
      />
    </Card>
  );
}
