import { type Account, type Ticket, ticketPriorities, ticketStatuses, tickets } from "@perennial/contract";
import { usePages } from "../../api/query.ts";
import { Card } from "../../ui/card.tsx";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { EmptyState } from "../../ui/states.tsx";

const columns: GridColumn<Ticket>[] = [
  { id: "subject", type: "text", title: "Subject", width: 160, missing: "No subject" },
  { id: "status", type: "select", title: "Status", options: [...ticketStatuses], width: 85 },
  { id: "priority", type: "select", title: "Priority", options: [...ticketPriorities], width: 90 },
  {
    id: "openedAt",
    type: "date",
    title: "Opened",
    width: 105,
    value: (ticket) => ticket.openedAt?.slice(0, 10) ?? null,
  },
  { id: "csat", type: "number", title: "CSAT", digits: 0, width: 70, missing: "Not rated" },
];

/** The account's support tickets, newest first. */
export function AccountTicketsCard({ account }: { account: Account }) {
  const filter = JSON.stringify({ subject: "accountId", op: "is-any-of", value: [account.id] });
  const list = usePages(
    tickets.list,
    { query: { filter, sort: "-openedAt", limit: 100 } },
    { live: ["ticket"] },
  );
  return (
    <Card title="Tickets">
      <DataGrid
        label="Tickets"
        columns={columns}
        rows={list.rows}
        rowId={(ticket) => ticket.id}
        isLoading={list.isPending}
        onEndReached={() => list.hasNextPage && void list.fetchNextPage()}
        height={240}
        empty={<EmptyState title="No ticket yet" />}
      />
    </Card>
  );
}
