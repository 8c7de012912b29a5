import { getForecastChanges } from "@perennial/contract";
import type { CallInput, CallResult } from "../../api/client.ts";
import { useCall } from "../../api/query.ts";
import { Dialog } from "../../ui/dialog.tsx";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { forecastLive } from "./forecast-shown.ts";
import { useForecastWords, type Words } from "./use-forecast-words.ts";

type Row = NonNullable<CallResult<typeof getForecastChanges>["rows"]>[number];
type Props = {
  title: string;
  query: NonNullable<CallInput<typeof getForecastChanges>["query"]>;
  currency: string;
  onClose: () => void;
};

/** The renewals behind one bar of the waterfall: as they stood then, as they stand now, and what that moved. */
export function StepRows({ title, query, currency, onClose }: Props) {
  const words = useForecastWords();
  const { data, error, isPending, refetch } = useCall(getForecastChanges, { query }, forecastLive);
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={`${title}: the renewals`}
      description={data?.definition}
      width="l"
      placement="side"
    >
      {error ? (
        <ErrorState error={error} onRetry={() => refetch()} />
      ) : (
        <DataGrid<Row>
          label="Renewals of this step"
          height="content"
          columns={columnsOf(currency, words, query.rows === "start" || query.rows === "end")}
          rows={data?.rows ?? []}
          rowId={(row) => `${row.renewalId} ${row.kind}`}
          isLoading={isPending}
          empty={<EmptyState title="No renewal did this in this time" />}
        />
      )}
    </Dialog>
  );
}

function columnsOf(currency: string, { ratings, teammates }: Words, isLevel: boolean): GridColumn<Row>[] {
  return [
    {
      id: "accountName",
      type: "text",
      title: "Account",
      width: 180,
      href: (row) => `/renewals/${row.renewalId}`,
    },
    isLevel
      ? { id: "arr", type: "money", title: "Adds", currency, footer: "sum", width: 110 }
      : { id: "arr", type: "money", title: "Moved", currency, signed: true, footer: "sum", width: 110 },
    { id: "thenArr", type: "money", title: "Then", currency, value: (row) => row.before?.arr, width: 100 },
    { id: "nowArr", type: "money", title: "Now", currency, value: (row) => row.after?.arr, width: 100 },
    {
      id: "thenRating",
      type: "select",
      title: "Rating then",
      options: ratings,
      value: (row) => row.before?.rating,
      width: 120,
    },
    {
      id: "nowRating",
      type: "select",
      title: "Rating now",
      options: ratings,
      value: (row) => row.after?.rating,
      width: 120,
    },
    { id: "thenDue", type: "date", title: "Due then", value: (row) => row.before?.dueOn, width: 110 },
    { id: "nowDue", type: "date", title: "Due now", value: (row) => row.after?.dueOn, width: 110 },
    { id: "ownerId", type: "teammate", title: "Owner", options: teammates, width: 150 },
  ];
}
