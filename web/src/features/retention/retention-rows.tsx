import { getRetention } from "@perennial/contract";
import type { CallInput } from "../../api/client.ts";
import { useCall } from "../../api/query.ts";
import { Dialog } from "../../ui/dialog.tsx";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { sumDecimals } from "../../ui/grid/decimal.ts";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import type { Retention } from "./retention-tab.tsx";

export type RetentionQuery = CallInput<typeof getRetention>["query"];
type Row = NonNullable<Retention["rows"]>[number];

/** The accounts or renewals behind a figure, the largest loss first. */
export function RetentionRows({ query, onClose }: { query: RetentionQuery; onClose: () => void }) {
  const { data, error, refetch } = useCall(getRetention, { query: { ...query, rows: "true" } });
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={query.family === "cohort" ? "Accounts of the cohort" : "Renewals due"}
      description={data?.definition ?? ""}
      width="l"
    >
      {error ? (
        <ErrorState error={error} onRetry={() => refetch()} />
      ) : (
        <DataGrid<Row>
          label="Rows behind the figure"
          height={420}
          columns={columnsOf(data?.currency ?? "USD", query.family)}
          rows={data?.rows ?? []}
          rowId={(row) => row.renewalId ?? row.accountId}
          isLoading={!data}
          empty={<EmptyState title="Nothing to retain in this span" />}
        />
      )}
    </Dialog>
  );
}

/** Columns of accounts or renewals and what they kept of what they had. */
export function columnsOf(currency: string, family: Retention["family"]): GridColumn<Row>[] {
  const money = { type: "money", currency, width: 130, footer: "sum" } as const;
  return [
    { id: "name", type: "text", title: "Account", width: 240, href: (row) => `/accounts/${row.accountId}` },
    { ...money, id: "startArr", title: family === "cohort" ? "Start ARR" : "Target" },
    { ...money, id: "endArr", title: family === "cohort" ? "End ARR" : "Final" },
    { ...money, id: "retainedArr", title: "Retained" },
    {
      ...money,
      id: "change",
      title: "Change",
      signed: true,
      value: (row) => sumDecimals([row.endArr, `-${row.startArr}`]),
    },
    ...(family === "cohort"
      ? []
      : [{ id: "outcome", type: "text", title: "Outcome", width: 110, missing: "Still open" } as const]),
  ];
}
