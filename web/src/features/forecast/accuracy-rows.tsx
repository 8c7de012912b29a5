import { getForecastAccuracy } from "@perennial/contract";
import type { CallResult } from "../../api/client.ts";
import { useCall } from "../../api/query.ts";
import { Dialog } from "../../ui/dialog.tsx";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { forecastLive } from "./forecast-shown.ts";

type Row = NonNullable<CallResult<typeof getForecastAccuracy>["renewals"]>[number];
type Props = { of: string; label: string; currency: string; onClose: () => void };

/** The closed renewals behind one row of the accuracy: what each came to, and what was forecast of it before. */
export function AccuracyRows({ of, label, currency, onClose }: Props) {
  const query = { renewalsOf: of as "everybody" };
  const { data, error, isPending, refetch } = useCall(getForecastAccuracy, { query }, forecastLive);
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={`${label}: closed renewals`}
      description={data?.definition}
      width="l"
      placement="side"
    >
      {error ? (
        <ErrorState error={error} onRetry={() => refetch()} />
      ) : (
        <DataGrid<Row>
          label="Closed renewals and their forecasts"
          height="content"
          columns={columnsOf(currency)}
          rows={data?.renewals ?? []}
          rowId={({ id }) => id}
          isLoading={isPending}
          empty={<EmptyState title="No renewal of theirs was closed in the last year" />}
        />
      )}
    </Dialog>
  );
}

function columnsOf(currency: string): GridColumn<Row>[] {
  const money = { type: "money", currency, footer: "sum", width: 120 } as const;
  return [
    { id: "accountName", type: "text", title: "Account", width: 190, href: ({ id }) => `/renewals/${id}` },
    { id: "dueOn", type: "date", title: "Due", width: 120 },
    { ...money, id: "finalArr", title: "Came to" },
    ...[90, 60, 30].map(
      (days): GridColumn<Row> => ({
        ...money,
        id: `forecast${days}`,
        title: `Forecast −${days} d`,
        value: ({ at }) => at.find(({ daysBefore }) => daysBefore === days)?.forecastArr,
        missing: "No forecast then",
      }),
    ),
  ];
}
