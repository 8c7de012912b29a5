import { type Account, type Subscription, subscriptions } from "@perennial/contract";
import { useMe } from "../../api/me.ts";
import { usePages } from "../../api/query.ts";
import { Card } from "../../ui/card.tsx";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { EmptyState } from "../../ui/states.tsx";

/** The account's priced lines over time: what its ARR is made of. */
export function AccountSubscriptionsCard({ account }: { account: Account }) {
  const me = useMe();
  const currency = me.data?.company.currency ?? "USD";
  const filter = JSON.stringify({ subject: "accountId", op: "is-any-of", value: [account.id] });
  const list = usePages(
    subscriptions.list,
    { query: { filter, sort: "-startsOn", limit: 200 } },
    { live: ["subscription", "contract"] },
  );
  const columns: GridColumn<Subscription>[] = [
    { id: "product", type: "text", title: "Product", width: 100, missing: "Not named" },
    {
      id: "arr",
      type: "money",
      title: "ARR",
      currency: (line) => line.currency ?? currency,
      width: 92,
      missing: "A trial or a one-off fee carries none",
    },
    { id: "startsOn", type: "date", title: "From", width: 104 },
    { id: "endsOn", type: "date", title: "Through", width: 104, missing: "Runs until somebody ends it" },
    { id: "quantity", type: "number", title: "Quantity", digits: 0, width: 84 },
    { id: "plan", type: "text", title: "Plan", width: 100, missing: "Not named" },
  ];
  return (
    <Card title="Subscriptions">
      <DataGrid
        label="Subscriptions"
        columns={columns}
        rows={list.rows}
        rowId={(line) => line.id}
        isLoading={list.isPending}
        height={240}
        empty={
          <EmptyState title="No subscription yet">
            Import subscriptions, or send them through the API.
          </EmptyState>
        }
      />
    </Card>
  );
}
