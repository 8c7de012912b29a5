import { getRenewalTiming } from "@perennial/contract";
import type { CallResult } from "../../api/client.ts";
import { drillHref } from "../../api/drill-href.ts";
import { useCall } from "../../api/query.ts";
import { Card } from "../../ui/card.tsx";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { DownloadMenu } from "../../ui/grid/download-menu.tsx";
import { Select } from "../../ui/select.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { closedRule } from "./drill-rule.ts";
import { forecastLive, type Shown } from "./forecast-shown.ts";

type Row = CallResult<typeof getRenewalTiming>["rows"][number];

/** When customers ordered in the last year: early, on time, late or after the tolerance, by count or ARR. */
export function TimingTable({ state, change, currency }: Pick<Shown, "state" | "change" | "currency">) {
  const { data, error, isPending, refetch } = useCall(
    getRenewalTiming,
    { query: { groupBy: state.timingBy } },
    forecastLive,
  );
  if (error) return <ErrorState error={error} onRetry={() => refetch()} />;
  const columns = columnsOf(currency, state.timingIn, ({ isTotal, group }, how) => {
    if (!data) return undefined;
    const span = { from: data.dueFrom, to: data.dueTo, rows: data.rows };
    const rule = closedRule(span, state.timingBy, isTotal ? undefined : group, how);
    return rule ? drillHref("renewal", rule) : undefined;
  });
  return (
    <Card
      title="When did customers order?"
      subtitle={data?.definition ?? "Closed renewals of the last year, by when they were ordered"}
      actions={
        <>
          <DownloadMenu name="Renewal timing" columns={columns} rows={data?.rows ?? []} />
          <Select
            aria-label="Timing in"
            options={[
              { value: "arr", label: "ARR" },
              { value: "count", label: "Renewals" },
            ]}
            value={state.timingIn}
            onValueChange={(timingIn) => change({ timingIn })}
          />
          <Select
            aria-label="Timing by"
            options={[
              { value: "ownerId", label: "Owner" },
              { value: "segment", label: "Segment" },
              { value: "industry", label: "Industry" },
              { value: "touchModel", label: "Touch model" },
              { value: "quarter", label: "Quarter" },
            ]}
            value={state.timingBy}
            onValueChange={(timingBy) => change({ timingBy })}
          />
        </>
      }
    >
      <DataGrid<Row>
        label="Renewals by when they were ordered"
        height="content"
        columns={columns}
        rows={data?.rows ?? []}
        rowId={(row) => (row.isTotal ? "all" : (row.group ?? "none"))}
        isLoading={isPending}
        empty={<EmptyState title="No renewal of the last year is closed yet" />}
      />
    </Card>
  );
}

const parts = [
  ["closed", "Closed", "All that have an outcome"],
  ["early", "Early", "Long before expiry, as the policy says"],
  ["onTime", "On time", "Up to and on expiry"],
  ["late", "Late", "After expiry, within the tolerance"],
  ["lapsed", "Lapsed", "Ordered after the tolerance: a reactivation"],
  ["auto", "By themselves", "Nobody ordered, the contract renewed"],
  ["lost", "Lost", "Churned"],
] as const;

function columnsOf(
  currency: string,
  shownIn: "arr" | "count",
  hrefOf: (row: Row, how: (typeof parts)[number][0]) => string | undefined,
): GridColumn<Row>[] {
  return [
    { id: "label", type: "text", title: "Group", width: 160, href: (row) => hrefOf(row, "closed") },
    ...parts.map(([id, title, hint]): GridColumn<Row> => {
      const href = (row: Row) => (row[id].count === 0 ? undefined : hrefOf(row, id));
      const base = { id, title, hint, width: 104, href };
      return shownIn === "arr"
        ? { ...base, type: "money", currency, value: (row) => row[id].arr }
        : { ...base, type: "number", digits: 0, value: (row) => row[id].count };
    }),
    {
      id: "medianDaysLate",
      type: "number",
      title: "Median days",
      digits: 0,
      width: 100,
      hint: "From expiry to the order; below zero: before expiry",
      missing: "Nobody ordered",
    },
  ];
}
