import { listEventNames } from "@perennial/contract";
import type { z } from "zod";
import { useCall } from "../../api/query.ts";
import { Card } from "../../ui/card.tsx";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";

type EventName = z.output<typeof listEventNames.response>["items"][number];

const columns: GridColumn<EventName>[] = [
  { id: "name", type: "text", title: "Event", width: 260 },
  { id: "lastDay", type: "date", title: "Last on", relative: true, width: 150, missing: "Not lately" },
  { id: "count30d", type: "number", title: "30 days", width: 110 },
  { id: "accounts30d", type: "number", title: "Accounts, 30 days", width: 140 },
];

/** What comes in, by the name of the event: to see whether a source sends what it should. */
export function EventNamesCard() {
  const names = useCall(listEventNames, {});
  return (
    <Card title="What arrives" subtitle="Every event by its name, from every source">
      {names.error ? (
        <ErrorState error={names.error} onRetry={() => void names.refetch()} />
      ) : (
        <DataGrid
          label="Event names"
          height={360}
          columns={columns}
          rows={names.data?.items ?? []}
          rowId={(each) => each.name}
          isLoading={names.isPending}
          empty={<EmptyState title="No event yet">Make a write key and send one.</EmptyState>}
        />
      )}
    </Card>
  );
}
